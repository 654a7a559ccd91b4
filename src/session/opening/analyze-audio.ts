import { analyzeInWorker, measureInWorker } from '../../../audio/analysis/analysis-client.ts'
import type { AnalysisEvents, SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import type { BlockStream } from '../../../audio/block-stream.ts'
import type { Song, SongSettings } from '../../../audio/song/song.ts'
import type { Analysis, SongAudio } from '../loaded-song.ts'
import { createStoredAnalysis, flattenMapPositions, flattenPositions } from '../stored-analysis.ts'

/**
 * Analyzes audio in a worker and keeps every snapshot of its embedding.
 * @param storedSong a Song of this audio that is used instead of a new analysis
 * @throws {SongError} one sentence for the visitor; the signal's reason if `signal` was aborted
 */
export async function analyzeAudio(
  { stream, source, title, artist, license }: SongAudio,
  settings: SongSettings,
  events: AnalysisEvents,
  signal: AbortSignal,
  storedSong: Song | null,
): Promise<Analysis> {
  if (storedSong) return restoreAnalysis(storedSong, stream, events, signal)
  const snapshots: Float32Array[] = []
  const mapSnapshots: Float32Array[] = []
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
        snapshots.push(positions)
        events.onForm?.(positions, iteration, iterations)
      },
      onMap: (positions, iteration, iterations) => {
        mapSnapshots.push(positions)
        events.onMap?.(positions, iteration, iterations)
      },
    },
    signal,
  )
  snapshots.push(flattenPositions(song))
  mapSnapshots.push(flattenMapPositions(song))
  return { song, snapshots, mapSnapshots, spectrum }
}

/** A stored Song lacks the spectrogram, and an old one its levels; without them the song can still be shown. */
async function restoreAnalysis(
  song: Song,
  stream: BlockStream,
  events: AnalysisEvents,
  signal: AbortSignal,
): Promise<Analysis> {
  events.onOutline?.(song.chunks.map(({ start, end, loudness }) => ({ start, end, loudness })))
  events.onProgress?.('spectrum', 0)
  const measured = await measureInWorker(stream, signal).catch(() => null)
  signal.throwIfAborted()
  if (!measured) return createStoredAnalysis(song, null)
  events.onSpectrogram?.(measured.spectrogram)
  return createStoredAnalysis(song.levels ? song : { ...song, levels: measured.levels }, measured.spectrogram)
}
