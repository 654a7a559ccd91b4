import type { SongQuality, SongSettings } from '../../song/song.ts'
import {
  clampPerplexity,
  computeExactEmbeddings,
  computeSimilarities,
  type EmbeddingSnapshots,
  type Similarities,
} from './embed.ts'
import { measureEmbedding } from './embedding-report.ts'
import { computePoolMemoryBytes } from './gradient.ts'
import { computePcaEmbeddings } from './pca-embedding.ts'
import { type Points, toPoints } from './points.ts'
import type { TsneJsJob } from './tsne-js-embedding.ts'
import type { WorkerPool } from './tsne-worker-pool.ts'

/** What the engines ask of the place they run in; without it they do all by themselves. */
export type EmbeddingWorkers = {
  /** Further workers over a memory of so many bytes; undefined where there are none. */
  startWorkerPool?: (bytes: number) => Promise<WorkerPool | undefined>
  /** Runs the engine `classic` somewhere else. */
  runTsneJs?: typeof runTsneJsInline
}

/** Fewer chunks are done before further workers have come. */
const MIN_POOL_CHUNKS = 1500

/** Of fewer chunks tsne-js makes no form. */
const MIN_TSNE_JS_CHUNKS = 4

type Embeddings = { form: Points; map: Points; landmarks?: number }

/** A song's form and map, planar and not yet scaled, and how far they can be trusted. */
export type SongEmbedding = Embeddings & { trust: number[]; quality: SongQuality }

/**
 * From features to the form in 3D and the map in 2D by the engine of the settings.
 * @param rows one feature vector a chunk, all of one length
 * @param stills first of the form, then of the map, every one of all chunks
 * @param onProgress 0 to 1
 * @throws {SongError} if the engine cannot take the song
 */
export async function embedSong(
  rows: ArrayLike<number>[],
  { engine, perplexity }: Pick<SongSettings, 'engine' | 'perplexity'>,
  stills: EmbeddingSnapshots = {},
  onProgress?: (fraction: number) => void,
  help: EmbeddingWorkers = {},
): Promise<SongEmbedding> {
  const likeness = computeSimilarities(toPoints(rows, rows[0]?.length ?? 0), perplexity)
  const forms = await computeEmbeddings(engine, likeness, perplexity, stills, onProgress, help)
  const { trust, divergence, trustworthiness } = measureEmbedding(likeness, forms.form)
  onProgress?.(1)
  const { landmarks } = forms
  return {
    ...forms,
    trust,
    quality: { divergence, trustworthiness, ...(landmarks === undefined ? {} : { landmarks }) },
  }
}

async function computeEmbeddings(
  engine: SongSettings['engine'],
  likeness: Similarities,
  perplexity: number,
  stills: EmbeddingSnapshots,
  onProgress: ((fraction: number) => void) | undefined,
  { startWorkerPool: hireCrew, runTsneJs: runClassic = runTsneJsInline }: EmbeddingWorkers,
): Promise<Embeddings> {
  const { count } = likeness.features
  if (engine === 'pca' || (engine === 'classic' && count < MIN_TSNE_JS_CHUNKS))
    return computePcaEmbeddings(likeness, stills)
  if (engine === 'classic') {
    const job = { features: likeness.features, perplexity: clampPerplexity(perplexity, count) }
    return runClassic(job, stills, onProgress)
  }
  const crew =
    count < MIN_POOL_CHUNKS ? undefined : await hireCrew?.(computePoolMemoryBytes(count, likeness.neighbors.k * count))
  return computeExactEmbeddings(likeness, perplexity, stills, onProgress, { executor: crew })
}

/** tsne-js is loaded when it is asked for, and nowhere else. */
async function runTsneJsInline(job: TsneJsJob, stills: EmbeddingSnapshots, onProgress?: (fraction: number) => void) {
  const { computeTsneJsEmbeddings: classicForms } = await import('./tsne-js-embedding.ts')
  return classicForms(job, stills, onProgress)
}
