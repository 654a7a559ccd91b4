import type { Backend } from '../../dsp/wasm-kernels.ts'
import { type Affinities, computeAffinities } from './affinities.ts'
import { clampPerplexity } from './clamp-perplexity.ts'
import { chooseLandmarks, embedWithLandmarks, MAX_LANDMARKS } from './landmarks.ts'
import { findNearestNeighbors, type Neighbors, truncateNeighbors } from './neighbors.ts'
import { computePrincipalComponents } from './pca.ts'
import { type Points, toPoints } from './points.ts'
import { type FormAffinities, runTsne, type SnapshotCallback } from './tsne.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/** Neighbors of a point's Gaussian for each unit of perplexity. */
const NEIGHBORS_PER_PERPLEXITY = 3

/** Neighbors of a chunk in its trust and in the song's trustworthiness. */
export const TRUST_NEIGHBORS = 12

/** Perplexity of a form's last iterations for each unit of its perplexity. */
const SETTLING_PERPLEXITY_RATIO = 1.5

/** Share of the 3D form in the progress; the map has the rest. */
const FORM_PROGRESS_SHARE = 0.6

/** Neighbors and affinities of a song's chunks, which the engines and the quality measures share. */
export type Similarities = {
  features: Points
  /** At least {@link TRUST_NEIGHBORS} of each chunk, or all other chunks. */
  neighbors: Neighbors
  pairs: Affinities
}

/** Called with the positions of all chunks during the embedding: copy them to keep them. */
export type EmbeddingSnapshots = { onForm?: SnapshotCallback; onMap?: SnapshotCallback }

export type EmbedOptions = {
  /** Default: the best backend, in this thread. */
  executor?: Backend | WorkerPool | undefined
  /** Songs of more chunks use this many landmarks. */
  maxLandmarks?: number
}

/**
 * Neighbors and affinities of a song's chunks.
 * @param features one point a chunk
 * @param perplexity as in the settings, clamped by {@link clampPerplexity}
 */
export function computeSimilarities(features: Points, perplexity: number): Similarities {
  const { count } = features
  // All that the form needs of its neighbors, unless landmarks make the form.
  const widest = count <= MAX_LANDMARKS ? SETTLING_PERPLEXITY_RATIO * perplexity : perplexity
  const found = Math.max(countGaussianNeighbors(widest, count), TRUST_NEIGHBORS)
  const neighbors = findNearestNeighbors(features, Math.min(count - 1, found))
  return { features, neighbors, pairs: computePairs(neighbors, count, perplexity) }
}

const countGaussianNeighbors = (perplexity: number, count: number): number =>
  Math.min(count - 1, Math.ceil(NEIGHBORS_PER_PERPLEXITY * clampPerplexity(perplexity, count)))

/** The affinities of points whose neighbors are known, at least as many as their Gaussians have. */
const computePairs = (neighbors: Neighbors, count: number, perplexity: number): Affinities =>
  computeAffinities(
    truncateNeighbors(neighbors, countGaussianNeighbors(perplexity, count)),
    count,
    clampPerplexity(perplexity, count),
  )

/** The affinities of {@link computeSimilarities} alone. */
export const computeSongAffinities = (features: Points, perplexity: number): Affinities =>
  computeSimilarities(features, perplexity).pairs

/** Pairs of P that the engine `exact` holds at most at one time. */
export const countMaxPairs = ({ features, neighbors }: Similarities): number =>
  Math.ceil(SETTLING_PERPLEXITY_RATIO * neighbors.k) * features.count

/** The affinities of a form, of at most {@link MAX_LANDMARKS} points. */
export const computeFormAffinities = (
  { features, neighbors, pairs }: Similarities,
  perplexity: number,
): FormAffinities => ({
  pairs,
  settling: computePairs(neighbors, features.count, SETTLING_PERPLEXITY_RATIO * perplexity),
})

/**
 * The engine `exact`: the 3D form and the 2D map of a song by t-SNE over the same affinities. Songs of more than
 * {@link MAX_LANDMARKS} chunks use that many landmarks (landmarks.ts).
 * @returns planar points, not yet scaled; `landmarks` is the number of landmarks, if any
 */
export function computeExactEmbeddings(
  similarities: Similarities,
  perplexity: number,
  { onForm, onMap }: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
  { executor, maxLandmarks = MAX_LANDMARKS }: EmbedOptions = {},
): { form: Points; map: Points; landmarks?: number } {
  const { features, pairs } = similarities
  const onFormSnapshot: SnapshotCallback = (points, iteration, iterations) => {
    onForm?.(points, iteration, iterations)
    onProgress?.((FORM_PROGRESS_SHARE * iteration) / iterations)
  }
  const onMapSnapshot: SnapshotCallback = (points, iteration, iterations) => {
    onMap?.(points, iteration, iterations)
    onProgress?.(FORM_PROGRESS_SHARE + ((1 - FORM_PROGRESS_SHARE) * iteration) / iterations)
  }
  if (features.count <= maxLandmarks) {
    const affinities = computeFormAffinities(similarities, perplexity)
    const form = runTsne(affinities, computePrincipalComponents(features, 3), onFormSnapshot, executor)
    return { form, map: runTsne(pairs, computePrincipalComponents(features, 2), onMapSnapshot, executor) }
  }
  const landmarks = chooseLandmarks(features, maxLandmarks)
  const landmarkSimilarities = computeSimilarities(landmarks.features, perplexity)
  const landmarkAffinities = computeFormAffinities(landmarkSimilarities, perplexity)
  const landmarkPairs = landmarkSimilarities.pairs
  const form = embedWithLandmarks(landmarks, landmarkAffinities, pairs, 3, onFormSnapshot, executor)
  return {
    form,
    map: embedWithLandmarks(landmarks, landmarkPairs, pairs, 2, onMapSnapshot, executor),
    landmarks: maxLandmarks,
  }
}

/**
 * {@link computeSimilarities} and {@link computeExactEmbeddings} at once.
 * @param rows one feature vector a chunk, all of one length
 */
export function embed(
  rows: ArrayLike<number>[],
  perplexity: number,
  snapshots: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
  options?: EmbedOptions,
): Similarities & { form: Points; map: Points; landmarks?: number } {
  const similarities = computeSimilarities(toPoints(rows, rows[0]?.length ?? 0), perplexity)
  return { ...similarities, ...computeExactEmbeddings(similarities, perplexity, snapshots, onProgress, options) }
}
