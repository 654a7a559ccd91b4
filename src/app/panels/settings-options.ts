import type { SongSettings } from '../../../audio/song/song.ts'

type SettingLabel = {
  name: string
  /** Within a sentence. */
  phrase: string
  /** One plain sentence: what it does. */
  description: string
}

/** More chunks than this, and tsne-js would take minutes. */
export const MAX_CLASSIC_CHUNKS = 250

export const SLICING_LABELS: Record<SongSettings['slicing'], SettingLabel> = {
  onsets: {
    name: 'Onsets',
    phrase: 'at its onsets',
    description: 'Cuts where a sound begins, as the artwork does (librosa).',
  },
  early: {
    name: 'Onsets, early',
    phrase: 'at its onsets without delay',
    description: 'The same onsets without librosa’s delay of some 26 ms: nearer to the attack.',
  },
  backtracked: {
    name: 'Onsets, backtracked',
    phrase: 'at its backtracked onsets',
    description: 'Moves each onset back to the quiet just before it.',
  },
  superflux: {
    name: 'SuperFlux',
    phrase: 'at its SuperFlux onsets',
    description: 'Onsets that vibrato does not fool: for voices and strings.',
  },
  beats: { name: 'Beats', phrase: 'on its beats', description: 'Cuts on the beat one would tap along with.' },
  grid: { name: 'Grid', phrase: 'into equal lengths', description: 'Cuts into equal lengths, whatever sounds.' },
}

export const PRESET_LABELS: Record<SongSettings['preset'], SettingLabel> = {
  original: {
    name: 'Original',
    phrase: '26 numbers for timbre and its movement',
    description: '26 numbers a chunk: timbre (MFCC) and how it moves, as in the artwork.',
  },
  ml4a: {
    name: 'ml4a',
    phrase: '39 numbers for timbre and its movement',
    description: '39 numbers a chunk: also how the movement changes, as in Gene Kogan’s notebook.',
  },
  timbre: {
    name: 'Timbre',
    phrase: '26 numbers for timbre and its variety',
    description: '26 numbers a chunk: timbre and how much it varies; tells instruments apart best.',
  },
  'timbre-no-loudness': {
    name: 'Timbre without loudness',
    phrase: 'numbers for timbre without loudness',
    description: 'Loud and quiet notes of one instrument come together.',
  },
  harmony: {
    name: 'Harmony',
    phrase: '45 numbers for timbre and harmony',
    description: '45 numbers a chunk: also pitches and contrast; notes and chords come together.',
  },
}

export const ENGINE_LABELS: Record<SongSettings['engine'], SettingLabel> = {
  exact: {
    name: 'Exact t-SNE',
    phrase: 'exact t-SNE',
    description: 'Weighs every pair of chunks; the same song is always the same form.',
  },
  classic: {
    name: 'Classic t-SNE',
    phrase: 'classic t-SNE (tsne-js)',
    description: `tsne-js, as web pages had it in 2017: up to ${MAX_CLASSIC_CHUNKS} chunks, slow, and less true.`,
  },
  pca: {
    name: 'PCA',
    phrase: 'PCA',
    description: 'A straight view from the widest side: at once, but only large differences show.',
  },
}

/** What t-SNE really uses, to a tenth: no more than a third of the other chunks. */
export const clampPerplexity = ({ perplexity }: SongSettings, chunks: number): number =>
  Math.round(10 * Math.max(1, Math.min(perplexity, (chunks - 1) / 3))) / 10

/** How a song was analyzed, in one sentence. */
export function describeAnalysis(settings: SongSettings, chunks: number): string {
  const { slicing, minChunk, preset, engine } = settings
  const joined = minChunk > 0 ? ` (shorter than ${Math.round(minChunk * 1000)} ms joined)` : ''
  const arranged = engine === 'pca' ? '' : ` with perplexity ${clampPerplexity(settings, chunks)}`
  const cut = `Cut ${SLICING_LABELS[slicing].phrase}${joined}`
  return `${cut}, each chunk described by ${PRESET_LABELS[preset].phrase}, arranged by ${ENGINE_LABELS[engine].phrase}${arranged}.`
}
