import type { Samples } from '../units.ts'
import type { Biquad } from './k-weighting.ts'
import { type Backend, openKernelMemory } from './wasm-kernels.ts'

/** Samples that are filtered at once, at most. */
export const PART_SAMPLES: Samples = 8192
/** Of two channels: two filters with two values of delay each, one channel beside the other. */
const STATES = 8

type Weighting = { shelf: Biquad; highPass: Biquad }
/** Sums of squares of the filtered samples: of both channels, and of what all pairs so far add to the mono mix. */
type Energies = readonly [left: number, right: number, mono: number]

/** The K weighting of any number of channels, two at once: one alone would wait for each of its results. */
export type PairWeighting = {
  /**
   * Filters the next samples of a pair, at most {@link PART_SAMPLES}; pairs take turns, in their order.
   * @param right may be longer
   */
  weigh: (pair: number, left: Float32Array, right: Float32Array) => Energies
}

/**
 * @param shares of each channel in the mono mix
 * @param backend both give the same bits
 */
export function createPairWeighting(weighting: Weighting, shares: readonly number[], backend: Backend): PairWeighting {
  const pairs = Array.from({ length: Math.ceil(shares.length / 2) }, (_, pair) => [
    ...weighting.shelf,
    ...weighting.highPass,
    shares[2 * pair]!,
    shares[2 * pair + 1] ?? 0,
  ])
  const filter = backend === 'simd' ? createSimdFilter(pairs) : createPlainFilter(pairs)
  return { weigh: (pair, left, right) => withoutDamage(filter(pair, left, right)) }
}

/** @returns {@link STATES} and the energies behind them, kept for the next samples of the pair */
type PairFilter = (pair: number, left: Float32Array, right: Float32Array) => Float64Array

/** Damaged files have infinite samples: they must not silence the rest. */
function withoutDamage(states: Float64Array): Energies {
  for (let i = 0; i < states.length; i++) if (!Number.isFinite(states[i]!)) states[i] = 0
  return [states[STATES]!, states[STATES + 1]!, states[STATES + 2]!]
}

function createSimdFilter(pairs: readonly number[][]): PairFilter {
  const { kernels, f32, f64, putF64 } = openKernelMemory(4 * PART_SAMPLES * 4 + 256 * (pairs.length + 1))
  const inputs = [f32(PART_SAMPLES), f32(PART_SAMPLES)] as const
  const mono = f64(PART_SAMPLES)
  const filters = pairs.map((values) => ({ values: putF64(values), states: f64(STATES + 3) }))
  return (pair, left, right) => {
    const { values, states } = filters[pair]!
    inputs[0].set(left)
    inputs[1].set(right.subarray(0, left.length))
    const [leftAt, rightAt] = [inputs[0].byteOffset, inputs[1].byteOffset]
    kernels.weighPair(leftAt, rightAt, left.length, pair === 0, mono.byteOffset, values, states.byteOffset)
    return states
  }
}

/** Transposed direct form II. */
function createPlainFilter(pairs: readonly number[][]): PairFilter {
  const mono = new Float64Array(PART_SAMPLES)
  const allStates = pairs.map(() => new Float64Array(STATES + 3))
  return (pair, left, right) => {
    const [b0, b1, b2, a1, a2, d0, d1, d2, c1, c2, leftShare, rightShare] = pairs[pair] as unknown as TwelveNumbers
    const states = allStates[pair]!
    let [s1, u1, s2, u2, t1, v1, t2, v2] = states as unknown as TwelveNumbers
    let [leftEnergy, rightEnergy, monoEnergy] = [0, 0, 0]
    for (let i = 0; i < left.length; i++) {
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
      const sum = leftShare * z + rightShare * r + (pair === 0 ? 0 : mono[i]!)
      mono[i] = sum
      monoEnergy += sum * sum
    }
    states.set([s1, u1, s2, u2, t1, v1, t2, v2, leftEnergy, rightEnergy, monoEnergy])
    return states
  }
}

type TwelveNumbers = [
  ...[number, number, number, number, number, number],
  ...[number, number, number, number, number, number],
]
