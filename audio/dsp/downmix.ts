import type { Block } from '../block-stream.ts'
import type { Samples } from '../units.ts'
import { type Backend, openKernelMemory, selectBackend } from './wasm-kernels.ts'

/** Gains of the layouts that Web Audio downmixes (Web Audio API, 4.3, "speakers"): mono, stereo, quad, 5.1. */
const speakerGains: Record<number, number[]> = {
  1: [1],
  2: [0.5, 0.5],
  4: [0.25, 0.25, 0.25, 0.25],
  6: [Math.SQRT1_2, Math.SQRT1_2, 1, 0, 0.5, 0.5],
}

/** Whether Web Audio downmixes this number of channels; of any other it plays only the first channel. */
export const hasSpeakerLayout = (channels: number): boolean => channels in speakerGains

/** Mono for playback: as Web Audio downmixes the layout, or the mean of all channels if it has none. */
export function downmix(block: Block): Float32Array<ArrayBuffer> {
  const [first] = block
  if (!first) return new Float32Array(0)
  if (block.length === 1) return first
  const gains = speakerGains[block.length] ?? block.map(() => 1 / block.length)
  const mono = new Float32Array(first.length)
  block.forEach((channel, c) => {
    const gain = gains[c]!
    if (gain !== 0) for (let i = 0; i < mono.length; i++) mono[i]! += gain * channel[i]!
  })
  return mono
}

/** Mixes blocks to mono for the analysis and measures them. Fill `input`, call `run`, read `output`. */
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
 * The mean of all channels in single precision, as librosa.to_mono.
 * @param channels at least 1
 * @param block samples of a block
 * @param backend both give the same bits
 */
export const createMonoMixer = (channels: number, block: Samples, backend: Backend = selectBackend()): MonoMixer =>
  backend === 'simd' ? createSimdMixer(channels, block) : createPlainMixer(channels, block)

function createSimdMixer(channels: number, block: Samples): MonoMixer {
  const { kernels, f32 } = openKernelMemory(4 * (channels + 1) * block + 256)
  const input = f32(channels * block)
  const output = f32(block)
  const run: MonoMixer['run'] = (from, to) =>
    kernels.mixToMono(input.byteOffset, output.byteOffset, channels, block, from, to)
  return { input, output, run }
}

/** Partial sums of the energy, one for each lane of the kernel. */
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
    let remainderEnergy = 0
    for (; i < to; i++) {
      let sum = Math.fround(0)
      for (let at = i; at < input.length; at += block) {
        const x = input[at]!
        sum = Math.fround(sum + x)
        remainderEnergy += x * x
      }
      output[i] = sum / channels
    }
    return sumEnergyLanes(energies) + remainderEnergy
  }
  return { input, output, run }
}

/** Adds the lanes in the order of the kernel. */
function sumEnergyLanes(energies: Float32Array): number {
  const [e0, e1, e2, e3] = [0, 1, 2, 3].map((lane) => {
    const [a, b, c, d] = [0, 4, 8, 12].map((vector) => energies[lane + vector]) as [number, number, number, number]
    return Math.fround(Math.fround(a + b) + Math.fround(c + d))
  }) as [number, number, number, number]
  return e0 + e1 + (e2 + e3)
}
