import type { Decibels, Hertz, Samples } from '../units.ts'
import { exponential, logarithm } from './deterministic-math.ts'
import { type Biquad, computeKWeighting } from './k-weighting.ts'
import { type Levels, SILENCE_LUFS } from './levels.ts'

const OFFSET_DB: Decibels = -0.691
/** Below the mean of all blocks that are no silence. */
const RELATIVE_GATE_DB: Decibels = -10
/** Blocks of 400 ms begin every 100 ms. */
const STEPS_PER_SECOND = 10
const STEPS_PER_BLOCK = 4
/** Place of two channels' energies behind the states of their filters. */
const ENERGIES = 8
/** Samples that are filtered at once. */
const PART_SAMPLES: Samples = 8192

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

/** Integrated loudness by ITU-R BS.1770-4. The result does not depend on how the samples are cut, nor on the engine. */
export function createLoudnessMeter(sampleRate: Hertz, channels: number): LoudnessMeter {
  const { shelf, highPass } = computeKWeighting(sampleRate)
  const weights = LAYOUT_WEIGHTS[channels] ?? new Array<number>(channels).fill(1)
  const shares = MONO_SHARES[channels] ?? Array.from({ length: channels }, (_, c) => (c === 0 ? 1 : 0))
  const states = Array.from({ length: Math.ceil(channels / 2) }, () => new Float64Array(ENERGIES + 2))
  const mono = new Float64Array(PART_SAMPLES)
  const energies: number[] = [0]
  const monoEnergies: number[] = [0]
  let total: Samples = 0
  const endOfStep = (step: number): Samples => Math.round(((step + 1) * sampleRate) / STEPS_PER_SECOND)

  /** Beside the last of an odd number of channels. */
  let silence = new Float32Array(0)

  const filterPart = (blocks: readonly Float32Array[], from: Samples, to: Samples) => {
    const step = energies.length - 1
    mono.fill(0, 0, to - from)
    for (let c = 0; c < channels; c += 2) {
      const state = states[c / 2]!
      const [left, right] = [shares[c]!, shares[c + 1] ?? 0]
      filterPair(mono, left, right, blocks[c]!, blocks[c + 1] ?? silence, from, to, shelf, highPass, state)
      energies[step]! += weights[c]! * state[ENERGIES]! + (weights[c + 1] ?? 0) * state[ENERGIES + 1]!
    }
    // In both ears.
    monoEnergies[step]! += 2 * sumSquares(mono, to - from)
  }
  return {
    push: (blocks) => {
      const count = blocks[0]?.length ?? 0
      if (channels % 2 === 1 && silence.length < count) silence = new Float32Array(count)
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

/**
 * Both filters of two channels, transposed direct form II: one channel alone would wait for each of its results.
 * @param mono gets their shares added
 */
function filterPair(
  mono: Float64Array,
  leftShare: number,
  rightShare: number,
  left: Float32Array,
  right: Float32Array,
  from: Samples,
  to: Samples,
  [b0, b1, b2, a1, a2]: Biquad,
  [d0, d1, d2, c1, c2]: Biquad,
  state: Float64Array,
): void {
  let [s1 = 0, s2 = 0, t1 = 0, t2 = 0, u1 = 0, u2 = 0, v1 = 0, v2 = 0] = state
  let leftEnergy = 0
  let rightEnergy = 0
  for (let i = from; i < to; i++) {
    const x = left[i]!
    const p = right[i]!
    const y = b0 * x + s1
    const q = b0 * p + u1
    s1 = b1 * x - a1 * y + s2
    u1 = b1 * p - a1 * q + u2
    s2 = b2 * x - a2 * y
    u2 = b2 * p - a2 * q
    const z = d0 * y + t1
    const r = d0 * q + v1
    t1 = d1 * y - c1 * z + t2
    v1 = d1 * q - c1 * r + v2
    t2 = d2 * y - c2 * z
    v2 = d2 * q - c2 * r
    leftEnergy += z * z
    rightEnergy += r * r
    mono[i - from]! += leftShare * z + rightShare * r
  }
  // Damaged files have infinite samples: they must not silence the rest.
  state.set(
    [s1, s2, t1, t2, u1, u2, v1, v2, leftEnergy, rightEnergy].map((value) => (Number.isFinite(value) ? value : 0)),
  )
}

function sumSquares(samples: Float64Array, length: Samples): number {
  let sum = 0
  for (let i = 0; i < length; i++) sum += samples[i]! * samples[i]!
  return Number.isFinite(sum) ? sum : 0
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
