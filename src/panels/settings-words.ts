import type { SongSettings } from '../../audio/song.ts'

type Word = {
  name: string
  /** One plain sentence: what it does. */
  does: string
}

/** More chunks than this, and tsne-js would take minutes. */
export const CLASSIC_LIMIT = 250

export const SLICING: Record<SongSettings['slicing'], Word> = {
  onsets: { name: 'Onsets', does: 'Cuts where a sound begins, as the artwork does (librosa).' },
  early: {
    name: 'Onsets, early',
    does: 'The same onsets without librosa’s delay of some 26 ms: nearer to the attack.',
  },
  backtracked: { name: 'Onsets, backtracked', does: 'Moves each onset back to the quiet just before it.' },
  superflux: { name: 'SuperFlux', does: 'Onsets that vibrato does not fool: for voices and strings.' },
  beats: { name: 'Beats', does: 'Cuts on the beat one would tap along with.' },
  grid: { name: 'Grid', does: 'Cuts into equal lengths, whatever sounds.' },
}

export const PRESET: Record<SongSettings['preset'], Word> = {
  original: { name: 'Original', does: '26 numbers a chunk: timbre (MFCC) and how it moves, as in the artwork.' },
  ml4a: { name: 'ml4a', does: '39 numbers a chunk: also how the movement changes, as in Gene Kogan’s notebook.' },
  timbre: { name: 'Timbre', does: '26 numbers a chunk: timbre and how much it varies; tells instruments apart best.' },
  'timbre-no-loudness': {
    name: 'Timbre without loudness',
    does: 'Loud and quiet notes of one instrument come together.',
  },
  harmony: { name: 'Harmony', does: '45 numbers a chunk: also pitches and contrast; notes and chords come together.' },
}

export const ENGINE: Record<SongSettings['engine'], Word> = {
  exact: { name: 'Exact t-SNE', does: 'Weighs every pair of chunks; the same song is always the same form.' },
  classic: {
    name: 'Classic t-SNE',
    does: `tsne-js, as web pages had it in 2017: up to ${CLASSIC_LIMIT} chunks, slow, and less true.`,
  },
  pca: { name: 'PCA', does: 'A straight view from the widest side: at once, but only large differences show.' },
}

/** What t-SNE really uses: no more than a third of the other chunks. */
export const usedPerplexity = ({ perplexity }: SongSettings, chunks: number): number =>
  Math.max(1, Math.min(perplexity, Math.floor((chunks - 1) / 3)))

/** How a song was analyzed, in two sentences. */
export function howAnalyzed(settings: SongSettings, chunks: number): string {
  const { slicing, minChunk, preset, engine } = settings
  const joined = minChunk > 0 ? `, chunks shorter than ${Math.round(minChunk * 1000)} ms joined` : ''
  const arranged = engine === 'pca' ? '' : `, perplexity ${usedPerplexity(settings, chunks)}`
  return `Cut by ${SLICING[slicing].name}${joined}. Described by the preset ${PRESET[preset].name}, arranged by ${ENGINE[engine].name}${arranged}.`
}
