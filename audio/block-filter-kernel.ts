import type { BlockFilter, BlockShape } from './band-limit.ts'
import { roots } from './fft.ts'
import { openArena } from './simd.ts'

/** Blocks that go through a filter together: two in each lane. */
export const blocksAtOnce = 4

/** Bytes of a vector; four arrays of them are the workspace. */
const vector = 16

/** A block filter by the SIMD kernel, two blocks in each lane, bit for bit that of plain TypeScript. */
export function kernelBlockFilter({ size, fresh, margin, thinning, response }: BlockShape): BlockFilter {
  const work = 4 * size * vector
  const { kernels, f32, f64, putF64 } = openArena(work + size * 40 + 4 * (2 * blocksAtOnce * size) + 256)
  const input = f32(2 * margin + blocksAtOnce * fresh)
  const output = f32((blocksAtOnce * fresh) / thinning)
  const there = roots(size)
  const back = roots(size / thinning)
  const tables = [there.cos, there.sin, back.cos, back.sin, response].map(putF64)
  const [cos, sin, backCos, backSin, gains] = tables as [number, number, number, number, number]
  const workspace = f64(work / 8).byteOffset
  const run = (): void =>
    kernels.filterBlocks(
      input.byteOffset,
      output.byteOffset,
      size,
      fresh,
      margin,
      thinning,
      cos,
      sin,
      backCos,
      backSin,
      gains,
      workspace,
    )
  return { input, output, run }
}
