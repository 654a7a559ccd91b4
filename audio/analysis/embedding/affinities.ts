import { throwIfCancelled } from '../../dsp/cancellation.ts'
import { exponential, logarithm } from '../../dsp/deterministic-math.ts'
import type { Neighbors } from './neighbors.ts'

/**
 * The sparse symmetric affinities P, each pair once: pair e joins the points from[e] < to[e] with p[e] = P_ij = P_ji.
 * P sums to 1 over both directions. Pairs are sorted by `from`, then `to`.
 */
export type Affinities = { from: Int32Array; to: Int32Array; p: Float64Array }

/** The search ends when the entropy is this close. */
const ENTROPY_TOLERANCE_NATS = 1e-7
const MAX_NEWTON_STEPS = 100

/**
 * The affinities of t-SNE (van der Maaten & Hinton 2008, section 3): a Gaussian over each point's neighbors with the
 * width that gives the perplexity, symmetrized and divided by the number of points.
 * @param perplexity effective number of neighbors, at least 1; equally near neighbors get equal affinities
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
    const affinity = conditional[n]! / (2 * count)
    // Two points that are neighbors of each other make two successive entries.
    if (pairs > 0 && from[pairs - 1] === low[n] && to[pairs - 1] === high[n]) {
      p[pairs - 1]! += affinity
      continue
    }
    from[pairs] = low[n]!
    to[pairs] = high[n]!
    p[pairs] = affinity
    pairs++
  }
  return { from: from.slice(0, pairs), to: to.slice(0, pairs), p: p.slice(0, pairs) }
}

/**
 * A Gaussian of the given perplexity for each row of neighbors.
 * @returns in the order of the neighbors; each row sums to 1
 */
export function computeConditionalProbabilities({ k, squared }: Neighbors, perplexity: number): Float64Array {
  const p = new Float64Array(squared.length)
  for (let at = 0; at < p.length; at += k) {
    throwIfCancelled()
    fitGaussian(squared.subarray(at, at + k), logarithm(perplexity), p.subarray(at, at + k))
  }
  return p
}

/** The positions of the keys in ascending order, equal keys in the order of `order`. */
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

/** Writes to `p` the probabilities (sum 1) of the given entropy, found by Newton's method with bisection as a fallback. */
function fitGaussian(squared: Float64Array, targetEntropy: number, p: Float64Array): void {
  const nearest = squared[0] ?? 0
  const farthest = squared.at(-1) ?? 0
  // In units of the spread of distances, so the start does not depend on the scale of the features.
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
    const excess = logarithm(sum) + precision * mean - targetEntropy
    if (unit === 0 || Math.abs(excess) < ENTROPY_TOLERANCE_NATS) break
    if (excess > 0) low = precision
    else high = precision
    // Derivative of the entropy with respect to the logarithm of the precision.
    const slope = precision * precision * (second / sum - mean * mean)
    const newton = precision * exponential(Math.min(2, excess / slope))
    if (newton > low && newton < high) precision = newton
    else precision = high === Infinity ? precision * 2 : (low + high) / 2
  }
  let sum = 0
  for (let n = 0; n < p.length; n++) sum += p[n]!
  for (let n = 0; n < p.length; n++) p[n]! /= sum
}
