import type { Backend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { computeConditionalProbabilities } from './affinities.ts'
import { findNearestAmong, type Neighbors } from './neighbors.ts'
import { computePrincipalComponents } from './pca.ts'
import { type Points, selectPoints } from './points.ts'
import { type FormAffinities, refineEmbedding, runTsne, type SnapshotCallback, TSNE_ITERATIONS } from './tsne.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/** Chunks that run through all iterations at most: the time grows with their square. */
export const MAX_LANDMARKS = 6000

/** Iterations of all chunks together, after those of the landmarks. */
const REFINING_ITERATIONS = 60

/** Landmarks whose weighted mean a chunk starts from; more would draw all chunks to the center. */
const START_PERPLEXITY = 5
const START_NEIGHBORS = 15

/** A sample of the chunks of a long song, and the place of all other chunks among them. */
export type Landmarks = {
  /** Chunk indices, ascending; `otherIndices` are all others. */
  indices: Int32Array
  otherIndices: Int32Array
  features: Points
  /** For each other chunk its nearest landmarks, and their weights; a row of weights sums to 1. */
  nearest: Neighbors
  weights: Float64Array
}

/**
 * Chooses landmarks evenly spread over the song, and finds the nearest ones of every other chunk.
 * @param limit number of landmarks, below features.count
 */
export function chooseLandmarks(features: Points, limit: number): Landmarks {
  const { count } = features
  const indices = Int32Array.from({ length: limit }, (_, n) => Math.floor((n * count) / limit))
  const isLandmark = new Uint8Array(count)
  for (const i of indices) isLandmark[i] = 1
  const otherIndices = Int32Array.from({ length: count }, (_, i) => i).filter((i) => isLandmark[i] === 0)
  const landmarkFeatures = selectPoints(features, indices)
  const nearest = findNearestAmong(
    landmarkFeatures,
    selectPoints(features, otherIndices),
    Math.min(limit, START_NEIGHBORS),
  )
  return {
    indices,
    otherIndices,
    features: landmarkFeatures,
    nearest,
    weights: computeConditionalProbabilities(nearest, Math.min(limit, START_PERPLEXITY)),
  }
}

/**
 * t-SNE of the landmarks, every other chunk in the weighted mean of its nearest ones; then {@link REFINING_ITERATIONS}
 * iterations of exact t-SNE of all chunks (after openTSNE's recipe for large samples: Kobak & Berens 2019).
 * @param landmarkAffinities of the landmarks
 * @param affinities of all chunks
 * @param onSnapshot gets all chunks
 * @returns planar points of all chunks
 */
export function embedWithLandmarks(
  landmarks: Landmarks,
  landmarkAffinities: Affinities | FormAffinities,
  affinities: Affinities,
  dims: number,
  onSnapshot?: SnapshotCallback,
  executor?: Backend | WorkerPool,
): Points {
  const count = landmarks.indices.length + landmarks.otherIndices.length
  const all: Points = { count, dims, values: new Float64Array(dims * count) }
  const total = TSNE_ITERATIONS + REFINING_ITERATIONS
  const start = computePrincipalComponents(landmarks.features, dims)
  const onLandmarkSnapshot: SnapshotCallback = (points, iteration) => {
    interpolatePoints(landmarks, points, all)
    onSnapshot?.(all, iteration, total)
  }
  interpolatePoints(landmarks, runTsne(landmarkAffinities, start, onLandmarkSnapshot, executor), all)
  refineEmbedding(
    affinities,
    all,
    REFINING_ITERATIONS,
    (points, step) => onSnapshot?.(points, TSNE_ITERATIONS + step, total),
    executor,
  )
  return all
}

/** Places every chunk that is no landmark in the weighted mean of its nearest landmarks. */
function interpolatePoints(
  { indices, otherIndices, nearest: { k, index }, weights }: Landmarks,
  points: Points,
  all: Points,
): void {
  for (let d = 0; d < all.dims; d++) {
    const from = d * points.count
    const to = d * all.count
    indices.forEach((i, n) => {
      all.values[to + i] = points.values[from + n]!
    })
    otherIndices.forEach((i, n) => {
      let mean = 0
      for (let at = n * k; at < (n + 1) * k; at++) {
        mean += weights[at]! * points.values[from + index[at]!]!
      }
      all.values[to + i] = mean
    })
  }
}
