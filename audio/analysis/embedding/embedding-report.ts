import { type Similarities, TRUST_NEIGHBORS } from './embed.ts'
import { findNearestNeighbors } from './neighbors.ts'
import type { Points } from './points.ts'
import { computeKlDivergence, computeNeighborhoodTrust, computeTrustworthiness } from './quality.ts'

/** How well a form tells the truth about the features; neither depends on how it is turned. */
export type EmbeddingReport = {
  /** For each chunk, the share of its nearest neighbors by features still its neighbors in the form; 0 to 1. */
  trust: number[]
  /** KL divergence, nats, not below 0. */
  divergence: number
  /** 0 to 1. */
  trustworthiness: number
}

/**
 * Trust of each chunk, divergence and trustworthiness of the whole, exact over all chunks whatever their number: the
 * affinities and neighbors of the engine serve again, distances come from a kernel.
 * @param form at the engine's own size, on which the divergence depends
 */
export function measureEmbedding({ features, neighbors, pairs }: Similarities, form: Points): EmbeddingReport {
  const k = Math.min(TRUST_NEIGHBORS, form.count - 1)
  const seen = findNearestNeighbors(form, k)
  return {
    trust: computeNeighborhoodTrust(neighbors, seen, form.count, k),
    divergence: Math.max(0, computeKlDivergence(pairs, form)),
    trustworthiness: Math.min(1, Math.max(0, computeTrustworthiness(features, form, k, neighbors, seen))),
  }
}
