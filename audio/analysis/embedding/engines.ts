import type { SongQuality, SongSettings } from '../../song/song.ts'
import { clampPerplexity } from './clamp-perplexity.ts'
import {
  computeExactEmbeddings,
  computeSimilarities,
  countMaxPairs,
  type EmbeddingSnapshots,
  type Similarities,
} from './embed.ts'
import { measureEmbedding } from './embedding-report.ts'
import { computePoolMemoryBytes } from './gradient.ts'
import { computePcaEmbeddings } from './pca-embedding.ts'
import { type Points, toPoints } from './points.ts'
import type { TsneJsJob } from './tsne-js-embedding.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/** Workers for the engines, where the environment has them; otherwise all runs in this thread. */
export type EmbeddingWorkers = {
  /** Starts a pool over a shared memory; undefined where none can be started. */
  startWorkerPool?: (bytes: number) => Promise<WorkerPool | undefined>
  /** Runs the engine `classic` in a worker. */
  runTsneJs?: typeof runTsneJsInline
}

/** Fewer chunks are embedded before a pool has started. */
const MIN_POOL_CHUNKS = 1500

/** tsne-js cannot embed fewer. */
const MIN_TSNE_JS_CHUNKS = 4

type Embeddings = { form: Points; map: Points; landmarks?: number }

/** A song's form and map, planar and not yet scaled, with their quality. */
export type SongEmbedding = Embeddings & { trust: number[]; quality: SongQuality }

/**
 * From features to the form in 3D and the map in 2D by the engine of the settings.
 * @param rows one feature vector a chunk, all of one length
 * @param snapshots first of the form, then of the map
 * @param onProgress 0 to 1
 * @throws {SongError} if the engine cannot take the song
 */
export async function embedSong(
  rows: ArrayLike<number>[],
  { engine, perplexity }: Pick<SongSettings, 'engine' | 'perplexity'>,
  snapshots: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
  workers: EmbeddingWorkers = {},
): Promise<SongEmbedding> {
  const similarities = computeSimilarities(toPoints(rows, rows[0]?.length ?? 0), perplexity)
  const embeddings = await computeEmbeddings(engine, similarities, perplexity, snapshots, onProgress, workers)
  const { trust, divergence, trustworthiness } = measureEmbedding(similarities, embeddings.form)
  onProgress?.(1)
  const { landmarks } = embeddings
  return {
    ...embeddings,
    trust,
    quality: { divergence, trustworthiness, ...(landmarks === undefined ? {} : { landmarks }) },
  }
}

async function computeEmbeddings(
  engine: SongSettings['engine'],
  similarities: Similarities,
  perplexity: number,
  snapshots: EmbeddingSnapshots,
  onProgress: ((fraction: number) => void) | undefined,
  { startWorkerPool, runTsneJs = runTsneJsInline }: EmbeddingWorkers,
): Promise<Embeddings> {
  const { count } = similarities.features
  if (engine === 'pca' || (engine === 'classic' && count < MIN_TSNE_JS_CHUNKS))
    return computePcaEmbeddings(similarities, snapshots)
  if (engine === 'classic') {
    const job = { features: similarities.features, perplexity: clampPerplexity(perplexity, count) }
    return runTsneJs(job, snapshots, onProgress)
  }
  const pool =
    count < MIN_POOL_CHUNKS
      ? undefined
      : await startWorkerPool?.(computePoolMemoryBytes(count, countMaxPairs(similarities)))
  return computeExactEmbeddings(similarities, perplexity, snapshots, onProgress, { executor: pool })
}

/** Loads tsne-js on demand. */
async function runTsneJsInline(job: TsneJsJob, snapshots: EmbeddingSnapshots, onProgress?: (fraction: number) => void) {
  const { computeTsneJsEmbeddings } = await import('./tsne-js-embedding.ts')
  return computeTsneJsEmbeddings(job, snapshots, onProgress)
}
