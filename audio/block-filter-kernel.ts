import type { BlockFilter } from './band-limit.ts'
import { digitReversal, roots } from './fft.ts'
import { openArena } from './simd.ts'

/** Blocks that go through a filter together: two in each lane. */
export const blocksAtOnce = 4

/** Bytes of a vector; four arrays of them are the workspace. */
const vector = 16

/** A block filter by the SIMD kernel, two blocks in each lane, bit for bit that of plain TypeScript. */
export function kernelBlockFilter(response: Float64Array, half: number): BlockFilter {
  const size = response.length
  const fresh = size - 2 * half
  const work = 4 * size * vector
  const { kernels, f32, f64, putF64, putI32 } = openArena(work + size * 28 + 4 * (2 * blocksAtOnce * size) + 256)
  const input = f32(size + (blocksAtOnce - 1) * fresh)
  const output = f32(blocksAtOnce * fresh)
  const order = putI32(digitReversal(size))
  const turns = roots(size)
  const cos = putF64(turns.cos)
  const sin = putF64(turns.sin)
  const gains = putF64(response)
  const workspace = f64(work / 8).byteOffset
  const run = (): void =>
    kernels.filterBlocks(input.byteOffset, output.byteOffset, size, half, order, cos, sin, gains, workspace)
  return { input, output, run }
}
