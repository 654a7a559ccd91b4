import { throwIfCancelled } from '../../dsp/cancellation.ts'
import { exponential, logarithm } from '../../dsp/deterministic-math.ts'
import type { Neighbors } from './neighbors.ts'

/**
 * The symmetric affinities P, sparse, each pair once: pair e joins points from[e] < to[e] with p[e] = P_ij = P_ji.
 * Over both directions P sums to 1. Pairs are sorted by `from`, then `to`.
 */
export type Affinities = { from: Int32Array; to: Int32Array; p: Float64Array }

/** The search ends when the entropy is this close, nats. */
const ENTROPY_TOLERANCE_NATS = 1e-7
const MAX_NEWTON_STEPS = 100

/**
 * t-SNE's affinities (van der Maaten & Hinton 2008, section 3): Gaussian over each point's neighbors with the
 * width that gives the perplexity, symmetrized and divided by the number of points.
 * @param perplexity effective number of neighbors, from 1; a point with equally near neighbors takes them all alike
 */
export function computeAffinities(neighbors: Neighbors, count: number, perplexity: number): Affinities {
  const { k, index } = neighbors
  const conditional = computeConditionalProbabilities(neighbors, perplexity)
  const low = new Int32Array(count * k)
  const high = new Int32Array(count * k)
  for (let n = 0; n < count * k; n++) {
    const i = Math.floor(n / k)
    const j = index[n]!
    low[n] = Math.min(i, j)
    high[n] = Math.max(i, j)
  }
  const order = countingSort(low, count, countingSort(high, count))
  const from = new Int32Array(count * k)
  const to = new Int32Array(count * k)
  const p = new Float64Array(count * k)
  let pairs = 0
  for (const n of order) {
    const share = conditional[n]! / (2 * count)
    // A pair that lists each other comes twice, one after the other.
    if (pairs > 0 && from[pairs - 1] === low[n] && to[pairs - 1] === high[n]) {
      p[pairs - 1]! += share
      continue
    }
    from[pairs] = low[n]!
    to[pairs] = high[n]!
    p[pairs] = share
    pairs++
  }
  return { from: from.slice(0, pairs), to: to.slice(0, pairs), p: p.slice(0, pairs) }
}

/**
 * For each row of neighbors a Gaussian of the wanted perplexity.
 * @returns in the neighbors' order; each row sums to 1
 */
export function computeConditionalProbabilities({ k, squared }: Neighbors, perplexity: number): Float64Array {
  const p = new Float64Array(squared.length)
  for (let at = 0; at < p.length; at += k) {
    throwIfCancelled()
    fitGaussian(squared.subarray(at, at + k), logarithm(perplexity), p.subarray(at, at + k))
  }
  return p
}

/** Positions of the keys in ascending order, equal ones as they come in `order` (counting sort). */
function countingSort(keys: Int32Array, limit: number, order?: Int32Array): Int32Array {
  throwIfCancelled()
  const next = new Int32Array(limit + 1)
  for (const key of keys) next[key + 1]! += 1
  for (let key = 0; key < limit; key++) next[key + 1]! += next[key]!
  const sorted = new Int32Array(keys.length)
  for (let n = 0; n < keys.length; n++) {
    const at = order ? order[n]! : n
    const key = keys[at]!
    const place = next[key]!
    sorted[place] = at
    next[key] = place + 1
  }
  return sorted
}

/** Finds the precision whose probabilities (written to p, sum 1) have the wanted entropy: Newton's steps, fenced in. */
function fitGaussian(squared: Float64Array, wantedEntropy: number, p: Float64Array): void {
  const nearest = squared[0] ?? 0
  const farthest = squared.at(-1) ?? 0
  // In units of the spread of distances, so that the search starts near its end whatever the features' scale.
  const unit = farthest > nearest ? 1 / (farthest - nearest) : 0
  let low = 0
  let high = Infinity
  let precision = 1
  for (let step = 0; step < MAX_NEWTON_STEPS; step++) {
    let sum = 0
    let first = 0
    let second = 0
    for (let n = 0; n < p.length; n++) {
      const distance = (squared[n]! - nearest) * unit
      const weight = exponential(-precision * distance)
      p[n] = weight
      sum += weight
      first += weight * distance
      second += weight * distance * distance
    }
    const mean = first / sum
    const excess = logarithm(sum) + precision * mean - wantedEntropy
    if (unit === 0 || Math.abs(excess) < ENTROPY_TOLERANCE_NATS) break
    if (excess > 0) low = precision
    else high = precision
    // The entropy's slope over the logarithm of the precision.
    const slope = precision * precision * (second / sum - mean * mean)
    const newton = precision * exponential(Math.min(2, excess / slope))
    if (newton > low && newton < high) precision = newton
    else precision = high === Infinity ? precision * 2 : (low + high) / 2
  }
  let sum = 0
  for (let n = 0; n < p.length; n++) sum += p[n]!
  for (let n = 0; n < p.length; n++) p[n]! /= sum
}
