import type { Decibels, Hertz, Samples } from '../units.ts'
import { exponential, logarithm } from './deterministic-math.ts'
import { computeKWeighting } from './k-weighting.ts'
import { type Levels, SILENCE_LUFS } from './levels.ts'
import { createPairWeighting, PART_SAMPLES } from './pair-weighting.ts'
import { type Backend, selectBackend } from './wasm-kernels.ts'

const OFFSET_DB: Decibels = -0.691
/** Below the mean of all blocks that are no silence. */
const RELATIVE_GATE_DB: Decibels = -10
/** Blocks of 400 ms begin every 100 ms. */
const STEPS_PER_SECOND = 10
const STEPS_PER_BLOCK = 4

/** Weights of the channels by their number, in the order of WAV: sides count more, the LFE does not (BS.1770-4, table 3). */
const LAYOUT_WEIGHTS: Readonly<Record<number, readonly number[]>> = {
  // One channel is heard in both ears.
  1: [2],
  4: [1, 1, 1.41, 1.41],
  5: [1, 1, 1, 1.41, 1.41],
  6: [1, 1, 1, 0, 1.41, 1.41],
  8: [1, 1, 1, 0, 1, 1, 1.41, 1.41],
}
/** Shares of the channels in the one that is heard from a box, as Web Audio mixes them. */
const MONO_SHARES: Readonly<Record<number, readonly number[]>> = {
  2: [0.5, 0.5],
  4: [0.25, 0.25, 0.25, 0.25],
  6: [Math.SQRT1_2, Math.SQRT1_2, 1, 0, 0.5, 0.5],
}

export type LoudnessMeter = {
  /** Takes the next samples, one array per channel. */
  push: (channels: readonly Float32Array[]) => void
  finish: () => Pick<Levels, 'loudness' | 'monoLoudness'>
}

/**
 * Integrated loudness by ITU-R BS.1770-4. The result does not depend on how the samples are cut, nor on the engine.
 * @param backend both give the same bits
 */
export function createLoudnessMeter(
  sampleRate: Hertz,
  channels: number,
  backend: Backend = selectBackend(),
): LoudnessMeter {
  const weights = LAYOUT_WEIGHTS[channels] ?? new Array<number>(channels).fill(1)
  const shares = MONO_SHARES[channels] ?? Array.from({ length: channels }, (_, c) => (c === 0 ? 1 : 0))
  const pairs = createPairWeighting(computeKWeighting(sampleRate), shares, backend)
  /** Beside the last of an odd number of channels. */
  const silence = new Float32Array(PART_SAMPLES)
  const energies: number[] = [0]
  const monoEnergies: number[] = [0]
  let total: Samples = 0
  const endOfStep = (step: number): Samples => Math.round(((step + 1) * sampleRate) / STEPS_PER_SECOND)

  const filterPart = (blocks: readonly Float32Array[], from: Samples, to: Samples) => {
    const step = energies.length - 1
    let monoEnergy = 0
    for (let c = 0; c < channels; c += 2) {
      const right = blocks[c + 1]?.subarray(from, to) ?? silence
      const [leftEnergy, rightEnergy, sum] = pairs.weigh(c / 2, blocks[c]!.subarray(from, to), right)
      energies[step]! += weights[c]! * leftEnergy + (weights[c + 1] ?? 0) * rightEnergy
      monoEnergy = sum
    }
    // In both ears.
    monoEnergies[step]! += 2 * monoEnergy
  }
  return {
    push: (blocks) => {
      const count = blocks[0]?.length ?? 0
      for (let at = 0; at < count; ) {
        const stepEnd = endOfStep(energies.length - 1)
        const to = Math.min(count, at + PART_SAMPLES, at + stepEnd - total)
        filterPart(blocks, at, to)
        total += to - at
        at = to
        if (total === stepEnd) {
          energies.push(0)
          monoEnergies.push(0)
        }
      }
    },
    finish: () => ({
      loudness: integrate(energies, sampleRate),
      monoLoudness: integrate(channels === 1 ? energies : monoEnergies, sampleRate),
    }),
  }
}

const toLoudness = (power: number): Decibels => OFFSET_DB + (10 / Math.LN10) * logarithm(power)
const toPower = (loudness: Decibels): number => exponential(((loudness - OFFSET_DB) / 10) * Math.LN10)

/** The mean of all blocks that pass both gates. */
function integrate(energies: readonly number[], sampleRate: Hertz): Decibels {
  const blockSamples = (STEPS_PER_BLOCK * sampleRate) / STEPS_PER_SECOND
  // The last step is not whole.
  const powers = Array.from({ length: Math.max(0, energies.length - STEPS_PER_BLOCK) }, (_, i) => {
    let sum = 0
    for (let step = i; step < i + STEPS_PER_BLOCK; step++) sum += energies[step]!
    return sum / blockSamples
  })
  const silence = toPower(SILENCE_LUFS)
  const audible = powers.filter((power) => power > silence)
  if (audible.length === 0) return SILENCE_LUFS
  const gate = mean(audible) * exponential((RELATIVE_GATE_DB / 10) * Math.LN10)
  return toLoudness(mean(audible.filter((power) => power > gate)))
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length
