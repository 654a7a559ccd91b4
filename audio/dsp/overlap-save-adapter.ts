import type { BlockFilter, BlockShape } from './band-limit.ts'
import { stageTurns } from './single-fft.ts'
import { openArena } from './wasm-kernels.ts'

/** Blocks that go through a filter together: one as real and one as imaginary part. */
export const blocksAtOnce = 2

/** Numbers of a vector. */
const lanes = 4

/** A block filter by the SIMD kernel, four numbers at a time, bit for bit that of plain TypeScript. */
export function kernelBlockFilter({ size, fresh, margin, thinning, response }: BlockShape): BlockFilter {
  const there = stageTurns(size, 4, lanes)
  const back = stageTurns(size / thinning, thinning === 2 ? 2 : 4, lanes)
  const floats = 2 * margin + blocksAtOnce * fresh * 2 + there.length + back.length + 5 * size
  const { kernels, f32, putF32 } = openArena(4 * floats + 256)
  const input = f32(2 * margin + blocksAtOnce * fresh)
  const output = f32((blocksAtOnce * fresh) / thinning)
  const turns = putF32(there)
  const backTurns = putF32(back)
  const gains = putF32(response.map((_, i) => response[(i & ~15) | ((i & 3) << 2) | ((i >> 2) & 3)] as number))
  const workspace = f32(4 * size).byteOffset
  const run = (): void =>
    kernels.filterBlocks(
      input.byteOffset,
      output.byteOffset,
      size,
      fresh,
      margin,
      thinning,
      turns,
      backTurns,
      gains,
      workspace,
    )
  return { input, output, run }
}
