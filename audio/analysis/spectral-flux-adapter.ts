import { openKernelMemory } from '../dsp/wasm-kernels.ts'
import type { Decibels } from '../units.ts'
import { MEL_BANDS } from './mel-spectrogram.ts'
import type { SpectralFlux } from './onsets.ts'

/** Rises by the SIMD kernel, four bands at a time, bit for bit those of plain TypeScript. */
export function createSimdSpectralFlux(most: number, floor: Decibels): SpectralFlux {
  const { kernels, f32, f64 } = openKernelMemory(4 * (most + 1) * MEL_BANDS + 8 * most + 256)
  const input = f32((most + 1) * MEL_BANDS)
  const sums = f64(most)
  const run: SpectralFlux['run'] = (frames) =>
    kernels.sumRises(input.byteOffset, frames, MEL_BANDS, floor, sums.byteOffset)
  return { input, sums, run }
}
