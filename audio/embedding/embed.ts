import { type Affinities, affinities } from './affinities.ts'
import { nearestNeighbors } from './neighbors.ts'
import { principalComponents } from './pca.ts'
import { type Points, toPoints } from './points.ts'
import { iterations, tsne } from './tsne.ts'

/** Neighbors a point's Gaussian spans, in perplexities. */
const neighborsPerPerplexity = 3

/** Share of the work that lies in the 3D form, for the progress. */
const formShare = 0.6

/** Called every ten iterations with the growing points themselves; copy what should be kept. */
type OnStill = (points: Points, iteration: number, iterations: number) => void

/**
 * A song's affinities: perplexity is cut to (N - 1) / 3, and not below 1, for songs of few chunks.
 * @param features one row a chunk
 */
export function songAffinities(features: Points, perplexity: number): Affinities {
  const { count } = features
  const fitting = Math.max(1, Math.min(perplexity, (count - 1) / 3))
  const k = Math.min(count - 1, Math.ceil(neighborsPerPerplexity * fitting))
  return affinities(nearestNeighbors(features, k), count, fitting)
}

/**
 * The 3D form and the 2D map of a song, over the same affinities.
 * @param rows one feature vector a chunk, all of one length
 * @returns planar points, not yet scaled
 */
export function embed(
  rows: Float64Array[],
  perplexity: number,
  { onForm, onMap }: { onForm?: OnStill; onMap?: OnStill } = {},
  onProgress?: (fraction: number) => void,
): { features: Points; form: Points; map: Points } {
  const features = toPoints(rows, rows[0]?.length ?? 0)
  const pairs = songAffinities(features, perplexity)
  const form = tsne(pairs, principalComponents(features, 3), (points, iteration) => {
    onForm?.(points, iteration, iterations)
    onProgress?.((formShare * iteration) / iterations)
  })
  const map = tsne(pairs, principalComponents(features, 2), (points, iteration) => {
    onMap?.(points, iteration, iterations)
    onProgress?.(formShare + ((1 - formShare) * iteration) / iterations)
  })
  return { features, form, map }
}
