import type { Hertz, Samples } from '../../units.ts'
import { createDirectionGlide } from '../direction-glide.ts'
import type { PanLaw } from './pan-laws.ts'

/** Many sound sources, on loudspeakers, block by block. */
export type SpeakerMixer = {
  /** Three coordinates an input, relative to the listener: x to the right, y up, z to the back; meters. */
  positions: Float32Array
  /** The channels of each output; `clear` before the first input of a block. */
  outputs: Float32Array[][]
  clear: () => void
  /** Adds a block of one input to an output; without a block it is silent. */
  addInput: (input: number, block: Float32Array | undefined, output: number) => void
}

/** Sounds move smoothly and begin where they are; what is silent costs nothing. Nothing is allocated while it runs. */
export function createSpeakerMixer(
  sampleRate: Hertz,
  blockLength: Samples,
  pan: PanLaw,
  channels: number,
  inputs: number,
  outputCount: number,
): SpeakerMixer {
  const positions = new Float32Array(3 * inputs)
  const outputs = Array.from({ length: outputCount }, () =>
    Array.from({ length: channels }, () => new Float32Array(blockLength)),
  )
  const voices = Array.from({ length: inputs }, () => {
    const heard = new Float64Array(4)
    const glide = createDirectionGlide(sampleRate, blockLength, heard)
    return { heard, glide, gains: new Float64Array(channels), isSounding: false }
  })
  const wanted = new Float64Array(channels)
  return {
    positions,
    outputs,
    clear: () => {
      for (let output = 0; output < outputCount; output++)
        for (let c = 0; c < channels; c++) outputs[output]![c]!.fill(0)
    },
    addInput: (input, block, output) => {
      const voice = voices[input]!
      if (block?.length !== blockLength || isSilent(block)) {
        voice.isSounding = false
        return
      }
      const { heard, gains, glide } = voice
      const x = positions[3 * input]!
      const y = positions[3 * input + 1]!
      const z = positions[3 * input + 2]!
      if (voice.isSounding) glide.step(x, y, z)
      else glide.jump(x, y, z)
      pan(heard[0]!, heard[1]!, heard[2]!, wanted)
      for (let c = 0; c < channels; c++) {
        const to = wanted[c]! * heard[3]!
        const from = voice.isSounding ? gains[c]! : to
        gains[c] = to
        if (from === 0 && to === 0) continue
        const out = outputs[output]![c]!
        const slope = (to - from) / blockLength
        for (let i = 0; i < blockLength; i++) out[i]! += block[i]! * (from + slope * (i + 1))
      }
      voice.isSounding = true
    },
  }
}

function isSilent(block: Float32Array): boolean {
  for (let i = 0; i < block.length; i++) if (block[i] !== 0) return false
  return true
}
