import { logarithm } from '../../dsp/deterministic-math.ts'
import type { Backend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { createDistances } from './distances.ts'
import { findNearestNeighbors, type Neighbors } from './neighbors.ts'
import type { Points } from './points.ts'

/**
 * The KL divergence from the form's Student-t similarities Q to P, exact over all pairs (van der Maaten &
 * Hinton 2008, eq. 2): what t-SNE minimizes.
 * @returns nats, 0 for a single point
 */
export function computeKlDivergence({ from, to, p }: Affinities, form: Points, path?: Backend): number {
  const { count } = form
  const distances = createDistances(form, form, path)
  let z = 0
  for (let i = 0; i < count; i++) {
    distances.measure(i)
    distances.row[i] = Infinity
    z += distances.sumSimilarities()
  }
  let kl = 0
  for (let e = 0; e < p.length; e++) {
    const value = p[e]!
    if (value === 0) continue
    let squared = 0
    for (let d = 0; d < form.dims; d++) {
      const base = d * count
      squared += (form.values[base + from[e]!]! - form.values[base + to[e]!]!) ** 2
    }
    kl += 2 * value * logarithm(value * z * (1 + squared))
  }
  return kl
}

/**
 * Trustworthiness (Venna & Kaski 2001; sklearn.manifold.trustworthiness): how little the form's neighborhoods
 * claim that the features do not have.
 * @param k neighbors looked at, cut to below count / 2, where it is defined
 * @param heard nearest neighbors by features, if they are known already: a rank found there need not be counted
 * @param seen nearest neighbors in the form, at least k
 * @returns 0 to 1; 1 for fewer than three points
 */
export function computeTrustworthiness(
  features: Points,
  form: Points,
  k: number,
  heard: Neighbors = { k: 0, index: new Int32Array(), squared: new Float64Array() },
  seen: Neighbors = findNearestNeighbors(form, Math.min(k, form.count - 1)),
  path?: Backend,
): number {
  const { count } = form
  const size = Math.min(k, Math.ceil(count / 2) - 1)
  if (size < 1) return 1
  const distances = createDistances(features, features, path)
  let penalty = 0
  for (let i = 0; i < count; i++) {
    const known = heard.index.subarray(i * heard.k, (i + 1) * heard.k)
    let measured = false
    for (let n = 0; n < size; n++) {
      const other = seen.index[i * seen.k + n]!
      let rank = known.indexOf(other) + 1
      if (rank === 0) {
        if (!measured) {
          distances.measure(i)
          distances.row[i] = Infinity
          measured = true
        }
        rank = distances.countBefore(other) + 1
      }
      penalty += Math.max(0, rank - size)
    }
  }
  return 1 - (2 / (count * size * (2 * count - 3 * size - 1))) * penalty
}

/**
 * For each point the share of its k nearest neighbors by features that are also its k nearest in the form.
 * @param heard nearest neighbors by features, at least k of each
 * @param seen nearest neighbors in the form, at least k of each
 * @returns 0 to 1 each; 1 for points without neighbors
 */
export function computeNeighborhoodTrust(heard: Neighbors, seen: Neighbors, count: number, k: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (k === 0) return 1
    const near = new Set(seen.index.subarray(i * seen.k, i * seen.k + k))
    return heard.index.subarray(i * heard.k, i * heard.k + k).reduce((kept, j) => kept + (near.has(j) ? 1 : 0), 0) / k
  })
}
