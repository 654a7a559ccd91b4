import { cosine } from '../dsp/deterministic-math.ts'
import { MEL_BANDS } from './mel-spectrogram.ts'

/** Coefficients kept. */
export const MFCC_COUNT = 13
const HALF_BANDS = MEL_BANDS / 2

/**
 * DCT-II, orthonormal (scipy.fft.dct, type 2, norm 'ortho'): row c is the cosine of coefficient c over the lower half of
 * the bands. Over the upper half it comes back mirrored, with its sign changed where c is odd.
 */
export const halfDctBasis = Float64Array.from({ length: MFCC_COUNT * HALF_BANDS }, (_, i) => {
  const c = Math.floor(i / HALF_BANDS)
  const gain = Math.sqrt((c === 0 ? 1 : 2) / MEL_BANDS)
  return gain * cosine((Math.PI * c * ((i % HALF_BANDS) + 0.5)) / MEL_BANDS)
})

/**
 * Mel-frequency cepstral coefficients: librosa.feature.mfcc(S=..., n_mfcc=13), no lifter.
 * @param decibels rows of `bands` each
 * @returns 13 a row
 */
export function computeMfcc(decibels: Float32Array): Float64Array {
  const frames = decibels.length / MEL_BANDS
  const result = new Float64Array(frames * MFCC_COUNT)
  const sums = new Float64Array(HALF_BANDS)
  const differences = new Float64Array(HALF_BANDS)
  for (let t = 0; t < frames; t++) {
    const row = t * MEL_BANDS
    for (let b = 0; b < HALF_BANDS; b++) {
      const low = decibels[row + b]!
      const high = decibels[row + MEL_BANDS - 1 - b]!
      sums[b] = low + high
      differences[b] = low - high
    }
    for (let c = 0; c < MFCC_COUNT; c++)
      result[t * MFCC_COUNT + c] = dotWithBasis(c % 2 === 0 ? sums : differences, c * HALF_BANDS)
  }
  return result
}

/** The sum of half a frame times a row of cosines, in four sums, so that one need not wait for the other. */
function dotWithBasis(values: Float64Array, basis: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let b = 0; b < HALF_BANDS; b += 4) {
    s0 += halfDctBasis[basis + b]! * values[b]!
    s1 += halfDctBasis[basis + b + 1]! * values[b + 1]!
    s2 += halfDctBasis[basis + b + 2]! * values[b + 2]!
    s3 += halfDctBasis[basis + b + 3]! * values[b + 3]!
  }
  return s0 + s1 + (s2 + s3)
}

/**
 * What the frames at an end weigh in the mean over all frames of a derivative, the outermost first: of all others, each
 * is added as often as it is taken away. Where there are fewer frames, the other end's repeats.
 */
const deltaEndWeights = [40, 9, 7, 4]
const deltaDeltaEndWeights = [90, -27, -35, -28]

/**
 * The mean over frames of the slope of each band: librosa.feature.delta(width=9, mode='nearest'), a Savitzky-Golay
 * derivative of order 1 whose ends repeat the outermost frame. As the cosine transform is linear, the coefficients of
 * this mean are the mean slopes of the coefficients.
 * @param values frames × bands
 * @returns bands numbers, per frame
 */
export const computeMeanDelta = (values: Float32Array): Float32Array => averageEnds(values, deltaEndWeights, -1, 60)

/**
 * The mean over frames of how the slope of each band changes: librosa.feature.delta(width=9, order=2, mode='nearest'), a
 * Savitzky-Golay second derivative of polynomial order 2 whose ends repeat the outermost frame.
 * @param values frames × bands
 * @returns bands numbers, per frame squared
 */
export const computeMeanDeltaDelta = (values: Float32Array): Float32Array =>
  averageEnds(values, deltaDeltaEndWeights, 1, 462)

function averageEnds(
  values: Float32Array,
  weights: readonly number[],
  beginning: number,
  divisor: number,
): Float32Array {
  const frames = values.length / MEL_BANDS
  const mean = new Float32Array(MEL_BANDS)
  const scale = 1 / (divisor * frames)
  const rows = weights.map((weight, i) => ({
    first: Math.min(frames - 1, i) * MEL_BANDS,
    last: Math.max(0, frames - 1 - i) * MEL_BANDS,
    weight: weight * scale,
  }))
  for (let b = 0; b < MEL_BANDS; b++) {
    let sum = 0
    for (const { first, last, weight } of rows) sum += weight * (values[last + b]! + beginning * values[first + b]!)
    mean[b] = sum
  }
  return mean
}

/** The mean over frames of each coefficient: frames × 13 to 13. */
export function computeMeanOverFrames(values: Float64Array, frames: number): Float64Array {
  const mean = new Float64Array(MFCC_COUNT)
  for (let row = 0; row < values.length; row += MFCC_COUNT)
    for (let c = 0; c < MFCC_COUNT; c++) mean[c]! += values[row + c]!
  return mean.map((sum) => sum / frames)
}

/** The standard deviation over frames of each coefficient: frames × 13 to 13. */
export function computeDeviationOverFrames(values: Float64Array, frames: number): Float64Array {
  const mean = computeMeanOverFrames(values, frames)
  const squares = values.map((value, i) => (value - mean[i % MFCC_COUNT]!) ** 2)
  return computeMeanOverFrames(squares, frames).map(Math.sqrt)
}
