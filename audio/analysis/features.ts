import { bestPath, type Path } from '../dsp/wasm-kernels.ts'
import type { SongSettings } from '../song/song.ts'
import type { Samples } from '../units.ts'
import { type Cepstrum, createCepstrum, createStretchMeter, type Stretch } from './chunk-mfcc.ts'
import type { ChunkSpan } from './chunks.ts'
import { createHarmonyMeter } from './harmony.ts'
import { analysisRate, bands, frameCount, type MelSpectrogram } from './mel-spectrogram.ts'
import { coefficients, deviationOverFrames, meanDelta, meanDeltaDelta, meanOverFrames } from './mfcc.ts'

type Preset = SongSettings['preset']

/** Only the beginning of a chunk is described. */
const describedLength: Samples = analysisRate
/** Below it a deviation is rounding. */
const noDeviation = 1e-9

/** Rows of bands, one after another. */
function rowsOf(...rows: Float32Array[]): Float32Array {
  const all = new Float32Array(rows.length * bands)
  rows.forEach((row, i) => {
    all.set(row, i * bands)
  })
  return all
}

function means({ frames, sums }: Stretch): Float32Array {
  const mean = new Float32Array(bands)
  for (let b = 0; b < bands; b++) mean[b] = (sums[b] as number) / frames
  return mean
}

function timbre({ frames, decibels }: Stretch, cepstrum: Cepstrum): Float64Array {
  const values = cepstrum(decibels)
  return Float64Array.of(...meanOverFrames(values, frames), ...deviationOverFrames(values, frames))
}

/**
 * What each preset says of a chunk, before standardization:
 * - `original`, 26: means of 13 MFCCs and of their slopes; the artwork's reading of Gene Kogan's ml4a audio-tsne notebook
 * - `ml4a`, 39: the notebook's own vector, with the means of the slopes' slopes
 * - `timbre`, 26: means and standard deviations of 13 MFCCs
 * - `timbre-no-loudness`, 24: the same without the first coefficient, the level
 * - `harmony`, 45: the 26 of `timbre`, then means of 12 pitch classes and of the contrast in 7 bands (harmony.ts)
 */
const cepstralNumbers: Record<Preset, (stretch: Stretch, cepstrum: Cepstrum) => Float64Array> = {
  original: (stretch, cepstrum) => cepstrum(rowsOf(means(stretch), meanDelta(stretch.decibels))),
  ml4a: (stretch, cepstrum) =>
    cepstrum(rowsOf(means(stretch), meanDelta(stretch.decibels), meanDeltaDelta(stretch.decibels))),
  timbre,
  'timbre-no-loudness': (stretch, cepstrum) => timbre(stretch, cepstrum).filter((_, i) => i % coefficients !== 0),
  harmony: timbre,
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
export function describeChunks(
  preset: Preset,
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): Float64Array[] {
  const measure = createStretchMeter(samples, spectrogram, describedLength, path)
  const cepstrum = createCepstrum(frameCount(describedLength), path)
  const measureHarmony = preset === 'harmony' ? createHarmonyMeter() : undefined
  const rows = chunks.map(({ from, to }, i) => {
    const end = Math.min(to, from + describedLength)
    const cepstral = cepstralNumbers[preset](measure(from, end), cepstrum)
    const harmony = measureHarmony?.(samples, from, end)
    onProgress?.((i + 1) / chunks.length)
    return harmony ? Float64Array.of(...cepstral, ...harmony) : cepstral.slice()
  })
  return preset === 'harmony' ? transpose(transpose(rows).map(standardize)) : rows.map(standardize)
}

/** {@link describeChunks} with preset `original`. */
export const originalFeatures = (
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): Float64Array[] => describeChunks('original', samples, spectrogram, chunks, onProgress, path)

/** Zero mean, unit standard deviation; a constant vector has no shape to keep and becomes all zeros. */
function standardize(vector: Float64Array): Float64Array {
  const { length } = vector
  let sum = 0
  for (let i = 0; i < length; i++) sum += vector[i] as number
  const mean = sum / length
  let squares = 0
  for (let i = 0; i < length; i++) squares += ((vector[i] as number) - mean) ** 2
  const deviation = Math.sqrt(squares / length)
  const standard = new Float64Array(length)
  if (deviation > noDeviation) for (let i = 0; i < length; i++) standard[i] = ((vector[i] as number) - mean) / deviation
  return standard
}

const transpose = (rows: Float64Array[]): Float64Array[] =>
  Array.from({ length: rows[0]?.length ?? 0 }, (_, d) => Float64Array.from(rows, (row) => row[d] as number))
