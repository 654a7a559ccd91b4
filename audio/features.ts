import { type Cepstra, createStretchMeter } from './cepstra.ts'
import type { ChunkSpan } from './chunks.ts'
import { createHarmonyMeter } from './harmony.ts'
import { delta, deltaDelta, deviationOverFrames, meanOverFrames } from './mfcc.ts'
import { bestPath, type Path } from './simd.ts'
import type { SongSettings } from './song.ts'
import { analysisRate, type MelSpectrogram } from './spectrum.ts'
import type { Samples } from './units.ts'

type Preset = SongSettings['preset']

/** Only the beginning of a chunk is described. */
const describedLength: Samples = analysisRate
/** Below it a deviation is rounding. */
const noDeviation = 1e-9

const means = ({ values, frames }: Cepstra): Float64Array => meanOverFrames(values, frames)
const deviations = ({ values, frames }: Cepstra): Float64Array => deviationOverFrames(values, frames)
const slopes = ({ values, frames }: Cepstra): Float64Array => meanOverFrames(delta(values, frames), frames)
const bends = ({ values, frames }: Cepstra): Float64Array => meanOverFrames(deltaDelta(values, frames), frames)

/**
 * What each preset says of a chunk, before standardization:
 * - `original`, 26: means of 13 MFCCs and of their slopes; the artwork's reading of Gene Kogan's ml4a audio-tsne notebook
 * - `ml4a`, 39: the notebook's own vector, with the means of the slopes' slopes
 * - `timbre`, 26: means and standard deviations of 13 MFCCs
 * - `timbre-no-loudness`, 24: the same without the first coefficient, the level
 * - `harmony`, 45: the 26 of `timbre`, then means of 12 pitch classes and of the contrast in 7 bands (harmony.ts)
 */
const cepstralNumbers: Record<Preset, (cepstra: Cepstra) => number[]> = {
  original: (cepstra) => [...means(cepstra), ...slopes(cepstra)],
  ml4a: (cepstra) => [...means(cepstra), ...slopes(cepstra), ...bends(cepstra)],
  timbre: (cepstra) => [...means(cepstra), ...deviations(cepstra)],
  'timbre-no-loudness': (cepstra) => [...means(cepstra).subarray(1), ...deviations(cepstra).subarray(1)],
  harmony: (cepstra) => [...means(cepstra), ...deviations(cepstra)],
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
  const measureHarmony = preset === 'harmony' ? createHarmonyMeter() : undefined
  const rows = chunks.map(({ from, to }, i) => {
    const end = Math.min(to, from + describedLength)
    const cepstra = measure(from, end)
    const harmony = measureHarmony?.(samples, from, end) ?? []
    onProgress?.((i + 1) / chunks.length)
    return Float64Array.of(...cepstralNumbers[preset](cepstra), ...harmony)
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
  const mean = vector.reduce((sum, x) => sum + x, 0) / vector.length
  const deviation = Math.sqrt(vector.reduce((sum, x) => sum + (x - mean) ** 2, 0) / vector.length)
  return vector.map((x) => (deviation > noDeviation ? (x - mean) / deviation : 0))
}

const transpose = (rows: Float64Array[]): Float64Array[] =>
  Array.from({ length: rows[0]?.length ?? 0 }, (_, d) => Float64Array.from(rows, (row) => row[d] as number))
