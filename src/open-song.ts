import type { AnalysisEvents, ChunkOutline } from '../audio/analysis.ts'
import { analyzeInWorker } from '../audio/analysis-client.ts'
import { decodeAudio, toPcm } from '../audio/decode.ts'
import { SongError } from '../audio/errors.ts'
import { defaultSettings, type Song } from '../audio/song.ts'
import { describeSource, titleFromName } from '../audio/source.ts'

/** A file on its way in: what it is called, and what is known of it beyond its sound. */
export type SongFile = { name: string; bytes: ArrayBuffer; title?: string; artist?: string; license?: string }

/** An open song with all it takes to show and sound it. */
export type OpenSong = { song: Song; buffer: AudioBuffer; stills: Float32Array[] }

export type OpeningEvents = AnalysisEvents & {
  /** The sound and its cuts are there, the form is still to come. */
  onCut: (buffer: AudioBuffer, outline: ChunkOutline[], title: string) => void
}

/**
 * From a file to an open song.
 * @throws {SongError} one sentence for the visitor; or an AbortError when `signal` was aborted.
 */
export async function openSong(file: SongFile, events: OpeningEvents, signal: AbortSignal): Promise<OpenSong> {
  events.onProgress?.('decoding', 0)
  const buffer = await decodeAudio(file.bytes, file.name)
  signal.throwIfAborted()
  events.onProgress?.('decoding', 1)
  const pcm = toPcm(buffer)
  const source = await describeSource(file.bytes, pcm, file.name)
  signal.throwIfAborted()
  const title = file.title ?? titleFromName(file.name)
  const stills: Float32Array[] = []
  const song = await analyzeInWorker(
    pcm,
    {
      title,
      source,
      settings: defaultSettings,
      ...(file.artist === undefined ? {} : { artist: file.artist }),
      ...(file.license === undefined ? {} : { license: file.license }),
    },
    {
      ...events,
      onOutline: (outline) => {
        events.onCut(buffer, outline, title)
        events.onOutline?.(outline)
      },
      onForm: (positions, iteration, iterations) => {
        stills.push(positions)
        events.onForm?.(positions, iteration, iterations)
      },
    },
    signal,
  )
  stills.push(Float32Array.from(song.chunks.flatMap((chunk) => chunk.position)))
  return { song, buffer, stills }
}

/** What to tell the visitor about something that was thrown. */
export function sentenceFor(error: unknown): string {
  if (error instanceof SongError) return error.message
  console.error(error)
  return 'Something went wrong while opening this file; please try another one.'
}
