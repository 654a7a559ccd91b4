import { logarithm } from '../exponential.ts'
import type { Affinities } from './affinities.ts'
import { nearestNeighbors } from './neighbors.ts'
import { type Points, squaredDistances } from './points.ts'

/**
 * The KL divergence from the form's Student-t similarities Q to P, exact over all pairs (van der Maaten &
 * Hinton 2008, eq. 2): what t-SNE minimizes.
 * @returns nats, 0 for a single point
 */
export function klDivergence({ from, to, p }: Affinities, form: Points): number {
  const { count } = form
  const row = new Float64Array(count)
  let z = 0
  for (let i = 0; i < count; i++) {
    squaredDistances(form, i, row)
    for (let j = 0; j < count; j++) if (j !== i) z += 1 / (1 + (row[j] as number))
  }
  let kl = 0
  for (let e = 0; e < p.length; e++) {
    const value = p[e] as number
    if (value === 0) continue
    let squared = 0
    for (let d = 0; d < form.dims; d++) {
      const base = d * count
      squared +=
        ((form.values[base + (from[e] as number)] as number) - (form.values[base + (to[e] as number)] as number)) ** 2
    }
    kl += 2 * value * logarithm(value * z * (1 + squared))
  }
  return kl
}

/**
 * Trustworthiness (Venna & Kaski 2001; sklearn.manifold.trustworthiness): how little the form's neighborhoods
 * claim that the features do not have.
 * @param k neighbors looked at, below count / 2
 * @returns 0 to 1
 */
export function trustworthiness(features: Points, form: Points, k: number): number {
  const { count } = form
  const { index } = nearestNeighbors(form, k)
  const row = new Float64Array(count)
  let penalty = 0
  for (let i = 0; i < count; i++) {
    squaredDistances(features, i, row)
    for (let n = i * k; n < (i + 1) * k; n++) {
      const distance = row[index[n] as number] as number
      let rank = 1
      for (let j = 0; j < count; j++) {
        const other = row[j] as number
        if (j !== i && (other < distance || (other === distance && j < (index[n] as number)))) rank++
      }
      penalty += Math.max(0, rank - k)
    }
  }
  return 1 - (2 / (count * k * (2 * count - 3 * k - 1))) * penalty
}

/**
 * For each point the share of its k nearest neighbors by features that are also its k nearest in the form.
 * @param k cut to count - 1
 * @returns 0 to 1 each; 1 for a single point
 */
export function neighborhoodTrust(features: Points, form: Points, k: number): number[] {
  const size = Math.min(k, form.count - 1)
  const heard = nearestNeighbors(features, size).index
  const seen = nearestNeighbors(form, size).index
  return Array.from({ length: form.count }, (_, i) => {
    if (size === 0) return 1
    const near = new Set(seen.subarray(i * size, (i + 1) * size))
    return heard.subarray(i * size, (i + 1) * size).reduce((kept, j) => kept + (near.has(j) ? 1 : 0), 0) / size
  })
}
