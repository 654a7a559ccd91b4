import { openKernelMemory } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import type { MfccTransform, RelativeLevels } from './chunk-mfcc.ts'
import { MEL_BANDS } from './mel-spectrogram.ts'
import { halfDctBasis, MFCC_COUNT } from './mfcc.ts'

/** Levels by the SIMD kernel, four bands at a time, bit for bit those of plain TypeScript. */
export function createSimdLevels(most: number, range: Decibels): RelativeLevels {
  const { kernels, f32, f64 } = openKernelMemory(4 * most * MEL_BANDS + 8 * MEL_BANDS + 256)
  const decibels = f32(most * MEL_BANDS)
  const sums = f64(MEL_BANDS)
  const run: RelativeLevels['run'] = (frames) =>
    kernels.relateLevels(decibels.byteOffset, frames, MEL_BANDS, range, sums.byteOffset)
  return { decibels, sums, run }
}

/** Coefficients by the SIMD kernel, two bands at a time, bit for bit those of plain TypeScript. */
export function createSimdMfcc(most: number): MfccTransform {
  const bytes = most * (4 * MEL_BANDS + 8 * MFCC_COUNT) + 8 * (halfDctBasis.length + MEL_BANDS)
  const { kernels, f32, f64, putF64 } = openKernelMemory(bytes + 256)
  const input = f32(most * MEL_BANDS)
  const values = f64(most * MFCC_COUNT)
  const cosines = putF64(halfDctBasis)
  const work = f64(MEL_BANDS).byteOffset
  return (rows) => {
    const count = rows.length / MEL_BANDS
    input.set(rows)
    kernels.cepstra(input.byteOffset, count, MEL_BANDS, MFCC_COUNT, cosines, values.byteOffset, work)
    return values.subarray(0, count * MFCC_COUNT)
  }
}
