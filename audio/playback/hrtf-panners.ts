import type { Meters, Seconds } from '../units.ts'

/** Meters. */
export type Point = readonly [x: number, y: number, z: number]
export type MutablePoint = [x: number, y: number, z: number]

/** Within this distance a voice is at its loudest; beyond, it falls off more gently than in nature. */
const REF_DISTANCE_M: Meters = 1.5
const ROLLOFF_FACTOR = 0.7

/**
 * One direction that a voice is heard from. It never changes while it is heard: Chromium's HRTF panners click with
 * every step of a moving sound or a turning head (-20 dB and above on pure tones), and take 50 to 100 ms to leave the
 * place they sounded from last. A voice moves by a cross-fade to another spot instead.
 */
export type HrtfPanner = { panner: PannerNode; fader: GainNode; position: MutablePoint }

/**
 * A new spot, sounding into `output` with this gain.
 * @param at as the ear has it: x to its right, y up, z behind
 */
export function createHrtfPanner(context: BaseAudioContext, output: AudioNode, at: Point, gain: number): HrtfPanner {
  const panner = context.createPanner()
  panner.panningModel = 'HRTF'
  panner.distanceModel = 'inverse'
  panner.refDistance = REF_DISTANCE_M
  panner.rolloffFactor = ROLLOFF_FACTOR
  // A box is one point: with stereo kept, what was recorded on the right would never reach the left ear.
  panner.channelCount = 1
  panner.channelCountMode = 'explicit'
  panner.positionX.value = at[0]
  panner.positionY.value = at[1]
  panner.positionZ.value = at[2]
  const fader = context.createGain()
  fader.gain.value = gain
  panner.connect(fader)
  fader.connect(output)
  return { panner, fader, position: [...at] }
}

/** Spots are not used twice: a panner that has sounded begins from where it was. */
export function disposeHrtfPanner({ panner, fader }: HrtfPanner): void {
  panner.disconnect()
  fader.disconnect()
  // Gives back the HRTF filter's memory now instead of whenever the node itself is collected.
  panner.panningModel = 'equalpower'
}

/** A straight ramp; before it the parameter has the value it starts from. */
export function scheduleRamp(param: AudioParam, from: number, to: number, start: Seconds, end: Seconds): void {
  param.setValueAtTime(from, start)
  param.linearRampToValueAtTime(to, end)
}

/**
 * Passes samples up to 0.8 as they are and bends everything above so that it stays below 1: picked chunks may add up
 * to more than the output can carry.
 */
export function createSoftClipper(context: BaseAudioContext): { input: AudioNode; output: AudioNode } {
  const knee = 0.8
  const range = 8
  // A shaper knows inputs from -1 to 1 only, so the sound is scaled down before it. An odd length has a sample at 0.
  const curve = Float32Array.from({ length: 8 * 1024 + 1 }, (_, i) => {
    const x = (i / 4096 - 1) * range
    const over = Math.abs(x) - knee
    return over <= 0 ? x : Math.sign(x) * (knee + (1 - knee) * Math.tanh(over / (1 - knee)) * 0.99)
  })
  const input = context.createGain()
  input.gain.value = 1 / range
  const shaper = context.createWaveShaper()
  shaper.curve = curve
  input.connect(shaper)
  return { input, output: shaper }
}
