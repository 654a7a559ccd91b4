import type { Backend } from '../../dsp/wasm-kernels.ts'
import { type Affinities, computeAffinities } from './affinities.ts'
import { chooseLandmarks, embedWithLandmarks, MAX_LANDMARKS } from './landmarks.ts'
import { findNearestNeighbors, type Neighbors, truncateNeighbors } from './neighbors.ts'
import { computePrincipalComponents } from './pca.ts'
import { type Points, toPoints } from './points.ts'
import { runTsne, type SnapshotCallback } from './tsne.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/** Neighbors a point's Gaussian spans, in perplexities. */
const NEIGHBORS_PER_PERPLEXITY = 3

/** Neighbors that count for a chunk's trust and the song's trustworthiness. */
export const TRUST_NEIGHBORS = 12

/** Share of the work that lies in the 3D form, for the progress. */
const FORM_PROGRESS_SHARE = 0.6

/** What is alike among a song's chunks: all that the engines and the figures of quality share. */
export type Similarities = {
  features: Points
  /** At least {@link TRUST_NEIGHBORS} of each chunk, if there are as many. */
  neighbors: Neighbors
  pairs: Affinities
}

/** Called with the growing points themselves, of every chunk; copy what should be kept. */
export type EmbeddingSnapshots = { onForm?: SnapshotCallback; onMap?: SnapshotCallback }

export type EmbedOptions = {
  /** Who computes: further workers, or a path of one's own. */
  executor?: Backend | WorkerPool | undefined
  /** Songs of more chunks go by landmarks, as many as this. */
  limit?: number
}

/** Perplexity is cut to (N - 1) / 3, and not below 1, for songs of few chunks. */
export const clampPerplexity = (perplexity: number, count: number): number =>
  Math.max(1, Math.min(perplexity, (count - 1) / 3))

/**
 * Neighbors and affinities of a song's chunks.
 * @param features one point a chunk
 * @param perplexity as asked for, see {@link clampPerplexity}
 */
export function computeSimilarities(features: Points, perplexity: number): Similarities {
  const { count } = features
  const fitting = clampPerplexity(perplexity, count)
  const spanned = Math.min(count - 1, Math.ceil(NEIGHBORS_PER_PERPLEXITY * fitting))
  const neighbors = findNearestNeighbors(features, Math.min(count - 1, Math.max(spanned, TRUST_NEIGHBORS)))
  return { features, neighbors, pairs: computeAffinities(truncateNeighbors(neighbors, spanned), count, fitting) }
}

/** The affinities of {@link computeSimilarities} alone. */
export const computeSongAffinities = (features: Points, perplexity: number): Affinities =>
  computeSimilarities(features, perplexity).pairs

/**
 * The engine `exact`: the 3D form and the 2D map of a song by t-SNE over the same affinities. Above
 * {@link MAX_LANDMARKS} chunks, that many, evenly spread over the song, run through all iterations, and the others
 * join them for the last ones (landmarks.ts).
 * @returns planar points, not yet scaled; `landmarks` is their number if there are any
 */
export function computeExactEmbeddings(
  { features, pairs }: Similarities,
  perplexity: number,
  { onForm, onMap }: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
  { executor: by, limit = MAX_LANDMARKS }: EmbedOptions = {},
): { form: Points; map: Points; landmarks?: number } {
  const onFormStill: SnapshotCallback = (points, iteration, all) => {
    onForm?.(points, iteration, all)
    onProgress?.((FORM_PROGRESS_SHARE * iteration) / all)
  }
  const onMapStill: SnapshotCallback = (points, iteration, all) => {
    onMap?.(points, iteration, all)
    onProgress?.(FORM_PROGRESS_SHARE + ((1 - FORM_PROGRESS_SHARE) * iteration) / all)
  }
  if (features.count <= limit) {
    const form = runTsne(pairs, computePrincipalComponents(features, 3), onFormStill, by)
    return { form, map: runTsne(pairs, computePrincipalComponents(features, 2), onMapStill, by) }
  }
  const landmarks = chooseLandmarks(features, limit)
  const own = computeSongAffinities(landmarks.features, perplexity)
  const form = embedWithLandmarks(landmarks, own, pairs, 3, onFormStill, by)
  return { form, map: embedWithLandmarks(landmarks, own, pairs, 2, onMapStill, by), landmarks: limit }
}

/**
 * {@link computeSimilarities} and {@link computeExactEmbeddings} at once.
 * @param rows one feature vector a chunk, all of one length
 */
export function embed(
  rows: ArrayLike<number>[],
  perplexity: number,
  stills: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
  options?: EmbedOptions,
): Similarities & { form: Points; map: Points; landmarks?: number } {
  const likeness = computeSimilarities(toPoints(rows, rows[0]?.length ?? 0), perplexity)
  return { ...likeness, ...computeExactEmbeddings(likeness, perplexity, stills, onProgress, options) }
}
