import { MEL_BANDS } from './mel-spectrogram.ts'

/**
 * Weights of the frames at an end, the outermost first, in the mean over all frames of a derivative: every other frame is
 * added as often as it is subtracted. A stretch of fewer frames repeats its outermost frame.
 */
const deltaEndWeights = [40, 9, 7, 4]
const deltaDeltaEndWeights = [90, -27, -35, -28]

/**
 * The mean over frames of the slope of each band: librosa.feature.delta(width=9, mode='nearest'), a Savitzky-Golay
 * derivative of order 1 whose ends repeat the outermost frame. The cosine transform is linear, so
 * the coefficients of this mean are the mean slopes of the coefficients.
 * @param values frames × bands
 * @returns one number per band, per frame
 */
export const computeMeanDelta = (values: Float32Array): Float32Array => averageEnds(values, deltaEndWeights, -1, 60)

/**
 * The mean over frames of each band's second derivative: librosa.feature.delta(width=9, order=2, mode='nearest'), a
 * Savitzky-Golay filter of polynomial order 2 whose ends repeat the outermost frame.
 * @param values frames × bands
 * @returns one number per band, per frame squared
 */
export const computeMeanDeltaDelta = (values: Float32Array): Float32Array =>
  averageEnds(values, deltaDeltaEndWeights, 1, 462)

function averageEnds(
  values: Float32Array,
  weights: readonly number[],
  startSign: number,
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
    for (const { first, last, weight } of rows) sum += weight * (values[last + b]! + startSign * values[first + b]!)
    mean[b] = sum
  }
  return mean
}
