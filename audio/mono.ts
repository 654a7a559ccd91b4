import { kernelMixer } from './mono-kernel.ts'
import { bestPath, type Path } from './simd.ts'
import type { Samples } from './units.ts'

/** Mixes a block of channels to mono and measures it, with its own buffers: fill `input`, call `run`, read `output`. */
export type Mixer = {
  /** channels × block samples: channel c begins at c * block. */
  input: Float32Array
  /** `block` samples. */
  output: Float32Array
  /**
   * Mixes the samples [from, to).
   * @returns their energy: the sum of the squares over all channels
   */
  run: (from: Samples, to: Samples) => number
}

/**
 * The mean of all channels, as librosa.to_mono.
 * @param channels how many, from 1
 * @param path either gives the same bits
 */
export function createMixer(channels: number, block: Samples, path: Path = bestPath()): Mixer {
  return path === 'simd' ? kernelMixer(channels, block) : plainMixer(channels, block)
}

/** The energy has four sums, as many as the kernel's lanes, and one for what is left over. */
function plainMixer(channels: number, block: Samples): Mixer {
  const input = new Float32Array(channels * block)
  const output = new Float32Array(block)
  const gain = 1 / channels
  const run: Mixer['run'] = (from, to) => {
    let [e0, e1, e2, e3, rest] = [0, 0, 0, 0, 0]
    let i = from
    for (; i + 4 <= to; i += 4) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0]
      for (let at = i; at < input.length; at += block) {
        const x0 = input[at] as number
        const x1 = input[at + 1] as number
        const x2 = input[at + 2] as number
        const x3 = input[at + 3] as number
        s0 += x0
        s1 += x1
        s2 += x2
        s3 += x3
        e0 += x0 * x0
        e1 += x1 * x1
        e2 += x2 * x2
        e3 += x3 * x3
      }
      output[i] = s0 * gain
      output[i + 1] = s1 * gain
      output[i + 2] = s2 * gain
      output[i + 3] = s3 * gain
    }
    for (; i < to; i++) {
      let sum = 0
      for (let at = i; at < input.length; at += block) {
        const x = input[at] as number
        sum += x
        rest += x * x
      }
      output[i] = sum * gain
    }
    return e0 + e1 + (e2 + e3) + rest
  }
  return { input, output, run }
}
