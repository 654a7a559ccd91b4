import type { AnalysisEvents, SpectrumImage } from '../audio/analysis.ts'
import { analyzeInWorker } from '../audio/analysis-client.ts'
import { SongError } from '../audio/errors.ts'
import { type OpenedSound, openSound } from '../audio/open-sound.ts'
import type { Song, SongChunk, SongSettings } from '../audio/song.ts'
import { titleFromName } from '../audio/source.ts'

/** A file on its way in: what it is called, and what is known of it beyond its sound. */
export type SongFile = { name: string; blob: Blob; title?: string; artist?: string; license?: string }

/** A file that has been read: its sound, and what it is called. */
export type Sound = OpenedSound & {
  file: SongFile
  title: string
  artist?: string
  license?: string
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
  const opened = await openSound(file.blob, file.name, signal)
  signal.throwIfAborted()
  return {
    ...opened,
    file,
    title: file.title ?? titleFromName(file.name),
    ...(file.artist === undefined ? {} : { artist: file.artist }),
    ...(file.license === undefined ? {} : { license: file.license }),
  }
}

/**
 * Analyzes a sound in a worker, keeping what it tells on the way.
 * @throws {SongError} one sentence for the visitor; or an AbortError when `signal` was aborted.
 */
export async function analyzeSound(
  { stream, source, title, artist, license }: Sound,
  settings: SongSettings,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Analysis> {
  const stills: Float32Array[] = []
  const mapStills: Float32Array[] = []
  let spectrum: SpectrumImage | null = null
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
  stills.push(flatten(song.chunks, 3, ({ position }) => position))
  mapStills.push(flatten(song.chunks, 2, ({ map }) => map))
  return { song, stills, mapStills, spectrum }
}

function flatten(chunks: SongChunk[], width: number, pick: (chunk: SongChunk) => number[]): Float32Array {
  const flat = new Float32Array(chunks.length * width)
  chunks.forEach((chunk, i) => {
    flat.set(pick(chunk), i * width)
  })
  return flat
}

/** What to tell the visitor about something that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof SongError) return error.message
  console.error(error)
  return 'Something went wrong while opening this file; please try another one.'
}
