import type { Path } from '../simd.ts'
import { type Affinities, conditionals } from './affinities.ts'
import type { Crew } from './crew.ts'
import { openField } from './field.ts'
import { firstOf, type Neighbors, nearestAmong } from './neighbors.ts'
import { principalComponents } from './pca.ts'
import { type Points, pickPoints } from './points.ts'
import { iterations, type OnStill, stillEvery, tsne } from './tsne.ts'

/** The most chunks whose pairs are all embedded exactly; beyond, time would grow past what one waits for. */
export const landmarkLimit = 6000

const neighborsPerPerplexity = 3
/** A narrow mean to start from: a wide one would draw everything to the middle. */
const startPerplexity = 5
const steps = 50
const momentum = 0.8
const rate = 0.5

/** A song of too many chunks: some stand for all, the rest know whom they are like among them. */
export type Landmarks = {
  count: number
  /** Indices of the chunks, ascending; together they are all. */
  chosen: Int32Array
  rest: Int32Array
  features: Points
  /** Of the rest among the chosen, and each row's distribution over them. */
  near: Neighbors
  p: Float64Array
  /** The same over the very nearest, for the first place. */
  nearest: Neighbors
  weights: Float64Array
}

/**
 * Chooses every so many-th chunk, and finds for each other one whom it is like.
 * @param limit how many landmarks, below features.count
 */
export function chooseLandmarks(features: Points, perplexity: number, limit: number): Landmarks {
  const { count } = features
  const chosen = Int32Array.from({ length: limit }, (_, n) => Math.floor((n * count) / limit))
  const isChosen = new Uint8Array(count)
  for (const i of chosen) isChosen[i] = 1
  const rest = Int32Array.from({ length: count }, (_, i) => i).filter((i) => isChosen[i] === 0)
  const own = pickPoints(features, chosen)
  const neighborsFor = (wanted: number) => Math.min(limit, Math.ceil(neighborsPerPerplexity * wanted))
  const near = nearestAmong(own, pickPoints(features, rest), neighborsFor(perplexity))
  const startWith = Math.min(startPerplexity, perplexity)
  const nearest = firstOf(near, neighborsFor(startWith))
  return {
    count,
    chosen,
    rest,
    features: own,
    near,
    p: conditionals(near, perplexity),
    nearest,
    weights: conditionals(nearest, startWith),
  }
}

/**
 * t-SNE of the landmarks; every other chunk goes along in the mean of its nearest ones, and in the end takes
 * {@link steps} steps down its own KL divergence with the landmarks fixed (as openTSNE's transform does: Poličar,
 * Stražar & Zupan 2019).
 * @param pairs affinities of the landmarks
 * @returns planar points of all chunks
 */
export function placeByLandmarks(
  landmarks: Landmarks,
  pairs: Affinities,
  dims: number,
  onStill?: OnStill,
  by?: Path | Crew,
): Points {
  const { count, chosen, rest, nearest, weights } = landmarks
  const all: Points = { count, dims, values: new Float64Array(dims * count) }
  const free: Points = { count: rest.length, dims, values: new Float64Array(dims * rest.length) }
  const show = (fixed: Points, iteration: number): void => {
    putPoints(all, chosen, fixed)
    putPoints(all, rest, free)
    onStill?.(all, iteration, iterations + steps)
  }
  const fixed = tsne(
    pairs,
    principalComponents(landmarks.features, dims),
    (points, iteration) => {
      takeMeans(nearest, weights, points, free)
      show(points, iteration)
    },
    by,
  )
  const settle = createSettling(landmarks, fixed, free, typeof by === 'string' ? by : undefined)
  for (let step = 1; step <= steps; step++) {
    settle()
    if (step % stillEvery === 0) show(fixed, iterations + step)
  }
  return all
}

/** One step of gradient descent of all free points. */
function createSettling({ near, p }: Landmarks, fixed: Points, free: Points, path?: Path): () => void {
  const { count, dims } = free
  const field = openField(fixed, path)
  const velocity = new Float64Array(dims * count)
  const place = new Float64Array(3)
  const slope = new Float64Array(3)
  return () => {
    for (let i = 0; i < count; i++) {
      for (let d = 0; d < dims; d++) place[d] = free.values[d * count + i] as number
      slope.fill(0)
      for (let n = i * near.k; n < (i + 1) * near.k; n++) {
        const other = near.index[n] as number
        let squared = 1
        for (let d = 0; d < dims; d++) squared += ((place[d] as number) - at(fixed, d, other)) ** 2
        const pull = (p[n] as number) / squared
        for (let d = 0; d < dims; d++) {
          slope[d] = (slope[d] as number) + pull * ((place[d] as number) - at(fixed, d, other))
        }
      }
      const { z, force } = field(place)
      for (let d = 0; d < dims; d++) {
        const v = d * count + i
        const down = (slope[d] as number) - (force[d] as number) / z
        velocity[v] = momentum * (velocity[v] as number) - rate * down
        free.values[v] = (free.values[v] as number) + (velocity[v] as number)
      }
    }
  }
}

const at = ({ count, values }: Points, d: number, i: number): number => values[d * count + i] as number

/** Each free point in the weighted mean of its neighbors. */
function takeMeans({ k, index }: Neighbors, weights: Float64Array, fixed: Points, free: Points): void {
  for (let d = 0; d < free.dims; d++) {
    for (let i = 0; i < free.count; i++) {
      let mean = 0
      for (let n = i * k; n < (i + 1) * k; n++) mean += (weights[n] as number) * at(fixed, d, index[n] as number)
      free.values[d * free.count + i] = mean
    }
  }
}

function putPoints(all: Points, indices: Int32Array, points: Points): void {
  for (let d = 0; d < all.dims; d++) {
    indices.forEach((i, n) => {
      all.values[d * all.count + i] = at(points, d, n)
    })
  }
}
