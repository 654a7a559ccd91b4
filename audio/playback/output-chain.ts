import type { Seconds } from '../units.ts'
import { computeLimiterDelay } from './limiter.ts'
import { createOutputLatency } from './output-latency.ts'
import { createPeakGuard } from './peak-guard.ts'
import type { RenderClock } from './render-clock.ts'
import { openDeviceChannels } from './speakers/device-channels.ts'
import type { SoundOutput } from './speakers/sound-output.ts'
import { playTestNoise } from './speakers/speaker-test.ts'

/** The way of a mix to the ear. */
export type OutputChain = {
  /** What is heard and recorded, before the volume. */
  mix: AudioNode
  /** Plays noise on one loudspeaker, by its place in the output's list. */
  testSpeaker: (speaker: number, gain: number) => void
  /** From the context's clock to the ear, measured by `sample`. */
  readDelay: () => Seconds
  sample: () => void
  dispose: () => void
}

/**
 * @param master the sum of all voices
 * @param volume between the mix and the device
 * @param isGuarded a song as recorded is not: it is no sum
 */
export function createOutputChain(
  context: BaseAudioContext,
  clock: RenderClock,
  output: SoundOutput,
  master: AudioNode,
  volume: AudioNode,
  isGuarded: boolean,
): OutputChain {
  const isLive = 'createMediaStreamSource' in context
  const latency = isLive ? createOutputLatency(context as AudioContext) : null
  const device = openDeviceChannels(context, output)
  const channels = typeof output === 'string' ? 2 : output.length
  const guard = isGuarded ? createPeakGuard(context, channels, clock.readSoonest) : null
  const guardDelay = guard ? computeLimiterDelay(context.sampleRate) / context.sampleRate : 0
  const mix = guard?.output ?? master
  if (guard) master.connect(guard.input)
  mix.connect(volume).connect(device.input)
  return {
    mix,
    testSpeaker: (speaker, gain) => {
      const entry = device.inputs[speaker]
      if (entry) playTestNoise(context, entry, gain)
    },
    readDelay: () => (latency?.read() ?? 0) + guardDelay,
    sample: () => latency?.sample(),
    dispose: () => {
      guard?.dispose()
      device.dispose()
    },
  }
}
