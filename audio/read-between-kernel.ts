import type { Reader, Taps } from './resample.ts'
import { openArena } from './simd.ts'

/**
 * A reader by the SIMD kernel, two taps at a time, bit for bit that of plain TypeScript.
 * @param batch the most values read at once
 */
export function kernelReader({ up, width, rows }: Taps, down: number, batch: number): Reader {
  const span = Math.ceil((batch * down) / up) + width + 1
  const { kernels, f32, putF64 } = openArena(4 * (span + batch) + 8 * rows.length + 256)
  const input = f32(span)
  const values = f32(batch)
  const taps = putF64(rows)
  return (part, phase, output) => {
    input.set(part)
    kernels.readBetween(input.byteOffset, values.byteOffset, output.length, phase, up, down, taps, width)
    output.set(values.subarray(0, output.length))
  }
}
