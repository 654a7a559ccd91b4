import { type Backend, bestBackend } from '../dsp/wasm-kernels.ts'
import type { SongSettings } from '../song/song.ts'
import type { Samples } from '../units.ts'
import { type ChunkFrames, createChunkFrameReader, createMfccTransform, type MfccTransform } from './chunk-mfcc.ts'
import type { ChunkSpan } from './chunks.ts'
import { createHarmonyAnalyzer } from './harmony.ts'
import { ANALYSIS_RATE_HZ, countFrames, MEL_BANDS, type MelSpectrogram } from './mel-spectrogram.ts'
import {
  computeDeviationOverFrames,
  computeMeanDelta,
  computeMeanDeltaDelta,
  computeMeanOverFrames,
  MFCC_COUNT,
} from './mfcc.ts'

type Preset = SongSettings['preset']

/** Only the beginning of a chunk is described. */
const DESCRIBED_SAMPLES: Samples = ANALYSIS_RATE_HZ
/** Below it a deviation is rounding. */
const MIN_DEVIATION = 1e-9

/** Rows of bands, one after another. */
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

function computeTimbre({ frames, decibels }: ChunkFrames, cepstrum: MfccTransform): Float64Array {
  const values = cepstrum(decibels)
  return Float64Array.of(...computeMeanOverFrames(values, frames), ...computeDeviationOverFrames(values, frames))
}

/**
 * What each preset says of a chunk, before standardization:
 * - `original`, 26: means of 13 MFCCs and of their slopes; the artwork's reading of Gene Kogan's ml4a audio-tsne notebook
 * - `ml4a`, 39: the notebook's own vector, with the means of the slopes' slopes
 * - `timbre`, 26: means and standard deviations of 13 MFCCs
 * - `timbre-no-loudness`, 24: the same without the first coefficient, the level
 * - `harmony`, 45: the 26 of `timbre`, then means of 12 pitch classes and of the contrast in 7 bands (harmony.ts)
 */
const cepstralFeatures: Record<Preset, (stretch: ChunkFrames, cepstrum: MfccTransform) => Float64Array> = {
  original: (stretch, cepstrum) => cepstrum(concatRows(computeBandMeans(stretch), computeMeanDelta(stretch.decibels))),
  ml4a: (stretch, cepstrum) =>
    cepstrum(
      concatRows(
        computeBandMeans(stretch),
        computeMeanDelta(stretch.decibels),
        computeMeanDeltaDelta(stretch.decibels),
      ),
    ),
  timbre: computeTimbre,
  'timbre-no-loudness': (stretch, cepstrum) => computeTimbre(stretch, cepstrum).filter((_, i) => i % MFCC_COUNT !== 0),
  harmony: computeTimbre,
}

/**
 * The numbers of a preset for every chunk, from its first second, cut out as a file of its own. Each vector is
 * standardized within itself, so that Euclidean distance orders pairs as correlation does; those of `harmony`, whose
 * numbers have different units, each number over the song's chunks.
 * @param samples the song, mono at the analysis rate
 * @param spectrogram of the same samples
 * @param path either gives the same bits
 * @returns one vector a chunk, all finite; zeros where there is nothing to tell apart, as in silence
 */
export function extractFeatures(
  preset: Preset,
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  path: Backend = bestBackend(),
): Float64Array[] {
  const measure = createChunkFrameReader(samples, spectrogram, DESCRIBED_SAMPLES, path)
  const cepstrum = createMfccTransform(countFrames(DESCRIBED_SAMPLES), path)
  const measureHarmony = preset === 'harmony' ? createHarmonyAnalyzer() : undefined
  const rows = chunks.map(({ from, to }, i) => {
    const end = Math.min(to, from + DESCRIBED_SAMPLES)
    const cepstral = cepstralFeatures[preset](measure(from, end), cepstrum)
    const harmony = measureHarmony?.(samples, from, end)
    onProgress?.((i + 1) / chunks.length)
    return harmony ? Float64Array.of(...cepstral, ...harmony) : cepstral.slice()
  })
  return preset === 'harmony' ? transpose(transpose(rows).map(standardize)) : rows.map(standardize)
}

/** {@link extractFeatures} with preset `original`. */
export const extractOriginalFeatures = (
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  path: Backend = bestBackend(),
): Float64Array[] => extractFeatures('original', samples, spectrogram, chunks, onProgress, path)

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
