import { openArena } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import { bands } from './mel-spectrogram.ts'
import type { Rises } from './onsets.ts'

/** Rises by the SIMD kernel, four bands at a time, bit for bit those of plain TypeScript. */
export function kernelRises(most: number, floor: Decibels): Rises {
  const { kernels, f32, f64 } = openArena(4 * (most + 1) * bands + 8 * most + 256)
  const input = f32((most + 1) * bands)
  const sums = f64(most)
  const run: Rises['run'] = (frames) => kernels.sumRises(input.byteOffset, frames, bands, floor, sums.byteOffset)
  return { input, sums, run }
}
