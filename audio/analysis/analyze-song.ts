import { getPcmDuration, type Pcm } from '../pcm.ts'
import type { Song, SongChunk } from '../song/song.ts'
import { SongError } from '../song-error.ts'
import { type AnalysisInput, readAnalysisInput } from './analysis-input.ts'
import type { AnalysisEvents, AnalysisJob, AnalysisStage } from './analysis-types.ts'
import { partitionSong } from './chunks.ts'
import { type EmbeddingWorkers, embedSong } from './embedding/engines.ts'
import { toUnitRms } from './embedding/points.ts'
import { extractFeatures } from './features.ts'
import { computeMelSpectrogram } from './mel-spectrogram.ts'
import { findCutFrames } from './slicing.ts'
import { createSpectrogramImage } from './spectrogram-image.ts'

/**
 * The whole way from sound to Song: mono, 22,050 Hz, log-mel spectrum, onsets, chunks, features, t-SNE in 3D and
 * 2D. In the browser it runs in a worker (analysis-client.ts). Same sound, same job: same Song.
 * @param pcm the decoded file at its own sample rate
 * @param help further workers for the embedding, where there are some; the Song is the same without
 * @throws {SongError} if there is no sound at all, or more chunks than the engine takes
 */
export async function analyzeSong(
  pcm: Pcm,
  job: AnalysisJob,
  events: AnalysisEvents,
  help: EmbeddingWorkers = {},
): Promise<Song> {
  if (!(getPcmDuration(pcm) > 0)) throw new SongError('noAudio', { name: job.source.name })
  events.onProgress?.('resampling', 0)
  const listening = readAnalysisInput(pcm, (fraction) => events.onProgress?.('resampling', fraction))
  return analyzeInput(listening, job, events, help)
}

/**
 * The same from what an intake has kept of the sound: for sound that comes in blocks and is never there as a whole.
 * @throws {SongError} if there is no sound at all, or more chunks than the engine takes
 */
export async function analyzeInput(
  listening: AnalysisInput,
  job: AnalysisJob,
  events: AnalysisEvents,
  help: EmbeddingWorkers = {},
): Promise<Song> {
  const { samples, duration, rmsLevel: levelOf } = listening
  if (!(duration > 0)) throw new SongError('noAudio', { name: job.source.name })
  const progressOf = (stage: AnalysisStage) => {
    events.onProgress?.(stage, 0)
    return (fraction: number) => events.onProgress?.(stage, fraction)
  }

  const spectrogram = computeMelSpectrogram(samples, progressOf('spectrum'))

  events.onSpectrogram?.(createSpectrogramImage(spectrogram))

  const onsetProgress = progressOf('onsets')
  const cuts = findCutFrames(job.settings.slicing, spectrogram)
  const chunks = partitionSong(cuts, duration, samples.length, job.settings.minChunk)
  const levels = chunks.map(({ start, end }) => roundTo(levelOf(start, end), 2))
  onsetProgress(1)
  events.onOutline?.(chunks.map(({ start, end }, i) => ({ start, end, loudness: levels[i]! })))

  const vectors = extractFeatures(job.settings.preset, samples, spectrogram, chunks, progressOf('features'))

  const { form, map, trust, quality } = await embedSong(
    vectors,
    job.settings,
    {
      onForm: (points, iteration, iterations) =>
        events.onForm?.(Float32Array.from(toUnitRms(points)), iteration, iterations),
      onMap: (points, iteration, iterations) =>
        events.onMap?.(Float32Array.from(toUnitRms(points)), iteration, iterations),
    },
    progressOf('embedding'),
    help,
  )
  const positions = toUnitRms(form)
  const places = toUnitRms(map)

  return {
    format: 'songwalk',
    version: 1,
    title: job.title,
    ...(job.artist === undefined ? {} : { artist: job.artist }),
    ...(job.license === undefined ? {} : { license: job.license }),
    source: { ...job.source, duration },
    settings: job.settings,
    quality: {
      ...quality,
      divergence: roundTo(quality.divergence, 4),
      trustworthiness: roundTo(quality.trustworthiness, 4),
    },
    chunks: chunks.map(
      ({ start, end }, i): SongChunk => ({
        start,
        end,
        features: Array.from(vectors[i] as Float64Array, (x) => roundTo(x, 6)),
        position: [0, 1, 2].map((d) => roundTo(positions[i * 3 + d]!, 5)) as [number, number, number],
        map: [0, 1].map((d) => roundTo(places[i * 2 + d]!, 5)) as [number, number],
        loudness: levels[i]!,
        trust: roundTo(trust[i]!, 4),
      }),
    ),
  }
}

/** Rounded for the file; the last addition turns -0 into 0, which JSON could not keep. */
function roundTo(value: number, digits: number): number {
  const unit = 10 ** digits
  return Math.round(value * unit) / unit + 0
}
