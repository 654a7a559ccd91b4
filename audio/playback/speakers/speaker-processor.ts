import { BLOCK_SAMPLES } from '../binaural-ears.ts'
import { INPUTS, INPUTS_PER_BUS, PARAMETER_NAMES } from '../worklet-inputs.ts'
import { createRingLaw, panStereo } from './pan-laws.ts'
import { createSpeakerMixer, type SpeakerMixer } from './speaker-mixer.ts'
import { SPEAKER_PROCESSOR, type SpeakerOptions } from './speaker-options.ts'

// Runs in the audio thread, whose global scope TypeScript does not know.
declare class AudioWorkletProcessor {
  readonly port: MessagePort
}
declare function registerProcessor(name: string, processor: new (options: never) => AudioWorkletProcessor): void
declare const sampleRate: number

const OUTPUTS = INPUTS / INPUTS_PER_BUS

/** Voices of both buses, each at its position; one output a bus, with a channel for each loudspeaker. */
class SpeakerProcessor extends AudioWorkletProcessor {
  static parameterDescriptors = PARAMETER_NAMES.map((name) => ({ name, defaultValue: 0, automationRate: 'k-rate' }))

  readonly #mixer: SpeakerMixer
  #ended = false

  constructor({ processorOptions: { directions } }: { processorOptions: SpeakerOptions }) {
    super()
    const isPair = directions.length === 0
    const pan = isPair ? panStereo : createRingLaw(directions)
    this.#mixer = createSpeakerMixer(sampleRate, BLOCK_SAMPLES, pan, isPair ? 2 : directions.length, INPUTS, OUTPUTS)
    this.port.onmessage = () => {
      this.#ended = true
    }
    this.port.postMessage('ready')
  }

  // Plain loops: iterators and pairs would be garbage in every block.
  process(inputs: Float32Array[][], outputs: Float32Array[][], parameters: Record<string, Float32Array>): boolean {
    const mixer = this.#mixer
    for (let i = 0; i < PARAMETER_NAMES.length; i++) mixer.positions[i] = parameters[PARAMETER_NAMES[i]!]![0]!
    mixer.clear()
    for (let input = 0; input < INPUTS; input++)
      mixer.addInput(input, inputs[input]![0], input < INPUTS_PER_BUS ? 0 : 1)
    for (let output = 0; output < OUTPUTS; output++)
      for (let c = 0; c < outputs[output]!.length; c++) outputs[output]![c]!.set(mixer.outputs[output]![c]!)
    return !this.#ended
  }
}

registerProcessor(SPEAKER_PROCESSOR, SpeakerProcessor)
