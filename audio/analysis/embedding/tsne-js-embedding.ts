import TSNE from 'tsne-js'
import { SongError } from '../../song-error.ts'
import type { EmbeddingSnapshots } from './embed.ts'
import { type Points, toPoints } from './points.ts'
import { ITERATIONS_PER_SNAPSHOT, type SnapshotCallback } from './tsne.ts'

/** Perplexity below the number of points; fewer iterations than {@link TSNE_JS_ITERATIONS} for a test. */
export type TsneJsJob = { features: Points; perplexity: number; iterations?: number }

// The engine `classic` is tsne-js 1.0.3, which the artwork of 2017 used. It is kept for comparison:
// - P is computed from distances that are not squared: neighborhoods are wider and forms rounder than those of t-SNE;
// - its gains are inverted: they grow where a point turns back and shrink where it keeps its direction;
// - its default learning rate, 1000, diverges at 250 chunks; here it is 10 to 100;
// - it has no seed: Math.random is replaced by a seeded generator while it runs;
// - in 3D it uses a Student-t distribution of two degrees of freedom and fractional powers, whose last bits differ
//   between JavaScript engines: only its Songs may differ between Node and a browser;
// - its code is generated (cwise, `new Function`): a page that forbids `unsafe-eval` must allow it for this worker;
//   250 chunks take some ten seconds, and the time grows faster than their square;
// - getOutputScaled scales every axis by its own factor; toUnitRms is used instead.

/** More would take minutes. */
const MAX_TSNE_JS_CHUNKS = 250

/** Of the form, and again of the map; the library exaggerates during the first 100. */
const TSNE_JS_ITERATIONS = 300

/** Share of the 3D form in the progress; the map has the rest. */
const FORM_PROGRESS_SHARE = 0.6

/**
 * t-SNE by tsne-js, in 3D and 2D. Same input, same JavaScript engine: same bits.
 * @returns planar points, not yet scaled
 * @throws {SongError} if there are too many points, or a coordinate is not finite
 */
export function computeTsneJsEmbeddings(
  { features, perplexity, iterations = TSNE_JS_ITERATIONS }: TsneJsJob,
  { onForm, onMap }: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
): { form: Points; map: Points } {
  if (features.count > MAX_TSNE_JS_CHUNKS) {
    throw new SongError('tooManyChunks', { maxChunks: MAX_TSNE_JS_CHUNKS, chunks: features.count })
  }
  const form = computeTsneJsEmbedding(features, perplexity, iterations, 3, (points, iteration) => {
    onForm?.(points, iteration, iterations)
    onProgress?.((FORM_PROGRESS_SHARE * iteration) / iterations)
  })
  const map = computeTsneJsEmbedding(features, perplexity, iterations, 2, (points, iteration) => {
    onMap?.(points, iteration, iterations)
    onProgress?.(FORM_PROGRESS_SHARE + ((1 - FORM_PROGRESS_SHARE) * iteration) / iterations)
  })
  return { form, map }
}

function computeTsneJsEmbedding(
  features: Points,
  perplexity: number,
  iterations: number,
  dims: number,
  onSnapshot: SnapshotCallback,
): Points {
  const { count } = features
  return runWithSeededRandom(() => {
    const model = new TSNE({
      dim: dims,
      perplexity,
      learningRate: Math.max(10, Math.min(100, count / 2)),
      nIter: iterations,
      metric: 'euclidean',
    })
    model.init({ data: toRows(features), type: 'dense' })
    const points = (): Points => toPoints(model.getOutput(), dims)
    model.on('progressIter', ([iteration]) => {
      if (iteration % ITERATIONS_PER_SNAPSHOT === 0) onSnapshot(points(), iteration, iterations)
    })
    model.run()
    const form = points()
    if (!form.values.every(Number.isFinite)) {
      throw new SongError('noEmbedding')
    }
    onSnapshot(form, iterations, iterations)
    return form
  })
}

/** Replaces Math.random by a seeded linear congruential generator during `run`. */
function runWithSeededRandom<T>(run: () => T): T {
  const { random } = Math
  let state = 1
  Math.random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  try {
    return run()
  } finally {
    Math.random = random
  }
}

function toRows({ count, dims, values }: Points): number[][] {
  return Array.from({ length: count }, (_, i) => Array.from({ length: dims }, (_, d) => values[d * count + i]!))
}
