import { BLOCK_SAMPLES, createBinauralEars } from './binaural-ears.ts'
import { createDirectionGlide } from './direction-glide.ts'
import type { ResponseTable } from './response-table.ts'

/** Many sound sources around a head; each input has a position, relative to it. */
export type BinauralMixer = {
  /**
   * Adds a block of one input to both ears.
   * @param block null for silence
   */
  addInput: (
    input: number,
    block: Float32Array | null,
    x: number,
    y: number,
    z: number,
    left: Float32Array,
    right: Float32Array,
  ) => void
}

/**
 * Sounds move smoothly and begin where they are. What is silent for as long as a response rings costs nothing.
 * @param kernel compiled from audio/playback/kernels
 * @param table at the rate of the output
 */
export function createBinauralMixer(kernel: WebAssembly.Module, table: ResponseTable, inputs: number): BinauralMixer {
  const taps = table.responses.length / table.delays.length
  const longestDelay = table.delays.reduce((most, delay) => Math.max(most, delay), 0)
  const tailBlocks = Math.ceil((taps + longestDelay + 4) / BLOCK_SAMPLES)
  const silence = new Float32Array(BLOCK_SAMPLES)
  const channels = createBinauralEars(kernel, table, inputs).map((voice) => ({
    voice,
    glide: createDirectionGlide(table.sampleRate, BLOCK_SAMPLES),
    tailLeft: 0,
  }))
  return {
    addInput: (input, block, x, y, z, left, right) => {
      const channel = channels[input]!
      const { voice, glide, tailLeft } = channel
      const isSounding = block !== null && !isSilent(block)
      if (!isSounding && tailLeft === 0) return
      if (tailLeft > 0) glide.step(x, y, z)
      else {
        voice.reset()
        glide.jump(x, y, z)
      }
      channel.tailLeft = isSounding ? tailBlocks : tailLeft - 1
      voice.render(isSounding ? block : silence, left, right, glide.x, glide.y, glide.z, glide.gain)
    },
  }
}

function isSilent(block: Float32Array): boolean {
  for (let i = 0; i < block.length; i++) if (block[i] !== 0) return false
  return true
}
