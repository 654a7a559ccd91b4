import { noSound } from '../decoding/identify-file.ts'
import { durationOf, type Pcm } from '../pcm.ts'
import type { Song, SongChunk } from '../song/song.ts'
import { type Listening, listen } from './analysis-input.ts'
import type { AnalysisEvents, AnalysisJob, Stage } from './analysis-types.ts'
import { partition } from './chunks.ts'
import { type EmbeddingHelp, embedSong } from './embedding/engines.ts'
import { toUnitForm } from './embedding/points.ts'
import { describeChunks } from './features.ts'
import { melSpectrogram } from './mel-spectrogram.ts'
import { cutFrames } from './slicing.ts'
import { spectrumImage } from './spectrogram-image.ts'

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
  help: EmbeddingHelp = {},
): Promise<Song> {
  if (!(durationOf(pcm) > 0)) throw noSound(job.source.name)
  events.onProgress?.('resampling', 0)
  const listening = listen(pcm, (fraction) => events.onProgress?.('resampling', fraction))
  return analyzeListening(listening, job, events, help)
}

/**
 * The same from what an intake has kept of the sound: for sound that comes in blocks and is never there as a whole.
 * @throws {SongError} if there is no sound at all, or more chunks than the engine takes
 */
export async function analyzeListening(
  listening: Listening,
  job: AnalysisJob,
  events: AnalysisEvents,
  help: EmbeddingHelp = {},
): Promise<Song> {
  const { samples, duration, levelOf } = listening
  if (!(duration > 0)) throw noSound(job.source.name)
  const progressOf = (stage: Stage) => {
    events.onProgress?.(stage, 0)
    return (fraction: number) => events.onProgress?.(stage, fraction)
  }

  const spectrogram = melSpectrogram(samples, progressOf('spectrum'))

  events.onSpectrum?.(spectrumImage(spectrogram))

  const onsetProgress = progressOf('onsets')
  const cuts = cutFrames(job.settings.slicing, spectrogram)
  const chunks = partition(cuts, duration, samples.length, job.settings.minChunk)
  const levels = chunks.map(({ start, end }) => round(levelOf(start, end), 2))
  onsetProgress(1)
  events.onOutline?.(chunks.map(({ start, end }, i) => ({ start, end, loudness: levels[i] as number })))

  const vectors = describeChunks(job.settings.preset, samples, spectrogram, chunks, progressOf('features'))

  const { form, map, trust, quality } = await embedSong(
    vectors,
    job.settings,
    {
      onForm: (points, iteration, iterations) =>
        events.onForm?.(Float32Array.from(toUnitForm(points)), iteration, iterations),
      onMap: (points, iteration, iterations) =>
        events.onMap?.(Float32Array.from(toUnitForm(points)), iteration, iterations),
    },
    progressOf('embedding'),
    help,
  )
  const positions = toUnitForm(form)
  const places = toUnitForm(map)

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
      divergence: round(quality.divergence, 4),
      trustworthiness: round(quality.trustworthiness, 4),
    },
    chunks: chunks.map(
      ({ start, end }, i): SongChunk => ({
        start,
        end,
        features: Array.from(vectors[i] as Float64Array, (x) => round(x, 6)),
        position: [0, 1, 2].map((d) => round(positions[i * 3 + d] as number, 5)) as [number, number, number],
        map: [0, 1].map((d) => round(places[i * 2 + d] as number, 5)) as [number, number],
        loudness: levels[i] as number,
        trust: round(trust[i] as number, 4),
      }),
    ),
  }
}

/** Rounded for the file; the last addition turns -0 into 0, which JSON could not keep. */
function round(value: number, digits: number): number {
  const unit = 10 ** digits
  return Math.round(value * unit) / unit + 0
}
