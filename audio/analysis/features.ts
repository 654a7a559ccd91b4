import { type Backend, selectBackend } from '../dsp/wasm-kernels.ts'
import type { SongSettings } from '../song/song.ts'
import type { Samples } from '../units.ts'
import { type ChunkFrames, createChunkFrameReader } from './chunk-frames.ts'
import type { ChunkSpan } from './chunks.ts'
import { createHarmonyAnalyzer } from './harmony.ts'
import { ANALYSIS_RATE_HZ, countFrames, MEL_BANDS, type MelSpectrogram } from './mel-spectrogram.ts'
import {
  computeDeviationOverFrames,
  computeMeanOverFrames,
  createMfccTransform,
  MFCC_COUNT,
  type MfccTransform,
} from './mfcc.ts'
import { computeMeanDelta, computeMeanDeltaDelta } from './mfcc-delta.ts'

type Preset = SongSettings['preset']

/** The features describe the first second of a chunk. */
const MAX_DESCRIBED_SAMPLES: Samples = ANALYSIS_RATE_HZ
/** A smaller standard deviation is a rounding error. */
const MIN_DEVIATION = 1e-9

/** Joins rows of `MEL_BANDS` numbers. */
function concatRows(...rows: Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * MEL_BANDS)
  rows.forEach((row, i) => {
    all.set(row, i * MEL_BANDS)
  })
  return all
}

function computeBandMeans({ frames, sums }: ChunkFrames): Float32Array {
  const mean = new Float32Array(MEL_BANDS)
  for (let b = 0; b < MEL_BANDS; b++) mean[b] = sums[b]! / frames
  return mean
}

function computeTimbre({ frames, decibels }: ChunkFrames, mfcc: MfccTransform): Float64Array {
  const values = mfcc(decibels)
  return Float64Array.of(...computeMeanOverFrames(values, frames), ...computeDeviationOverFrames(values, frames))
}

/**
 * The MFCC features of each preset, before standardization:
 * - `original`, 26: means of 13 MFCCs and of their slopes; the artwork's variant of Gene Kogan's ml4a audio-tsne notebook
 * - `ml4a`, 39: the notebook's own vector: also the means of the second derivatives
 * - `timbre`, 26: means and standard deviations of 13 MFCCs
 * - `timbre-no-loudness`, 24: the same without the first coefficient, which is the level
 * - `harmony`, 45: the 26 of `timbre`, then means of 12 pitch classes and of the spectral contrast in 7 bands (harmony.ts)
 */
const mfccFeatures: Record<Preset, (frames: ChunkFrames, mfcc: MfccTransform) => Float64Array> = {
  original: (frames, mfcc) => mfcc(concatRows(computeBandMeans(frames), computeMeanDelta(frames.decibels))),
  ml4a: (frames, mfcc) =>
    mfcc(
      concatRows(computeBandMeans(frames), computeMeanDelta(frames.decibels), computeMeanDeltaDelta(frames.decibels)),
    ),
  timbre: computeTimbre,
  'timbre-no-loudness': (frames, mfcc) => computeTimbre(frames, mfcc).filter((_, i) => i % MFCC_COUNT !== 0),
  harmony: computeTimbre,
}

/**
 * The features of every chunk, from its first second as if that were a file of its own. Each vector is standardized by
 * itself, so Euclidean distance orders pairs as correlation does. The numbers of `harmony` have different units: each is
 * standardized over the chunks instead.
 * @param samples the song, mono at the analysis rate
 * @param spectrogram of the same samples
 * @param backend both give the same bits
 * @returns one vector a chunk, all finite; zeros where nothing varies, as in silence
 */
export function extractFeatures(
  preset: Preset,
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  backend: Backend = selectBackend(),
): Float64Array[] {
  const readFrames = createChunkFrameReader(samples, spectrogram, MAX_DESCRIBED_SAMPLES, backend)
  const mfcc = createMfccTransform(countFrames(MAX_DESCRIBED_SAMPLES), backend)
  const measureHarmony = preset === 'harmony' ? createHarmonyAnalyzer() : undefined
  const rows = chunks.map(({ from, to }, i) => {
    const end = Math.min(to, from + MAX_DESCRIBED_SAMPLES)
    const features = mfccFeatures[preset](readFrames(from, end), mfcc)
    const harmony = measureHarmony?.(samples, from, end)
    onProgress?.((i + 1) / chunks.length)
    return harmony ? Float64Array.of(...features, ...harmony) : features.slice()
  })
  return preset === 'harmony' ? transpose(transpose(rows).map(standardize)) : rows.map(standardize)
}

/** {@link extractFeatures} with preset `original`. */
export const extractOriginalFeatures = (
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  backend: Backend = selectBackend(),
): Float64Array[] => extractFeatures('original', samples, spectrogram, chunks, onProgress, backend)

/** Zero mean, unit standard deviation; a constant vector has no shape to keep and becomes all zeros. */
function standardize(vector: Float64Array): Float64Array {
  const { length } = vector
  let sum = 0
  for (let i = 0; i < length; i++) sum += vector[i]!
  const mean = sum / length
  let squares = 0
  for (let i = 0; i < length; i++) squares += (vector[i]! - mean) ** 2
  const deviation = Math.sqrt(squares / length)
  const standard = new Float64Array(length)
  if (deviation > MIN_DEVIATION) for (let i = 0; i < length; i++) standard[i] = (vector[i]! - mean) / deviation
  return standard
}

const transpose = (rows: Float64Array[]): Float64Array[] =>
  Array.from({ length: rows[0]?.length ?? 0 }, (_, d) => Float64Array.from(rows, (row) => row[d]!))
