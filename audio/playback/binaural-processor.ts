import { type BinauralMixer, createBinauralMixer } from './binaural-mixer.ts'
import { BINAURAL_PROCESSOR, type BinauralOptions, ROOM_PARAMETERS } from './binaural-options.ts'
import { INPUTS, INPUTS_PER_BUS, nameParameter, PARAMETER_NAMES } from './worklet-inputs.ts'

// Runs in the audio thread, whose global scope TypeScript does not know.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new (options: never) => AudioWorkletProcessor): void

const SIZE_NAMES = Array.from({ length: INPUTS }, (_, input) => nameParameter('size', input))
const ALL_NAMES = [...PARAMETER_NAMES, ...SIZE_NAMES, ...ROOM_PARAMETERS]
const OUTPUTS = INPUTS / INPUTS_PER_BUS

/** Voices of both buses, each at its position; one stereo output a bus. */
class BinauralProcessor extends AudioWorkletProcessor {
  static parameterDescriptors = ALL_NAMES.map((name) => ({ name, defaultValue: 0, automationRate: 'k-rate' }))

  readonly #mixer: BinauralMixer
  #ended = false

  constructor({ processorOptions: { kernel, table, fieldFilters } }: { processorOptions: BinauralOptions }) {
    super()
    this.#mixer = createBinauralMixer(new WebAssembly.Module(kernel), table, fieldFilters, INPUTS, OUTPUTS)
    this.port.onmessage = () => {
      this.#ended = true
    }
    this.port.postMessage('ready')
  }

  // Plain loops: iterators and pairs would be garbage in every block.
  process(inputs: Float32Array[][], outputs: Float32Array[][], parameters: Record<string, Float32Array>): boolean {
    const mixer = this.#mixer
    for (let i = 0; i < PARAMETER_NAMES.length; i++) mixer.positions[i] = parameters[PARAMETER_NAMES[i]!]![0]!
    for (let i = 0; i < INPUTS; i++) mixer.sizes[i] = parameters[SIZE_NAMES[i]!]![0]!
    for (let i = 0; i < ROOM_PARAMETERS.length; i++) mixer.room[i] = parameters[ROOM_PARAMETERS[i]!]![0]!
    mixer.clear()
    for (let input = 0; input < INPUTS; input++)
      mixer.addInput(input, inputs[input]![0], input < INPUTS_PER_BUS ? 0 : 1)
    mixer.addRoom()
    for (let output = 0; output < OUTPUTS; output++) {
      outputs[output]![0]!.set(mixer.outputs[output]!.left)
      outputs[output]![1]!.set(mixer.outputs[output]!.right)
    }
    return !this.#ended
  }
}

registerProcessor(BINAURAL_PROCESSOR, BinauralProcessor)
