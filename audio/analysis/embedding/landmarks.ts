import type { Backend } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { computeConditionalProbabilities } from './affinities.ts'
import { findNearestAmong, type Neighbors } from './neighbors.ts'
import { computePrincipalComponents } from './pca.ts'
import { type Points, selectPoints } from './points.ts'
import { refineEmbedding, runTsne, type SnapshotCallback, TSNE_ITERATIONS } from './tsne.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/** The most chunks that run through all iterations; beyond, time would grow past what one waits for. */
export const MAX_LANDMARKS = 6000

/** Iterations of all chunks together, once the landmarks have found their places. */
const REFINING_ITERATIONS = 60

/** A chunk starts in the mean of so many landmarks; a wider mean would draw everything to the middle. */
const START_PERPLEXITY = 5
const START_NEIGHBORS = 15

/** A song of too many chunks: some stand for all, the others know whom they are like among them. */
export type Landmarks = {
  /** Indices of the chunks, ascending; together they are all. */
  indices: Int32Array
  otherIndices: Int32Array
  features: Points
  /** The landmarks most like each other chunk, and how much each counts; a row sums to 1. */
  nearest: Neighbors
  weights: Float64Array
}

/**
 * Chooses chunks evenly spread over the song, and finds for each other one whom it is like.
 * @param limit how many landmarks, below features.count
 */
export function chooseLandmarks(features: Points, limit: number): Landmarks {
  const { count } = features
  const chosen = Int32Array.from({ length: limit }, (_, n) => Math.floor((n * count) / limit))
  const isChosen = new Uint8Array(count)
  for (const i of chosen) isChosen[i] = 1
  const others = Int32Array.from({ length: count }, (_, i) => i).filter((i) => isChosen[i] === 0)
  const own = selectPoints(features, chosen)
  const nearest = findNearestAmong(own, selectPoints(features, others), Math.min(limit, START_NEIGHBORS))
  return {
    indices: chosen,
    otherIndices: others,
    features: own,
    nearest,
    weights: computeConditionalProbabilities(nearest, Math.min(limit, START_PERPLEXITY)),
  }
}

/**
 * t-SNE of the landmarks, each other chunk going along in the mean of its nearest ones; then {@link REFINING_ITERATIONS}
 * iterations of exact t-SNE of all of them (after openTSNE's recipe for large samples: Kobak & Berens 2019).
 * @param own affinities of the landmarks
 * @param pairs affinities of all chunks
 * @param onStill of all chunks
 * @returns planar points of all chunks
 */
export function embedWithLandmarks(
  landmarks: Landmarks,
  own: Affinities,
  pairs: Affinities,
  dims: number,
  onStill?: SnapshotCallback,
  by?: Backend | WorkerPool,
): Points {
  const count = landmarks.indices.length + landmarks.otherIndices.length
  const all: Points = { count, dims, values: new Float64Array(dims * count) }
  const total = TSNE_ITERATIONS + REFINING_ITERATIONS
  const start = computePrincipalComponents(landmarks.features, dims)
  const show: SnapshotCallback = (points, iteration) => {
    interpolatePoints(landmarks, points, all)
    onStill?.(all, iteration, total)
  }
  interpolatePoints(landmarks, runTsne(own, start, show, by), all)
  refineEmbedding(
    pairs,
    all,
    REFINING_ITERATIONS,
    (points, step) => onStill?.(points, TSNE_ITERATIONS + step, total),
    by,
  )
  return all
}

/** Puts landmarks where they are and every other chunk in the weighted mean of its own. */
function interpolatePoints(
  { indices: chosen, otherIndices: others, nearest: { k, index }, weights }: Landmarks,
  points: Points,
  all: Points,
): void {
  for (let d = 0; d < all.dims; d++) {
    const from = d * points.count
    const to = d * all.count
    chosen.forEach((i, n) => {
      all.values[to + i] = points.values[from + n]!
    })
    others.forEach((i, n) => {
      let mean = 0
      for (let at = n * k; at < (n + 1) * k; at++) {
        mean += weights[at]! * points.values[from + index[at]!]!
      }
      all.values[to + i] = mean
    })
  }
}
