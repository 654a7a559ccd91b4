import { type Similarities, TRUST_NEIGHBORS } from './embed.ts'
import { findNearestNeighbors } from './neighbors.ts'
import type { Points } from './points.ts'
import { computeKlDivergence, computeNeighborhoodTrust, computeTrustworthiness } from './quality.ts'

/** How well a form represents the features; independent of its rotation. */
export type EmbeddingReport = {
  /** For each chunk the share of its nearest neighbors by features that are also its nearest in the form; 0 to 1. */
  trust: number[]
  /** KL divergence, nats, not below 0. */
  divergence: number
  /** 0 to 1. */
  trustworthiness: number
}

/**
 * Trust of each chunk, divergence and trustworthiness of the whole, exact over all chunks.
 * @param form at the engine's own scale, on which the divergence depends
 */
export function measureEmbedding({ features, neighbors, pairs }: Similarities, form: Points): EmbeddingReport {
  const k = Math.min(TRUST_NEIGHBORS, form.count - 1)
  const formNeighbors = findNearestNeighbors(form, k)
  return {
    trust: computeNeighborhoodTrust(neighbors, formNeighbors, form.count, k),
    divergence: Math.max(0, computeKlDivergence(pairs, form)),
    trustworthiness: Math.min(1, Math.max(0, computeTrustworthiness(features, form, k, neighbors, formNeighbors))),
  }
}
