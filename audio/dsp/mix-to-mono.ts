import type { Samples } from '../units.ts'
import { createSimdMixer } from './mono-adapter.ts'
import { type Backend, bestBackend } from './wasm-kernels.ts'

/** Mixes a block of channels to mono and measures it, with its own buffers: fill `input`, call `run`, read `output`. */
export type MonoMixer = {
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
 * The mean of all channels, as librosa.to_mono, in single precision like that.
 * @param channels how many, from 1
 * @param path either gives the same bits
 */
export function createMonoMixer(channels: number, block: Samples, path: Backend = bestBackend()): MonoMixer {
  return path === 'simd' ? createSimdMixer(channels, block) : createPlainMixer(channels, block)
}

/** The energy has sixteen sums, as many as the kernel has lanes in use, and one for what is left over. */
const ENERGY_LANES = 16

function createPlainMixer(channels: number, block: Samples): MonoMixer {
  const input = new Float32Array(channels * block)
  const output = new Float32Array(block)
  const sums = new Float32Array(ENERGY_LANES)
  const energies = new Float32Array(ENERGY_LANES)
  const run: MonoMixer['run'] = (from, to) => {
    energies.fill(0)
    let i = from
    for (; i + ENERGY_LANES <= to; i += ENERGY_LANES) {
      sums.fill(0)
      for (let at = i; at < input.length; at += block)
        for (let lane = 0; lane < ENERGY_LANES; lane++) {
          const x = input[at + lane]!
          sums[lane]! += x
          energies[lane]! += Math.fround(x * x)
        }
      for (let lane = 0; lane < ENERGY_LANES; lane++) output[i + lane] = sums[lane]! / channels
    }
    let rest = 0
    for (; i < to; i++) {
      let sum = Math.fround(0)
      for (let at = i; at < input.length; at += block) {
        const x = input[at]!
        sum = Math.fround(sum + x)
        rest += x * x
      }
      output[i] = sum / channels
    }
    const [e0, e1, e2, e3] = [0, 1, 2, 3].map((lane) => {
      const [a, b, c, d] = [0, 4, 8, 12].map((vector) => energies[lane + vector]) as [number, number, number, number]
      return Math.fround(Math.fround(a + b) + Math.fround(c + d))
    }) as [number, number, number, number]
    return e0 + e1 + (e2 + e3) + rest
  }
  return { input, output, run }
}
