import { cosine } from '../dsp/deterministic-math.ts'
import { bands } from './mel-spectrogram.ts'

/** Coefficients kept. */
export const coefficients = 13
const half = bands / 2

/**
 * DCT-II, orthonormal (scipy.fft.dct, type 2, norm 'ortho'): row c is the cosine of coefficient c over the lower half of
 * the bands. Over the upper half it comes back mirrored, with its sign changed where c is odd.
 */
export const halfCosines = Float64Array.from({ length: coefficients * half }, (_, i) => {
  const c = Math.floor(i / half)
  const gain = Math.sqrt((c === 0 ? 1 : 2) / bands)
  return gain * cosine((Math.PI * c * ((i % half) + 0.5)) / bands)
})

/**
 * Mel-frequency cepstral coefficients: librosa.feature.mfcc(S=..., n_mfcc=13), no lifter.
 * @param decibels rows of `bands` each
 * @returns 13 a row
 */
export function mfcc(decibels: Float32Array): Float64Array {
  const frames = decibels.length / bands
  const result = new Float64Array(frames * coefficients)
  const sums = new Float64Array(half)
  const differences = new Float64Array(half)
  for (let t = 0; t < frames; t++) {
    const row = t * bands
    for (let b = 0; b < half; b++) {
      const low = decibels[row + b] as number
      const high = decibels[row + bands - 1 - b] as number
      sums[b] = low + high
      differences[b] = low - high
    }
    for (let c = 0; c < coefficients; c++)
      result[t * coefficients + c] = weigh(c % 2 === 0 ? sums : differences, c * half)
  }
  return result
}

/** The sum of half a frame times a row of cosines, in four sums, so that one need not wait for the other. */
function weigh(values: Float64Array, basis: number): number {
  let s0 = 0
  let s1 = 0
  let s2 = 0
  let s3 = 0
  for (let b = 0; b < half; b += 4) {
    s0 += (halfCosines[basis + b] as number) * (values[b] as number)
    s1 += (halfCosines[basis + b + 1] as number) * (values[b + 1] as number)
    s2 += (halfCosines[basis + b + 2] as number) * (values[b + 2] as number)
    s3 += (halfCosines[basis + b + 3] as number) * (values[b + 3] as number)
  }
  return s0 + s1 + (s2 + s3)
}

/**
 * What the frames at an end weigh in the mean over all frames of a derivative, the outermost first: of all others, each
 * is added as often as it is taken away. Where there are fewer frames, the other end's repeats.
 */
const slopeWeights = [40, 9, 7, 4]
const bendWeights = [90, -27, -35, -28]

/**
 * The mean over frames of the slope of each band: librosa.feature.delta(width=9, mode='nearest'), a Savitzky-Golay
 * derivative of order 1 whose ends repeat the outermost frame. As the cosine transform is linear, the coefficients of
 * this mean are the mean slopes of the coefficients.
 * @param values frames × bands
 * @returns bands numbers, per frame
 */
export const meanDelta = (values: Float32Array): Float32Array => weighEnds(values, slopeWeights, -1, 60)

/**
 * The mean over frames of how the slope of each band changes: librosa.feature.delta(width=9, order=2, mode='nearest'), a
 * Savitzky-Golay second derivative of polynomial order 2 whose ends repeat the outermost frame.
 * @param values frames × bands
 * @returns bands numbers, per frame squared
 */
export const meanDeltaDelta = (values: Float32Array): Float32Array => weighEnds(values, bendWeights, 1, 462)

function weighEnds(values: Float32Array, weights: readonly number[], beginning: number, divisor: number): Float32Array {
  const frames = values.length / bands
  const mean = new Float32Array(bands)
  const scale = 1 / (divisor * frames)
  const rows = weights.map((weight, i) => ({
    first: Math.min(frames - 1, i) * bands,
    last: Math.max(0, frames - 1 - i) * bands,
    weight: weight * scale,
  }))
  for (let b = 0; b < bands; b++) {
    let sum = 0
    for (const { first, last, weight } of rows)
      sum += weight * ((values[last + b] as number) + beginning * (values[first + b] as number))
    mean[b] = sum
  }
  return mean
}

/** The mean over frames of each coefficient: frames × 13 to 13. */
export function meanOverFrames(values: Float64Array, frames: number): Float64Array {
  const mean = new Float64Array(coefficients)
  for (let row = 0; row < values.length; row += coefficients)
    for (let c = 0; c < coefficients; c++) mean[c] = (mean[c] as number) + (values[row + c] as number)
  return mean.map((sum) => sum / frames)
}

/** The standard deviation over frames of each coefficient: frames × 13 to 13. */
export function deviationOverFrames(values: Float64Array, frames: number): Float64Array {
  const mean = meanOverFrames(values, frames)
  const squares = values.map((value, i) => (value - (mean[i % coefficients] as number)) ** 2)
  return meanOverFrames(squares, frames).map(Math.sqrt)
}
