import { BLOCK_SAMPLES } from './binaural-ears.ts'
import { createBinauralMixer } from './binaural-mixer.ts'
import { BINAURAL_PROCESSOR, type BinauralOptions, INPUTS, INPUTS_PER_BUS, nameParameter } from './binaural-options.ts'

// Runs in the audio thread, whose global scope TypeScript does not know.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new (options: never) => AudioWorkletProcessor): void

/** The names of each input's three parameters. */
const PARAMETER_NAMES = Array.from({ length: INPUTS }, (_, input) => ({
  x: nameParameter('x', input),
  y: nameParameter('y', input),
  z: nameParameter('z', input),
}))

/** Voices of both buses, each at its position; one stereo output a bus. */
class BinauralProcessor extends AudioWorkletProcessor {
  static parameterDescriptors = PARAMETER_NAMES.flatMap((names) =>
    Object.values(names).map((name) => ({ name, defaultValue: 0, automationRate: 'k-rate' })),
  )

  readonly #mixer
  #ended = false

  constructor({ processorOptions: { kernel, table } }: { processorOptions: BinauralOptions }) {
    super()
    this.#mixer = createBinauralMixer(new WebAssembly.Module(kernel), table, INPUTS)
    this.port.onmessage = () => {
      this.#ended = true
    }
    this.port.postMessage('ready')
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][], parameters: Record<string, Float32Array>): boolean {
    for (let input = 0; input < INPUTS; input++) {
      const block = inputs[input]?.[0]
      const [left, right] = outputs[Math.floor(input / INPUTS_PER_BUS)]!
      const { x, y, z } = PARAMETER_NAMES[input]!
      this.#mixer.addInput(
        input,
        block?.length === BLOCK_SAMPLES ? block : null,
        parameters[x]![0]!,
        parameters[y]![0]!,
        parameters[z]![0]!,
        left!,
        right!,
      )
    }
    return !this.#ended
  }
}

registerProcessor(BINAURAL_PROCESSOR, BinauralProcessor)
