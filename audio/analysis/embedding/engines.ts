import type { SongQuality, SongSettings } from '../../song/song.ts'
import { compare, exactForms, fittingPerplexity, type Likeness, type Stills } from './embed.ts'
import { measureForm } from './embedding-report.ts'
import { memoryFor } from './gradient-adapter.ts'
import { pcaForms } from './pca-embedding.ts'
import { type Points, toPoints } from './points.ts'
import type { ClassicJob } from './tsne-js-embedding.ts'
import type { Crew } from './tsne-worker-pool.ts'

/** What the engines ask of the place they run in; without it they do all by themselves. */
export type EmbeddingHelp = {
  /** Further workers over a memory of so many bytes; undefined where there are none. */
  hireCrew?: (bytes: number) => Promise<Crew | undefined>
  /** Runs the engine `classic` somewhere else. */
  runClassic?: typeof runClassicHere
}

/** Fewer chunks are done before further workers have come. */
const crewPays = 1500

/** Of fewer chunks tsne-js makes no form. */
const classicFrom = 4

type Forms = { form: Points; map: Points; landmarks?: number }

/** A song's form and map, planar and not yet scaled, and how far they can be trusted. */
export type SongEmbedding = Forms & { trust: number[]; quality: SongQuality }

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
  stills: Stills = {},
  onProgress?: (fraction: number) => void,
  help: EmbeddingHelp = {},
): Promise<SongEmbedding> {
  const likeness = compare(toPoints(rows, rows[0]?.length ?? 0), perplexity)
  const forms = await formsBy(engine, likeness, perplexity, stills, onProgress, help)
  const { trust, divergence, trustworthiness } = measureForm(likeness, forms.form)
  onProgress?.(1)
  const { landmarks } = forms
  return {
    ...forms,
    trust,
    quality: { divergence, trustworthiness, ...(landmarks === undefined ? {} : { landmarks }) },
  }
}

async function formsBy(
  engine: SongSettings['engine'],
  likeness: Likeness,
  perplexity: number,
  stills: Stills,
  onProgress: ((fraction: number) => void) | undefined,
  { hireCrew, runClassic = runClassicHere }: EmbeddingHelp,
): Promise<Forms> {
  const { count } = likeness.features
  if (engine === 'pca' || (engine === 'classic' && count < classicFrom)) return pcaForms(likeness, stills)
  if (engine === 'classic') {
    const job = { features: likeness.features, perplexity: fittingPerplexity(perplexity, count) }
    return runClassic(job, stills, onProgress)
  }
  const crew = count < crewPays ? undefined : await hireCrew?.(memoryFor(count, likeness.neighbors.k * count))
  return exactForms(likeness, perplexity, stills, onProgress, { by: crew })
}

/** tsne-js is loaded when it is asked for, and nowhere else. */
async function runClassicHere(job: ClassicJob, stills: Stills, onProgress?: (fraction: number) => void) {
  const { classicForms } = await import('./tsne-js-embedding.ts')
  return classicForms(job, stills, onProgress)
}
