import { exponential, logarithm } from '../exponential.ts'
import type { Neighbors } from './neighbors.ts'

/**
 * The symmetric affinities P, sparse, each pair once: pair e joins points from[e] < to[e] with p[e] = P_ij = P_ji.
 * Over both directions P sums to 1. Pairs are sorted by `from`, then `to`.
 */
export type Affinities = { from: Int32Array; to: Int32Array; p: Float64Array }

/** Bisection ends when the entropy is this close, nats. */
const tolerance = 1e-7
const maxSteps = 100

/**
 * t-SNE's affinities (van der Maaten & Hinton 2008, section 3): Gaussian over each point's neighbors with the
 * width that gives the perplexity, symmetrized and divided by the number of points.
 * @param perplexity effective number of neighbors, from 1; a point with equally near neighbors takes them all alike
 */
export function affinities(neighbors: Neighbors, count: number, perplexity: number): Affinities {
  const { k, index, squared } = neighbors
  const conditional = new Float64Array(count * k)
  for (let i = 0; i < count; i++) {
    fitGaussian(squared.subarray(i * k, (i + 1) * k), logarithm(perplexity), conditional.subarray(i * k, (i + 1) * k))
  }
  const pairs = new Map<number, number>()
  for (let i = 0; i < count; i++) {
    for (let n = i * k; n < (i + 1) * k; n++) {
      const j = index[n] as number
      const key = i < j ? i * count + j : j * count + i
      pairs.set(key, (pairs.get(key) ?? 0) + (conditional[n] as number) / (2 * count))
    }
  }
  const keys = Float64Array.from(pairs.keys()).sort()
  return {
    from: Int32Array.from(keys, (key) => Math.floor(key / count)),
    to: Int32Array.from(keys, (key) => key % count),
    p: Float64Array.from(keys, (key) => pairs.get(key) as number),
  }
}

/** Bisects the precision until the entropy of the probabilities (written to p, sum 1) is the wanted one. */
function fitGaussian(squared: Float64Array, wantedEntropy: number, p: Float64Array): void {
  const nearest = squared[0] ?? 0
  const farthest = squared.at(-1) ?? 0
  // In units of the spread of distances, so that the search starts near its end whatever the features' scale.
  const unit = farthest > nearest ? 1 / (farthest - nearest) : 0
  let low = 0
  let high = Infinity
  let precision = 1
  for (let step = 0; step < maxSteps; step++) {
    let sum = 0
    let weighted = 0
    for (let n = 0; n < p.length; n++) {
      const distance = ((squared[n] as number) - nearest) * unit
      const weight = exponential(-precision * distance)
      p[n] = weight
      sum += weight
      weighted += weight * distance
    }
    for (let n = 0; n < p.length; n++) p[n] = (p[n] as number) / sum
    const entropy = logarithm(sum) + (precision * weighted) / sum
    if (unit === 0 || Math.abs(entropy - wantedEntropy) < tolerance) return
    if (entropy > wantedEntropy) {
      low = precision
      precision = high === Infinity ? precision * 2 : (precision + high) / 2
    } else {
      high = precision
      precision = (precision + low) / 2
    }
  }
}
