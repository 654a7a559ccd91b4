import type { ChunkSpan } from './chunks.ts'
import { delta, meanOverFrames, mfcc } from './mfcc.ts'
import { bestPath, type Path } from './simd.ts'
import {
  analysisRate,
  bands,
  createFrameMeter,
  type FrameMeter,
  fftSize,
  frameCount,
  hop,
  type MelSpectrogram,
} from './spectrum.ts'
import type { Samples } from './units.ts'

/** Decibels below a chunk's loudest band that still count. */
const dynamicRange = 80
/** Only the beginning of a chunk is described. */
const describedLength: Samples = analysisRate

/**
 * The 26 numbers of preset `original` for every chunk: the means over frames of 13 MFCCs and of their slopes,
 * standardized within the vector (so that Euclidean distance orders pairs as correlation does); the artwork's
 * reading of Gene Kogan's ml4a audio-tsne notebook.
 * @param samples the song, mono at the analysis rate
 * @param spectrogram of the same samples
 * @returns one vector of 26 a chunk, all finite; all zero where the means are all equal, as in silence
 */
export function originalFeatures(
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  chunks: ChunkSpan[],
  onProgress?: (fraction: number) => void,
  path: Path = bestPath(),
): Float64Array[] {
  const measure = createFrameMeter(path)
  return chunks.map(({ from, to }, i) => {
    const { mfccMean, deltaMean } = cepstralMeans(samples, spectrogram, from, to, measure)
    onProgress?.((i + 1) / chunks.length)
    return standardize(Float64Array.of(...mfccMean, ...deltaMean))
  })
}

/**
 * Mean MFCCs and mean slopes of a stretch's first second.
 * @param from first sample, on the hop grid
 * @param to one past the last sample, above `from`
 * @returns 13 numbers each
 */
export function cepstralMeans(
  samples: Float32Array,
  spectrogram: MelSpectrogram,
  from: Samples,
  to: Samples,
  measure: FrameMeter,
): { mfccMean: Float64Array; deltaMean: Float64Array } {
  const end = Math.min(to, from + describedLength)
  const frames = frameCount(end - from)
  const decibels = chunkDecibels(samples, spectrogram, from, end, measure)
  toOwnMaximum(decibels)
  const coefficients = mfcc(decibels, frames)
  return {
    mfccMean: meanOverFrames(coefficients, frames),
    deltaMean: meanOverFrames(delta(coefficients, frames), frames),
  }
}

/**
 * The log-mel frames of a stretch as if it were a file of its own. Its frames lie on the song's grid, so those
 * that see nothing beyond the stretch are the song's own; only the few at its edges are measured again.
 */
function chunkDecibels(
  samples: Float32Array,
  { decibels: song }: MelSpectrogram,
  from: Samples,
  to: Samples,
  measure: FrameMeter,
): Float64Array {
  const frames = frameCount(to - from)
  const decibels = new Float64Array(frames * bands)
  const reach = fftSize / 2
  const isWhole = (t: number): boolean => {
    const center = from + t * hop
    return (from === 0 || center - reach >= from) && (to === samples.length || center + reach <= to)
  }
  for (let t = 0; t < frames; ) {
    const begin = t
    const whole = isWhole(begin)
    while (t < frames && isWhole(t) === whole) t++
    const center = from + begin * hop
    const row = (center / hop) * bands
    if (whole) decibels.set(song.subarray(row, row + (t - begin) * bands), begin * bands)
    else measure(samples, center, t - begin, from, to, decibels, begin * bands)
  }
  return decibels
}

/** librosa.power_to_db(ref=np.max), in place: 0 at the loudest band, nothing below -80. */
function toOwnMaximum(decibels: Float64Array): void {
  let loudest = -Infinity
  for (let i = 0; i < decibels.length; i++) loudest = Math.max(loudest, decibels[i] as number)
  for (let i = 0; i < decibels.length; i++) decibels[i] = Math.max(-dynamicRange, (decibels[i] as number) - loudest)
}

/** Zero mean, unit standard deviation; a constant vector has no shape to keep and becomes all zeros. */
function standardize(vector: Float64Array): Float64Array {
  const mean = vector.reduce((sum, x) => sum + x, 0) / vector.length
  const deviation = Math.sqrt(vector.reduce((sum, x) => sum + (x - mean) ** 2, 0) / vector.length)
  return vector.map((x) => (deviation > 1e-9 ? (x - mean) / deviation : 0))
}
