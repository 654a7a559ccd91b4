import type { Seconds } from '../units.ts'
import { createSoftClipper, scheduleRamp } from './hrtf-panners.ts'
import { computeLimiterDelay } from './limiter.ts'
import { LIMITER_PROCESSOR, type LimiterOptions } from './limiter-options.ts'
import processorUrl from './limiter-processor.ts?worker&url'
import { loadWorklet } from './load-worklet.ts'

/** From the clipper to the limiter. Below their thresholds both are the same delay, so nothing is heard of it. */
const HANDOVER_S: Seconds = 0.02

export type PeakGuard = { input: AudioNode; output: AudioNode; dispose: () => void }

/** Loads what a guard's limiter needs, once a context. */
export const loadLimiter = (context: BaseAudioContext): Promise<boolean> => loadWorklet(context, processorUrl)

/**
 * Keeps the mix below full scale: by the limiter of the audio thread (true peaks below -1 dBTP); by a soft clipper until that
 * is there, and where it cannot be.
 * @param readSoonest context time from which ramps are heard whole
 */
export function createPeakGuard(context: BaseAudioContext, channels: number, readSoonest: () => Seconds): PeakGuard {
  const layout = {
    channelCount: channels,
    channelCountMode: 'explicit',
    channelInterpretation: channels > 2 ? 'discrete' : 'speakers',
  } as const
  const input = new GainNode(context, layout)
  const output = new GainNode(context, layout)
  const delayTime = computeLimiterDelay(context.sampleRate) / context.sampleRate
  const delay = new DelayNode(context, { ...layout, delayTime, maxDelayTime: 2 * delayTime })
  const clipper = createSoftClipper(context)
  const clipped = new GainNode(context, layout)
  input.connect(delay).connect(clipper.input)
  clipper.output.connect(clipped).connect(output)
  let node: AudioWorkletNode | null = null
  let disposed = false

  const handOver = (limiter: AudioWorkletNode) => {
    const limited = new GainNode(context, { ...layout, gain: 0 })
    limiter.connect(limited).connect(output)
    const give = (from: GainNode, to: GainNode) => {
      // The limiter's own delay has to be filled first.
      const begin = readSoonest() + 2 * delayTime
      scheduleRamp(from.gain, 1, 0, begin, begin + HANDOVER_S)
      scheduleRamp(to.gain, 0, 1, begin, begin + HANDOVER_S)
    }
    limiter.port.onmessage = () => {
      if (!disposed) give(clipped, limited)
    }
    limiter.onprocessorerror = () => {
      console.warn('The limiter of the audio thread failed: a clipper replaces it.')
      give(limited, clipped)
    }
  }

  void loadLimiter(context).then((isLoaded) => {
    if (!isLoaded || disposed) return
    const processorOptions: LimiterOptions = { channels }
    node = new AudioWorkletNode(context, LIMITER_PROCESSOR, {
      ...layout,
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [channels],
      processorOptions,
    })
    input.connect(node)
    handOver(node)
  })
  return {
    input,
    output,
    dispose: () => {
      disposed = true
      input.disconnect()
      output.disconnect()
      node?.port.postMessage('end')
    },
  }
}
