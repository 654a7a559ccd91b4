import type { AnalysisEvents, SpectrumImage } from '../audio/analysis.ts'
import { analyzeInWorker } from '../audio/analysis-client.ts'
import { decodeAudio, toPcm } from '../audio/decode.ts'
import { SongError } from '../audio/errors.ts'
import type { Song, SongSettings, SongSource } from '../audio/song.ts'
import { readInWorker, spectrumInWorker } from '../audio/song-file-client.ts'
import { isSongFile, isSongJson, soundMissing } from '../audio/song-file-kind.ts'
import { describeSource, titleFromName } from '../audio/source.ts'

/** A file on its way in: what it is called, and what is known of it beyond its sound. */
export type SongFile = { name: string; bytes: ArrayBuffer; title?: string; artist?: string; license?: string }

/** A file that has been read: its sound, and what it is called. */
export type Sound = {
  file: SongFile
  buffer: AudioBuffer
  source: SongSource
  title: string
  artist?: string
  license?: string
  /** The analysis that came with it, where the file was a .songwalk. */
  song?: Song
}

/** All that is shown of an analyzed song besides its sound. */
export type Analysis = {
  song: Song
  /** The growing form, then the Song's own positions; 3 × N each. */
  stills: Float32Array[]
  /** The same of the map; 2 × N each. */
  mapStills: Float32Array[]
  spectrum: SpectrumImage | null
}

/**
 * Reads a file.
 * @throws {SongError} one sentence for the visitor; or an AbortError when `signal` was aborted.
 */
export async function readSound(file: SongFile, signal: AbortSignal): Promise<Sound> {
  const bytes = new Uint8Array(file.bytes)
  if (isSongFile(bytes, file.name)) return readPacked(file, signal)
  if (isSongJson(bytes, file.name)) throw soundMissing(file.name)
  const buffer = await decodeAudio(file.bytes, file.name)
  signal.throwIfAborted()
  const source = await describeSource(file.bytes, buffer, file.name)
  signal.throwIfAborted()
  return {
    file,
    buffer,
    source,
    title: file.title ?? titleFromName(file.name),
    ...(file.artist === undefined ? {} : { artist: file.artist }),
    ...(file.license === undefined ? {} : { license: file.license }),
  }
}

/** A .songwalk: the sound inside, under its own name, with its Song. */
async function readPacked({ name, bytes }: SongFile, signal: AbortSignal): Promise<Sound> {
  const { song, audio } = await readInWorker(bytes, name, signal)
  const { title, artist, license, source } = song
  const credits = { title, ...(artist === undefined ? {} : { artist }), ...(license === undefined ? {} : { license }) }
  const file: SongFile = { name: source.name, bytes: audio.buffer, ...credits }
  const buffer = await decodeAudio(file.bytes, file.name)
  signal.throwIfAborted()
  // Decoders differ by a few milliseconds at the ends of compressed files.
  if (Math.abs(buffer.duration - source.duration) > 0.5)
    throw new SongError(`“${name}” holds an analysis of another length than its sound; choose another file.`)
  return { file, buffer, source, ...credits, song }
}

/** Of a stored Song only the picture of the spectrum is made anew. */
async function showStored(
  song: Song,
  buffer: AudioBuffer,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Analysis> {
  events.onOutline?.(song.chunks.map(({ start, end, loudness }) => ({ start, end, loudness })))
  events.onProgress?.('spectrum', 0)
  // A form without it is still a form.
  const spectrum = await spectrumInWorker(toPcm(buffer), signal).catch(() => null)
  signal.throwIfAborted()
  if (spectrum) events.onSpectrum?.(spectrum)
  return { song, stills: [formOf(song)], mapStills: [mapOf(song)], spectrum }
}

const formOf = (song: Song) => Float32Array.from(song.chunks.flatMap((chunk) => chunk.position))
const mapOf = (song: Song) => Float32Array.from(song.chunks.flatMap((chunk) => chunk.map))

/**
 * Analyzes a sound in a worker, keeping what it tells on the way. A sound that came with its Song keeps that.
 * @throws {SongError} one sentence for the visitor; or an AbortError when `signal` was aborted.
 */
export async function analyzeSound(
  { buffer, source, title, artist, license, song: stored }: Sound,
  settings: SongSettings,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Analysis> {
  if (stored) return showStored(stored, buffer, events, signal)
  const stills: Float32Array[] = []
  const mapStills: Float32Array[] = []
  let spectrum: SpectrumImage | null = null
  const song = await analyzeInWorker(
    toPcm(buffer),
    {
      title,
      source,
      settings,
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    },
    {
      ...events,
      onSpectrum: (image) => {
        spectrum = image
        events.onSpectrum?.(image)
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
  stills.push(formOf(song))
  mapStills.push(mapOf(song))
  return { song, stills, mapStills, spectrum }
}

/** What to tell the visitor about something that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof SongError) return error.message
  console.error(error)
  return 'Something went wrong while opening this file; please try another one.'
}
