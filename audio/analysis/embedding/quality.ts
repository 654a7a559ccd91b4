import { logarithm } from '../../dsp/deterministic-math.ts'
import type { Backend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { createDistances } from './distances.ts'
import { findNearestNeighbors, type Neighbors } from './neighbors.ts'
import type { Points } from './points.ts'

/**
 * The KL divergence from the form's Student-t similarities Q to P, exact over all pairs (van der Maaten & Hinton 2008,
 * eq. 2), which t-SNE minimizes.
 * @returns nats, 0 for a single point
 */
export function computeKlDivergence({ from, to, p }: Affinities, form: Points, backend?: Backend): number {
  const { count } = form
  const distances = createDistances(form, form, backend)
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
 * Trustworthiness (Venna & Kaski 2001; sklearn.manifold.trustworthiness): 1 minus the penalty for neighbors in the form
 * that are none by features.
 * @param k neighbors of each point, limited to below count / 2, where the measure is defined
 * @param featureNeighbors nearest neighbors by features, if known: saves counting ranks
 * @param formNeighbors nearest neighbors in the form, at least k
 * @returns 0 to 1; 1 for fewer than three points
 */
export function computeTrustworthiness(
  features: Points,
  form: Points,
  k: number,
  featureNeighbors: Neighbors = { k: 0, index: new Int32Array(), squared: new Float64Array() },
  formNeighbors: Neighbors = findNearestNeighbors(form, Math.min(k, form.count - 1)),
  backend?: Backend,
): number {
  const { count } = form
  const size = Math.min(k, Math.ceil(count / 2) - 1)
  if (size < 1) return 1
  const distances = createDistances(features, features, backend)
  let penalty = 0
  for (let i = 0; i < count; i++) {
    const known = featureNeighbors.index.subarray(i * featureNeighbors.k, (i + 1) * featureNeighbors.k)
    let measured = false
    for (let n = 0; n < size; n++) {
      const other = formNeighbors.index[i * formNeighbors.k + n]!
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
 * @param featureNeighbors at least k of each point
 * @param formNeighbors at least k of each point
 * @returns 0 to 1 each; 1 for points without neighbors
 */
export function computeNeighborhoodTrust(
  featureNeighbors: Neighbors,
  formNeighbors: Neighbors,
  count: number,
  k: number,
): number[] {
  return Array.from({ length: count }, (_, i) => {
    if (k === 0) return 1
    const nearInForm = new Set(formNeighbors.index.subarray(i * formNeighbors.k, i * formNeighbors.k + k))
    return (
      featureNeighbors.index
        .subarray(i * featureNeighbors.k, i * featureNeighbors.k + k)
        .reduce((common, j) => common + (nearInForm.has(j) ? 1 : 0), 0) / k
    )
  })
}
