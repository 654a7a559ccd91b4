import { BLOCK_SAMPLES } from './binaural-ears.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import { LIMITER_PROCESSOR, type LimiterOptions } from './limiter-options.ts'

// Runs in the audio thread, whose global scope TypeScript does not know.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new (options: never) => AudioWorkletProcessor): void
declare const sampleRate: number

/** The last thing before the volume. */
class LimiterProcessor extends AudioWorkletProcessor {
  readonly #limiter: Limiter
  #ended = false

  constructor({ processorOptions: { channels } }: { processorOptions: LimiterOptions }) {
    super()
    this.#limiter = createLimiter(sampleRate, channels, BLOCK_SAMPLES)
    this.port.onmessage = () => {
      this.#ended = true
    }
    this.port.postMessage('ready')
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    this.#limiter.process(inputs[0]!, outputs[0]!)
    return !this.#ended
  }
}

registerProcessor(LIMITER_PROCESSOR, LimiterProcessor)
