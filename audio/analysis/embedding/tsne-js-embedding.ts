import TSNE from 'tsne-js'
import { SongError } from '../../song-error.ts'
import type { EmbeddingSnapshots } from './embed.ts'
import { type Points, toPoints } from './points.ts'
import { ITERATIONS_PER_SNAPSHOT, type SnapshotCallback } from './tsne.ts'

/** Perplexity below the number of points; fewer iterations than {@link TSNE_JS_ITERATIONS} for a test. */
export type TsneJsJob = { features: Points; perplexity: number; iterations?: number }

// The engine `classic`: tsne-js 1.0.3, which the artwork of 2017 ran on. Kept to compare, not to be believed:
// - its P is made of distances that are not squared, so neighborhoods come out wider and forms rounder than t-SNE's;
// - its gains are inverted: they grow where a point turns back and shrink where it keeps its way;
// - its own learning rate, 1000, diverges at 250 chunks; here it is 10 to 100;
// - it has no seed: Math.random is replaced by a generator of ours while it runs, and put back;
// - in 3D it takes a Student-t of two degrees of freedom and fractional powers, whose last bits differ between engines:
//   the one engine whose Songs may differ between Node and a browser;
// - all pairs in generated code (cwise, `new Function`): a page that forbids `unsafe-eval` must allow it to this
//   worker; 250 chunks take some ten seconds, and time grows faster than their square;
// - getOutputScaled stretches every axis by itself; the scale is taken from toUnitForm instead.

/** Beyond, one would wait for minutes. */
const MAX_TSNE_JS_CHUNKS = 250

/** Of the form, and again of the map; its own early exaggeration takes the first 100. */
const TSNE_JS_ITERATIONS = 300

/** Share of the work that lies in the 3D form, for the progress. */
const FORM_PROGRESS_SHARE = 0.6

/**
 * t-SNE by tsne-js, in 3D and 2D. Same input, same engine: same bits.
 * @param stills every ten iterations, and at the end
 * @returns planar points, not yet scaled
 * @throws {SongError} if there are too many points, or it found no form
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
  onStill: SnapshotCallback,
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
      if (iteration % ITERATIONS_PER_SNAPSHOT === 0) onStill(points(), iteration, iterations)
    })
    model.run()
    const form = points()
    if (!form.values.every(Number.isFinite)) {
      throw new SongError('noEmbedding')
    }
    onStill(form, iterations, iterations)
    return form
  })
}

/** Runs with a Math.random that always says the same (a linear congruential generator). */
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
