import { type BinauralEars, BLOCK_SAMPLES, createBinauralEars } from './binaural-ears.ts'
import { createDirectionGlide } from './direction-glide.ts'
import type { ResponseTable } from './response-table.ts'

/** Many sound sources around a head, block by block. */
export type BinauralMixer = {
  /** Three coordinates an input, relative to the head: x to the right, y up, z to the back; meters. */
  positions: Float32Array
  /** Both ears, for each output; `clear` before the first input of a block. */
  outputs: BinauralEars['outputs']
  clear: () => void
  /** Adds a block of one input to an output; without a block it is silent. */
  addInput: (input: number, block: Float32Array | undefined, output: number) => void
}

/**
 * Sounds move smoothly and begin where they are. What is silent for as long as a response rings costs nothing.
 * @param kernel compiled from audio/playback/kernels
 * @param table at the rate of the output
 */
export function createBinauralMixer(
  kernel: WebAssembly.Module,
  table: ResponseTable,
  inputs: number,
  outputs = 1,
): BinauralMixer {
  const taps = table.responses.length / table.delays.length
  const longestDelay = table.delays.reduce((most, delay) => Math.max(most, delay), 0)
  const tailBlocks = Math.ceil((taps + longestDelay + 4) / BLOCK_SAMPLES)
  const ears = createBinauralEars(kernel, table, inputs, outputs)
  const glides = ears.voices.map(({ heard }) => createDirectionGlide(table.sampleRate, BLOCK_SAMPLES, heard))
  const tailsLeft = new Int32Array(inputs)
  const positions = new Float32Array(3 * inputs)
  return {
    positions,
    outputs: ears.outputs,
    clear: () => {
      for (let i = 0; i < ears.outputs.length; i++) {
        ears.outputs[i]!.left.fill(0)
        ears.outputs[i]!.right.fill(0)
      }
    },
    addInput: (input, block, output) => {
      const isSounding = block?.length === BLOCK_SAMPLES && !isSilent(block)
      const isRinging = tailsLeft[input]! > 0
      if (!isSounding && !isRinging) return
      const at = 3 * input
      const voice = ears.voices[input]!
      if (!isRinging) voice.reset()
      glides[input]![isRinging ? 'step' : 'jump'](positions[at]!, positions[at + 1]!, positions[at + 2]!)
      if (isSounding) ears.input.set(block)
      else ears.input.fill(0)
      tailsLeft[input] = isSounding ? tailBlocks : tailsLeft[input]! - 1
      voice.render(output)
    },
  }
}

function isSilent(block: Float32Array): boolean {
  for (let i = 0; i < block.length; i++) if (block[i] !== 0) return false
  return true
}
