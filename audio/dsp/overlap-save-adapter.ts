import type { OverlapSaveFilter, OverlapSaveLayout } from './band-limit.ts'
import { createStageTwiddles } from './single-fft.ts'
import { openKernelMemory } from './wasm-kernels.ts'

/** Blocks that go through a filter together: one as real and one as imaginary part. */
export const BLOCKS_PER_RUN = 2

/** Numbers of a vector. */
const SIMD_LANES = 4

/** A block filter by the SIMD kernel, four numbers at a time, bit for bit that of plain TypeScript. */
export function createSimdOverlapSave({
  size,
  validLength: fresh,
  margin,
  decimation: thinning,
  response,
}: OverlapSaveLayout): OverlapSaveFilter {
  const there = createStageTwiddles(size, 4, SIMD_LANES)
  const back = createStageTwiddles(size / thinning, thinning === 2 ? 2 : 4, SIMD_LANES)
  const floats = 2 * margin + BLOCKS_PER_RUN * fresh * 2 + there.length + back.length + 5 * size
  const { kernels, f32, putF32 } = openKernelMemory(4 * floats + 256)
  const input = f32(2 * margin + BLOCKS_PER_RUN * fresh)
  const output = f32((BLOCKS_PER_RUN * fresh) / thinning)
  const turns = putF32(there)
  const backTurns = putF32(back)
  const gains = putF32(response.map((_, i) => response[(i & ~15) | ((i & 3) << 2) | ((i >> 2) & 3)]!))
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
