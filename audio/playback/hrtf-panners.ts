import type { Seconds } from '../units.ts'
import { REF_DISTANCE_M, ROLLOFF_FACTOR } from './distance-gain.ts'

/** Meters. */
export type Point = readonly [x: number, y: number, z: number]
export type MutablePoint = [x: number, y: number, z: number]

/**
 * A panner at a fixed position. Chromium's HRTF panners click with every step of a moving source or turning head (-20 dB
 * and above on pure tones), and take 50 to 100 ms to move, so a voice moves by a cross-fade to a new panner.
 */
export type HrtfPanner = { panner: PannerNode; fader: GainNode; position: MutablePoint }

/**
 * @param position relative to the head: x to the right, y up, z to the back
 * @param panningModel on loudspeakers without ears
 */
export function createHrtfPanner(
  context: BaseAudioContext,
  output: AudioNode,
  position: Point,
  gain: number,
  panningModel: PanningModelType = 'HRTF',
): HrtfPanner {
  const panner = context.createPanner()
  panner.panningModel = panningModel
  panner.distanceModel = 'inverse'
  panner.refDistance = REF_DISTANCE_M
  panner.rolloffFactor = ROLLOFF_FACTOR
  // Mono, because with stereo the right channel would never reach the left ear.
  panner.channelCount = 1
  panner.channelCountMode = 'explicit'
  placePanner(panner, position)
  const fader = context.createGain()
  fader.gain.value = gain
  panner.connect(fader)
  fader.connect(output)
  return { panner, fader, position: [...position] }
}

type PannerPosition = Partial<Pick<PannerNode, 'positionX' | 'positionY' | 'positionZ'>>

/** Engines without the AudioParams have the deprecated method. */
function placePanner(panner: PannerNode, [x, y, z]: Point): void {
  const { positionX, positionY, positionZ } = panner as PannerPosition
  if (positionX && positionY && positionZ) {
    positionX.value = x
    positionY.value = y
    positionZ.value = z
  } else panner.setPosition(x, y, z)
}

/** Panners are not reused: a used one starts from its last position. */
export function disposeHrtfPanner({ panner, fader }: HrtfPanner): void {
  panner.disconnect()
  fader.disconnect()
  // Frees the memory of the HRTF filter before the node is garbage collected.
  panner.panningModel = 'equalpower'
}

/** A linear ramp, with the value `from` set at its start. */
export function scheduleRamp(param: AudioParam, from: number, to: number, start: Seconds, end: Seconds): void {
  param.setValueAtTime(from, start)
  param.linearRampToValueAtTime(to, end)
}

/** Largest sample that passes unchanged. */
const CLIPPER_KNEE = 0.8
/** Largest sample that the curve covers. */
const CLIPPER_RANGE = 8
const CURVE_HALF_LENGTH = 4096

/**
 * Passes samples up to 0.8 unchanged and compresses larger ones to below 1, because several chunks can add up to more
 * than full scale.
 */
export function createSoftClipper(context: BaseAudioContext): { input: AudioNode; output: AudioNode } {
  // A WaveShaperNode takes inputs from -1 to 1, so a gain scales them. An odd length gives the curve a point at 0.
  const curve = Float32Array.from({ length: 2 * CURVE_HALF_LENGTH + 1 }, (_, i) => {
    const x = (i / CURVE_HALF_LENGTH - 1) * CLIPPER_RANGE
    const excess = Math.abs(x) - CLIPPER_KNEE
    const headroom = 1 - CLIPPER_KNEE
    return excess <= 0 ? x : Math.sign(x) * (CLIPPER_KNEE + headroom * Math.tanh(excess / headroom) * 0.99)
  })
  const input = context.createGain()
  input.gain.value = 1 / CLIPPER_RANGE
  const shaper = context.createWaveShaper()
  shaper.curve = curve
  input.connect(shaper)
  return { input, output: shaper }
}
