import { analyzeInWorker, computeSpectrogramInWorker } from '../../audio/analysis/analysis-client.ts'
import type { AnalysisEvents, SpectrogramImage } from '../../audio/analysis/analysis-types.ts'
import type { BlockStream } from '../../audio/block-stream.ts'
import { type OpenedAudio, openAudio } from '../../audio/decoding/open-audio.ts'
import type { Song, SongChunk, SongSettings } from '../../audio/song/song.ts'
import { readSongFileInWorker } from '../../audio/song/song-file-client.ts'
import { createMissingAudioError, isSongFile, isSongJson } from '../../audio/song/song-file-kind.ts'
import { titleFromName } from '../../audio/song/song-source.ts'
import { SongError } from '../../audio/song-error.ts'
import { i18n } from '../i18n/i18n.ts'
import { translateSongError } from '../i18n/translate-error.ts'
import { type FileTags, readFileTags } from './file-tags.ts'

/** A file on its way in: what it is called, and what is known of it beyond its sound. */
export type SongFile = {
  name: string
  blob: Blob
  title?: string
  artist?: string
  license?: string
  /** Of the file's bytes, where it is known without reading them. */
  sha256?: string
}

/** A file that has been read: its sound, and what it is called. */
export type SongAudio = OpenedAudio & {
  file: SongFile
  title: string
  artist?: string
  license?: string
  /** The file's own; its title and artist stand behind those it came with. */
  tags: FileTags
  /** The analysis that came with it, where the file was a .songwalk. */
  song?: Song
}

/** What a song is called: by who brought it, by its tags, or by its file. */
export function resolveCredits(
  { name, title, artist, license }: SongFile,
  tags: FileTags,
): { title: string; artist?: string; license?: string } {
  const by = artist ?? (title === undefined ? tags.artist : undefined)
  return {
    title: title ?? tags.title ?? titleFromName(name),
    ...(by === undefined ? {} : { artist: by }),
    ...(license === undefined ? {} : { license }),
  }
}

/** All that is shown of an analyzed song besides its sound. */
export type Analysis = {
  song: Song
  /** The growing form, then the Song's own positions; 3 × N each. */
  snapshots: Float32Array[]
  /** The same of the map; 2 × N each. */
  mapSnapshots: Float32Array[]
  spectrum: SpectrogramImage | null
}

/** An open song with all it takes to show and sound it. */
export type LoadedSong = { audio: SongAudio; analysis: Analysis }

/**
 * Reads a file.
 * @throws {SongError} one sentence for the visitor; or an AbortError when `signal` was aborted.
 */
export async function loadSongAudio(file: SongFile, signal: AbortSignal): Promise<SongAudio> {
  const head = new Uint8Array(await file.blob.slice(0, 256).arrayBuffer())
  if (isSongFile(head, file.name)) return loadSongwalkFile(file, signal)
  if (isSongJson(head, file.name)) throw createMissingAudioError(file.name)
  const [opened, tags] = await Promise.all([openAudio(file.blob, file.name, signal), readFileTags(file, signal)])
  signal.throwIfAborted()
  return { ...opened, file, tags, ...resolveCredits(file, tags) }
}

/** A .songwalk: the sound inside, under its own name, with its Song. */
async function loadSongwalkFile({ name, blob }: SongFile, signal: AbortSignal): Promise<SongAudio> {
  const { song, audio } = await readSongFileInWorker(blob, name, signal)
  const { title, artist, license, source } = song
  const credits = { title, ...(artist === undefined ? {} : { artist }), ...(license === undefined ? {} : { license }) }
  const file: SongFile = { name: source.name, blob: new Blob([audio]), ...credits }
  const [opened, tags] = await Promise.all([openAudio(file.blob, file.name, signal), readFileTags(file, signal)])
  signal.throwIfAborted()
  // Decoders differ by a few milliseconds at the ends of compressed files.
  if (Math.abs(opened.source.duration - source.duration) > 0.5) throw new SongError('otherDuration', { name })
  return { ...opened, source, file, tags, ...credits, song }
}

/** Of a stored Song only the picture of the spectrum is made anew. */
async function restoreAnalysis(
  song: Song,
  stream: BlockStream,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Analysis> {
  events.onOutline?.(song.chunks.map(({ start, end, loudness }) => ({ start, end, loudness })))
  events.onProgress?.('spectrum', 0)
  // A form without it is still a form.
  const spectrum = await computeSpectrogramInWorker(stream, signal).catch(() => null)
  signal.throwIfAborted()
  if (spectrum) events.onSpectrogram?.(spectrum)
  return { song, snapshots: [flattenPositions(song)], mapSnapshots: [flattenMapPositions(song)], spectrum }
}

const flattenPositions = ({ chunks }: Song) => flattenVectors(chunks, 3, ({ position }) => position)
const flattenMapPositions = ({ chunks }: Song) => flattenVectors(chunks, 2, ({ map }) => map)

/**
 * Analyzes a sound in a worker, keeping what it tells on the way.
 * @param stored a Song of this sound, which is shown as it is instead
 * @throws {SongError} one sentence for the visitor; or an AbortError when `signal` was aborted.
 */
export async function analyzeAudio(
  { stream, source, title, artist, license }: SongAudio,
  settings: SongSettings,
  events: AnalysisEvents,
  signal: AbortSignal,
  stored?: Song,
): Promise<Analysis> {
  if (stored) return restoreAnalysis(stored, stream, events, signal)
  const stills: Float32Array[] = []
  const mapStills: Float32Array[] = []
  let spectrum: SpectrogramImage | null = null
  const song = await analyzeInWorker(
    stream,
    {
      title,
      source,
      settings,
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    },
    {
      ...events,
      onSpectrogram: (image) => {
        spectrum = image
        events.onSpectrogram?.(image)
      },
      onForm: (positions, iteration, iterations) => {
        stills.push(positions)
        events.onForm?.(positions, iteration, iterations)
      },
      onMap: (positions, iteration, iterations) => {
        mapStills.push(positions)
        events.onMap?.(positions, iteration, iterations)
      },
    },
    signal,
  )
  stills.push(flattenPositions(song))
  mapStills.push(flattenMapPositions(song))
  return { song, snapshots: stills, mapSnapshots: mapStills, spectrum }
}

function flattenVectors(chunks: SongChunk[], width: number, pick: (chunk: SongChunk) => number[]): Float32Array {
  const flat = new Float32Array(chunks.length * width)
  chunks.forEach((chunk, i) => {
    flat.set(pick(chunk), i * width)
  })
  return flat
}

/** What to tell the visitor about something that was thrown. */
export function toErrorMessage(error: unknown): string {
  const sentence = translateSongError(error)
  if (sentence !== null) return sentence
  console.error(error)
  return i18n.t('errors.unexpected')
}
