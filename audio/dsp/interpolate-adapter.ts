import type { Samples } from '../units.ts'
import type { Interpolator, PolyphaseFilter } from './resample.ts'
import { openKernelMemory } from './wasm-kernels.ts'

/**
 * A reader by the SIMD kernel, two taps at a time, bit for bit that of plain TypeScript.
 * @param most samples of the input
 * @param batch the most values read at once
 */
export function createSimdInterpolator(
  { up, width, rows }: PolyphaseFilter,
  down: number,
  most: Samples,
  batch: number,
): Interpolator {
  const { kernels, f32, putF64 } = openKernelMemory(4 * (most + batch) + 8 * rows.length + 256)
  const input = f32(most)
  const output = f32(batch)
  const taps = putF64(rows)
  const run: Interpolator['run'] = (first, phase, count) =>
    kernels.readBetween(input.byteOffset + 4 * first, output.byteOffset, count, phase, up, down, taps, width)
  return { input, output, run }
}
