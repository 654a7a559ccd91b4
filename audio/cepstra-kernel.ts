import type { CepstrumMeter } from './cepstra.ts'
import { coefficients, halfCosines } from './mfcc.ts'
import { openArena } from './simd.ts'
import { bands } from './spectrum.ts'
import type { Decibels } from './units.ts'

/** Coefficients by the SIMD kernel, two bands at a time, bit for bit those of plain TypeScript. */
export function kernelCepstra(most: number, range: Decibels): CepstrumMeter {
  const bytes = most * (4 * bands + 8 * coefficients) + 8 * (halfCosines.length + bands)
  const { kernels, f32, f64, putF64 } = openArena(bytes + 256)
  const decibels = f32(most * bands)
  const values = f64(most * coefficients)
  const cosines = putF64(halfCosines)
  const work = f64(bands).byteOffset
  const run: CepstrumMeter['run'] = (frames) => {
    kernels.cepstra(decibels.byteOffset, frames, bands, range, coefficients, cosines, values.byteOffset, work)
    return values.subarray(0, frames * coefficients)
  }
  return { decibels, run }
}
