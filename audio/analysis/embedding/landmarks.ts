import type { Path } from '../../dsp/wasm-kernels.ts'
import type { Affinities } from './affinities.ts'
import { conditionals } from './affinities.ts'
import { type Neighbors, nearestAmong } from './neighbors.ts'
import { principalComponents } from './pca.ts'
import { type Points, pickPoints } from './points.ts'
import { iterations, type OnStill, refine, tsne } from './tsne.ts'
import type { Crew } from './tsne-worker-pool.ts'

/** The most chunks that run through all iterations; beyond, time would grow past what one waits for. */
export const landmarkLimit = 6000

/** Iterations of all chunks together, once the landmarks have found their places. */
const refining = 60

/** A chunk starts in the mean of so many landmarks; a wider mean would draw everything to the middle. */
const startPerplexity = 5
const startNeighbors = 15

/** A song of too many chunks: some stand for all, the others know whom they are like among them. */
export type Landmarks = {
  /** Indices of the chunks, ascending; together they are all. */
  chosen: Int32Array
  others: Int32Array
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
  const own = pickPoints(features, chosen)
  const nearest = nearestAmong(own, pickPoints(features, others), Math.min(limit, startNeighbors))
  return { chosen, others, features: own, nearest, weights: conditionals(nearest, Math.min(limit, startPerplexity)) }
}

/**
 * t-SNE of the landmarks, each other chunk going along in the mean of its nearest ones; then {@link refining}
 * iterations of exact t-SNE of all of them (after openTSNE's recipe for large samples: Kobak & Berens 2019).
 * @param own affinities of the landmarks
 * @param pairs affinities of all chunks
 * @param onStill of all chunks
 * @returns planar points of all chunks
 */
export function embedByLandmarks(
  landmarks: Landmarks,
  own: Affinities,
  pairs: Affinities,
  dims: number,
  onStill?: OnStill,
  by?: Path | Crew,
): Points {
  const count = landmarks.chosen.length + landmarks.others.length
  const all: Points = { count, dims, values: new Float64Array(dims * count) }
  const total = iterations + refining
  const start = principalComponents(landmarks.features, dims)
  const show: OnStill = (points, iteration) => {
    spread(landmarks, points, all)
    onStill?.(all, iteration, total)
  }
  spread(landmarks, tsne(own, start, show, by), all)
  refine(pairs, all, refining, (points, step) => onStill?.(points, iterations + step, total), by)
  return all
}

/** Puts landmarks where they are and every other chunk in the weighted mean of its own. */
function spread({ chosen, others, nearest: { k, index }, weights }: Landmarks, points: Points, all: Points): void {
  for (let d = 0; d < all.dims; d++) {
    const from = d * points.count
    const to = d * all.count
    chosen.forEach((i, n) => {
      all.values[to + i] = points.values[from + n] as number
    })
    others.forEach((i, n) => {
      let mean = 0
      for (let at = n * k; at < (n + 1) * k; at++) {
        mean += (weights[at] as number) * (points.values[from + (index[at] as number)] as number)
      }
      all.values[to + i] = mean
    })
  }
}
