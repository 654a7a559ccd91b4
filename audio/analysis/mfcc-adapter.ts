import { openArena } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import type { Cepstrum, Levels } from './chunk-mfcc.ts'
import { bands } from './mel-spectrogram.ts'
import { coefficients, halfCosines } from './mfcc.ts'

/** Levels by the SIMD kernel, four bands at a time, bit for bit those of plain TypeScript. */
export function kernelLevels(most: number, range: Decibels): Levels {
  const { kernels, f32, f64 } = openArena(4 * most * bands + 8 * bands + 256)
  const decibels = f32(most * bands)
  const sums = f64(bands)
  const run: Levels['run'] = (frames) =>
    kernels.relateLevels(decibels.byteOffset, frames, bands, range, sums.byteOffset)
  return { decibels, sums, run }
}

/** Coefficients by the SIMD kernel, two bands at a time, bit for bit those of plain TypeScript. */
export function kernelCepstrum(most: number): Cepstrum {
  const bytes = most * (4 * bands + 8 * coefficients) + 8 * (halfCosines.length + bands)
  const { kernels, f32, f64, putF64 } = openArena(bytes + 256)
  const input = f32(most * bands)
  const values = f64(most * coefficients)
  const cosines = putF64(halfCosines)
  const work = f64(bands).byteOffset
  return (rows) => {
    const count = rows.length / bands
    input.set(rows)
    kernels.cepstra(input.byteOffset, count, bands, coefficients, cosines, values.byteOffset, work)
    return values.subarray(0, count * coefficients)
  }
}
