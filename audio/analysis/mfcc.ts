import { cosine } from '../dsp/deterministic-math.ts'
import { type Backend, openKernelMemory, selectBackend } from '../dsp/wasm-kernels.ts'
import { MEL_BANDS } from './mel-spectrogram.ts'

/** Coefficients of a frame. */
export const MFCC_COUNT = 13
const HALF_BANDS = MEL_BANDS / 2

/**
 * DCT-II, orthonormal (scipy.fft.dct, type 2, norm 'ortho'): row c holds the cosine of coefficient c over the lower half
 * of the bands. The upper half mirrors it, with the opposite sign for odd c.
 */
const halfDctBasis = Float64Array.from({ length: MFCC_COUNT * HALF_BANDS }, (_, i) => {
  const c = Math.floor(i / HALF_BANDS)
  const gain = Math.sqrt((c === 0 ? 1 : 2) / MEL_BANDS)
  return gain * cosine((Math.PI * c * ((i % HALF_BANDS) + 0.5)) / MEL_BANDS)
})

/**
 * Mel-frequency cepstral coefficients: librosa.feature.mfcc(S=..., n_mfcc=13), no lifter.
 * @param decibels rows of `MEL_BANDS` each
 * @returns 13 numbers a row, overwritten by the next call
 */
export type MfccTransform = (decibels: Float32Array) => Float64Array

/**
 * @param maxRows rows of one call at most
 * @param backend both give the same bits
 */
export const createMfccTransform = (maxRows: number, backend: Backend = selectBackend()): MfccTransform =>
  backend === 'simd' ? createSimdMfcc(maxRows) : computeMfcc

function createSimdMfcc(maxRows: number): MfccTransform {
  const bytes = maxRows * (4 * MEL_BANDS + 8 * MFCC_COUNT) + 8 * (halfDctBasis.length + MEL_BANDS)
  const { kernels, f32, f64, putF64 } = openKernelMemory(bytes + 256)
  const input = f32(maxRows * MEL_BANDS)
  const values = f64(maxRows * MFCC_COUNT)
  const cosines = putF64(halfDctBasis)
  const workspace = f64(MEL_BANDS).byteOffset
  return (decibels) => {
    const rows = decibels.length / MEL_BANDS
    input.set(decibels)
    kernels.computeMfcc(input.byteOffset, rows, MEL_BANDS, MFCC_COUNT, cosines, values.byteOffset, workspace)
    return values.subarray(0, rows * MFCC_COUNT)
  }
}

/** {@link MfccTransform} in plain TypeScript. */
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

/** The dot product of half a frame and a row of cosines, in four independent sums. */
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
