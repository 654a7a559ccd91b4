import type { Levels } from '../dsp/levels.ts'
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
 * Analyzes a sound: mono at 22,050 Hz, log-mel spectrogram, slicing, features, embedding in 3D and 2D. Browsers run it in
 * a worker (analysis-client.ts). Same sound and job: same Song.
 * @param pcm the decoded file at its own sample rate
 * @param workers further workers for the embedding; the Song is the same without them
 * @throws {SongError} if the sound is empty, or has more chunks than the engine takes
 */
export async function analyzeSong(
  pcm: Pcm,
  job: AnalysisJob,
  events: AnalysisEvents,
  workers: EmbeddingWorkers = {},
): Promise<Song> {
  if (!(getPcmDuration(pcm) > 0)) throw new SongError('noAudio', { name: job.source.name })
  events.onProgress?.('resampling', 0)
  const input = readAnalysisInput(pcm, (fraction) => events.onProgress?.('resampling', fraction))
  return analyzeInput(input, job, events, workers)
}

/**
 * {@link analyzeSong} for a sound that arrived in blocks.
 * @throws {SongError} if the sound is empty, or has more chunks than the engine takes
 */
export async function analyzeInput(
  input: AnalysisInput,
  job: AnalysisJob,
  events: AnalysisEvents,
  workers: EmbeddingWorkers = {},
): Promise<Song> {
  const { samples, duration, rmsLevel, levels } = input
  if (!(duration > 0)) throw new SongError('noAudio', { name: job.source.name })
  const startStage = (stage: AnalysisStage) => {
    events.onProgress?.(stage, 0)
    return (fraction: number) => events.onProgress?.(stage, fraction)
  }

  const spectrogram = computeMelSpectrogram(samples, startStage('spectrum'))

  events.onSpectrogram?.(createSpectrogramImage(spectrogram))

  const onOnsetProgress = startStage('onsets')
  const cuts = findCutFrames(job.settings.slicing, spectrogram, samples)
  const chunks = partitionSong(cuts, duration, samples.length, job.settings.minChunk)
  const chunkLevels = chunks.map(({ start, end }) => roundTo(rmsLevel(start, end), 2))
  onOnsetProgress(1)
  events.onOutline?.(chunks.map(({ start, end }, i) => ({ start, end, loudness: chunkLevels[i]! })))

  const vectors = extractFeatures(job.settings.preset, samples, spectrogram, chunks, startStage('features'))

  const { form, map, trust, quality } = await embedSong(
    vectors,
    job.settings,
    {
      onForm: (points, iteration, iterations) =>
        events.onForm?.(Float32Array.from(toUnitRms(points)), iteration, iterations),
      onMap: (points, iteration, iterations) =>
        events.onMap?.(Float32Array.from(toUnitRms(points)), iteration, iterations),
    },
    startStage('embedding'),
    workers,
  )
  const positions = toUnitRms(form)
  const mapPositions = toUnitRms(map)

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
    levels: roundLevels(levels),
    chunks: chunks.map(
      ({ start, end }, i): SongChunk => ({
        start,
        end,
        features: Array.from(vectors[i] as Float64Array, (x) => roundTo(x, 6)),
        position: [0, 1, 2].map((d) => roundTo(positions[i * 3 + d]!, 5)) as [number, number, number],
        map: [0, 1].map((d) => roundTo(mapPositions[i * 2 + d]!, 5)) as [number, number],
        loudness: chunkLevels[i]!,
        trust: roundTo(trust[i]!, 4),
      }),
    ),
  }
}

/** As a Song has them. */
export const roundLevels = ({ loudness, monoLoudness, truePeak }: Levels): Levels => ({
  loudness: roundTo(loudness, 2),
  monoLoudness: roundTo(monoLoudness, 2),
  truePeak: roundTo(truePeak, 2),
})

/** Rounds a number of the Song; adding 0 turns -0 into 0, which JSON cannot represent. */
function roundTo(value: number, digits: number): number {
  const unit = 10 ** digits
  return Math.round(value * unit) / unit + 0
}
