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

/**
 * Channels cancel each other out where the energy of their mix falls below the first share of what unrelated channels
 * would give, until it rises above the second: Vorbis and AAC leave some energy in the mix of right = -left.
 */
const canceledShare = { below: 0.01, until: 0.1 }
/** Mean square of a channel, -90 dBFS: below it nothing is heard, and rounding decides on phases. */
const AUDIBLE_MEAN_SQUARE = 1e-9
/** Every eighth sample is enough to judge a block. */
const JUDGED_EVERY_SAMPLES: Samples = 8

/**
 * Mono for playback: as Web Audio downmixes the layout, or the mean of all channels if it has none. Where the channels
 * cancel each other out (right = -left) it is one of them instead.
 */
export function downmix(block: Block): Float32Array<ArrayBuffer> {
  const [first] = block
  if (!first) return new Float32Array(0)
  if (block.length === 1) return first
  const audible = findCanceledChannel(block)
  if (audible) return audible
  const gains = getGains(block)
  const mono = new Float32Array(first.length)
  block.forEach((channel, c) => {
    const gain = gains[c]!
    if (gain !== 0) for (let i = 0; i < mono.length; i++) mono[i]! += gain * channel[i]!
  })
  return mono
}

const getGains = (block: Block): number[] => speakerGains[block.length] ?? block.map(() => 1 / block.length)

/**
 * Judges whether the channels of a block cancel each other out when Web Audio downmixes them.
 * @returns the channel to be heard instead of their mix, or undefined
 */
export function findCanceledChannel(block: Block): Float32Array<ArrayBuffer> | undefined {
  const length = block[0]?.length ?? 0
  const gains = getGains(block)
  const energies = block.map(() => 0)
  let mixEnergy = 0
  let count = 0
  for (let i = 0; i < length; i += JUDGED_EVERY_SAMPLES) {
    let mix = 0
    for (let c = 0; c < block.length; c++) {
      const x = gains[c]! * block[c]![i]!
      mix += x
      energies[c]! += x * x
    }
    mixEnergy += mix * mix
    count++
  }
  const energy = energies.reduce((sum, x) => sum + x, 0)
  if (!isAudible(energy, count) || mixEnergy >= canceledShare.below * energy) return undefined
  return block[chooseAudibleChannel(energies)]
}

/** @param energy sum of the squares of all channels, each with its gain */
const isAudible = (energy: number, count: Samples): boolean => energy > AUDIBLE_MEAN_SQUARE * count

/** The first channel of at least half the average energy: channels as loud as each other do not take turns. */
const chooseAudibleChannel = (energies: number[]): number => {
  const half = energies.reduce((sum, x) => sum + x, 0) / (2 * energies.length)
  return Math.max(
    0,
    energies.findIndex((energy) => energy >= half),
  )
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
  /**
   * Ends a block of `count` samples, all of them mixed: where the channels cancel each other out (right = -left),
   * `output` becomes the first of those that are heard.
   */
  finish: (count: Samples) => void
}

/**
 * The mean of all channels in single precision, as librosa.to_mono.
 * @param channels at least 1
 * @param block samples of a block
 * @param backend both give the same bits
 */
export function createMonoMixer(channels: number, block: Samples, backend: Backend = selectBackend()): MonoMixer {
  const createMixer = backend === 'simd' ? createSimdMixer : createPlainMixer
  const { input, output, energies, mix } = createMixer(channels, block)
  let total = 0
  let monoTotal = 0
  let canceled = false
  return {
    input,
    output,
    run: (from, to) => {
      mix(from, to)
      const [energy, monoEnergy] = energies as unknown as [number, number]
      total += energy
      monoTotal += monoEnergy
      return energy
    },
    finish: (count) => {
      // Of unrelated channels, the energy of the mean times channels squared is the energy of all channels.
      const share = (monoTotal * channels * channels) / total
      if (isAudible(total, count)) canceled = share < (canceled ? canceledShare.until : canceledShare.below)
      if (canceled) {
        const blocks = Array.from({ length: channels }, (_, c) => input.subarray(c * block, c * block + count))
        output.set(blocks[chooseAudibleChannel(blocks.map(sumSquares))]!)
      }
      total = 0
      monoTotal = 0
    },
  }
}

function sumSquares(values: Float32Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]! * values[i]!
  return sum
}

/** `mix` mixes the samples [from, to) and writes two energies: of all channels, and of the mean. */
type MixerBackend = Pick<MonoMixer, 'input' | 'output'> & {
  energies: Float64Array
  mix: (from: Samples, to: Samples) => void
}

function createSimdMixer(channels: number, block: Samples): MixerBackend {
  const { kernels, f32, f64 } = openKernelMemory(4 * (channels + 1) * block + 256)
  const input = f32(channels * block)
  const output = f32(block)
  const energies = f64(2)
  const mix: MixerBackend['mix'] = (from, to) =>
    kernels.mixToMono(input.byteOffset, output.byteOffset, channels, block, from, to, energies.byteOffset)
  return { input, output, energies, mix }
}

/** Partial sums of an energy, one for each lane of the kernel. */
const ENERGY_LANES = 16

function createPlainMixer(channels: number, block: Samples): MixerBackend {
  const input = new Float32Array(channels * block)
  const output = new Float32Array(block)
  const energies = new Float64Array(2)
  const sums = new Float32Array(ENERGY_LANES)
  const lanes = new Float32Array(ENERGY_LANES)
  const monoLanes = new Float32Array(ENERGY_LANES)
  const mix: MixerBackend['mix'] = (from, to) => {
    lanes.fill(0)
    monoLanes.fill(0)
    let i = from
    for (; i + ENERGY_LANES <= to; i += ENERGY_LANES) {
      sums.fill(0)
      for (let at = i; at < input.length; at += block)
        for (let lane = 0; lane < ENERGY_LANES; lane++) {
          const x = input[at + lane]!
          sums[lane]! += x
          lanes[lane]! += Math.fround(x * x)
        }
      for (let lane = 0; lane < ENERGY_LANES; lane++) {
        const mean = Math.fround(sums[lane]! / channels)
        output[i + lane] = mean
        monoLanes[lane]! += Math.fround(mean * mean)
      }
    }
    let remainder = 0
    let monoRemainder = 0
    for (; i < to; i++) {
      let sum = Math.fround(0)
      for (let at = i; at < input.length; at += block) {
        const x = input[at]!
        sum = Math.fround(sum + x)
        remainder += x * x
      }
      const mean = Math.fround(sum / channels)
      output[i] = mean
      monoRemainder += mean * mean
    }
    energies[0] = sumEnergyLanes(lanes) + remainder
    energies[1] = sumEnergyLanes(monoLanes) + monoRemainder
  }
  return { input, output, energies, mix }
}

/** Adds the lanes in the order of the kernel. */
function sumEnergyLanes(energies: Float32Array): number {
  const [e0, e1, e2, e3] = [0, 1, 2, 3].map((lane) => {
    const [a, b, c, d] = [0, 4, 8, 12].map((vector) => energies[lane + vector]) as [number, number, number, number]
    return Math.fround(Math.fround(a + b) + Math.fround(c + d))
  }) as [number, number, number, number]
  return e0 + e1 + (e2 + e3)
}
