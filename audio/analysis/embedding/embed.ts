import type { Path } from '../../dsp/wasm-kernels.ts'
import { type Affinities, affinities } from './affinities.ts'
import { chooseLandmarks, embedByLandmarks, landmarkLimit } from './landmarks.ts'
import { firstOf, type Neighbors, nearestNeighbors } from './neighbors.ts'
import { principalComponents } from './pca.ts'
import { type Points, toPoints } from './points.ts'
import { type OnStill, tsne } from './tsne.ts'
import type { Crew } from './tsne-worker-pool.ts'

/** Neighbors a point's Gaussian spans, in perplexities. */
const neighborsPerPerplexity = 3

/** Neighbors that count for a chunk's trust and the song's trustworthiness. */
export const trustNeighbors = 12

/** Share of the work that lies in the 3D form, for the progress. */
const formShare = 0.6

/** What is alike among a song's chunks: all that the engines and the figures of quality share. */
export type Likeness = {
  features: Points
  /** At least {@link trustNeighbors} of each chunk, if there are as many. */
  neighbors: Neighbors
  pairs: Affinities
}

/** Called with the growing points themselves, of every chunk; copy what should be kept. */
export type Stills = { onForm?: OnStill; onMap?: OnStill }

export type EmbedOptions = {
  /** Who computes: further workers, or a path of one's own. */
  by?: Path | Crew | undefined
  /** Songs of more chunks go by landmarks, as many as this. */
  limit?: number
}

/** Perplexity is cut to (N - 1) / 3, and not below 1, for songs of few chunks. */
export const fittingPerplexity = (perplexity: number, count: number): number =>
  Math.max(1, Math.min(perplexity, (count - 1) / 3))

/**
 * Neighbors and affinities of a song's chunks.
 * @param features one point a chunk
 * @param perplexity as asked for, see {@link fittingPerplexity}
 */
export function compare(features: Points, perplexity: number): Likeness {
  const { count } = features
  const fitting = fittingPerplexity(perplexity, count)
  const spanned = Math.min(count - 1, Math.ceil(neighborsPerPerplexity * fitting))
  const neighbors = nearestNeighbors(features, Math.min(count - 1, Math.max(spanned, trustNeighbors)))
  return { features, neighbors, pairs: affinities(firstOf(neighbors, spanned), count, fitting) }
}

/** The affinities of {@link compare} alone. */
export const songAffinities = (features: Points, perplexity: number): Affinities => compare(features, perplexity).pairs

/**
 * The engine `exact`: the 3D form and the 2D map of a song by t-SNE over the same affinities. Above
 * {@link landmarkLimit} chunks, that many, evenly spread over the song, run through all iterations, and the others
 * join them for the last ones (landmarks.ts).
 * @returns planar points, not yet scaled; `landmarks` is their number if there are any
 */
export function exactForms(
  { features, pairs }: Likeness,
  perplexity: number,
  { onForm, onMap }: Stills = {},
  onProgress?: (fraction: number) => void,
  { by, limit = landmarkLimit }: EmbedOptions = {},
): { form: Points; map: Points; landmarks?: number } {
  const onFormStill: OnStill = (points, iteration, all) => {
    onForm?.(points, iteration, all)
    onProgress?.((formShare * iteration) / all)
  }
  const onMapStill: OnStill = (points, iteration, all) => {
    onMap?.(points, iteration, all)
    onProgress?.(formShare + ((1 - formShare) * iteration) / all)
  }
  if (features.count <= limit) {
    const form = tsne(pairs, principalComponents(features, 3), onFormStill, by)
    return { form, map: tsne(pairs, principalComponents(features, 2), onMapStill, by) }
  }
  const landmarks = chooseLandmarks(features, limit)
  const own = songAffinities(landmarks.features, perplexity)
  const form = embedByLandmarks(landmarks, own, pairs, 3, onFormStill, by)
  return { form, map: embedByLandmarks(landmarks, own, pairs, 2, onMapStill, by), landmarks: limit }
}

/**
 * {@link compare} and {@link exactForms} at once.
 * @param rows one feature vector a chunk, all of one length
 */
export function embed(
  rows: ArrayLike<number>[],
  perplexity: number,
  stills: Stills = {},
  onProgress?: (fraction: number) => void,
  options?: EmbedOptions,
): Likeness & { form: Points; map: Points; landmarks?: number } {
  const likeness = compare(toPoints(rows, rows[0]?.length ?? 0), perplexity)
  return { ...likeness, ...exactForms(likeness, perplexity, stills, onProgress, options) }
}
