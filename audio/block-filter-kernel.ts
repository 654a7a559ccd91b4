import type { BlockFilter, BlockShape } from './band-limit.ts'
import { openArena } from './simd.ts'
import { singleRoots } from './single-fft.ts'

/** Blocks that go through a filter together: one as real and one as imaginary part. */
export const blocksAtOnce = 2

/** Numbers of a vector. */
const lanes = 4

/** A block filter by the SIMD kernel, four numbers at a time, bit for bit that of plain TypeScript. */
export function kernelBlockFilter({ size, fresh, margin, thinning, response }: BlockShape): BlockFilter {
  const there = stageTurns(size, 4)
  const back = stageTurns(size / thinning, thinning === 2 ? 2 : 4)
  const floats = 2 * margin + blocksAtOnce * fresh * 2 + there.length + back.length + 5 * size
  const { kernels, f32 } = openArena(4 * floats + 256)
  const input = f32(2 * margin + blocksAtOnce * fresh)
  const output = f32((blocksAtOnce * fresh) / thinning)
  const put = (values: Float32Array): number => {
    const copy = f32(values.length)
    copy.set(values)
    return copy.byteOffset
  }
  const turns = put(there)
  const backTurns = put(back)
  const gains = put(response.map((_, i) => response[(i & ~15) | ((i & 3) << 2) | ((i >> 2) & 3)] as number))
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

/**
 * What the stages of a transform turn by, one stage after another, from the one of the smallest quarter on: for every
 * four places vectors of cos, sin, cos 2, sin 2, cos 3, sin 3. A quarter of 2 has its places twice.
 */
function stageTurns(size: number, smallest: number): Float32Array {
  const { cos, sin } = singleRoots(size)
  const values: number[] = []
  for (let quarter = smallest; quarter < size; quarter *= 4) {
    const stride = size / (4 * quarter)
    for (let place = 0; place < quarter; place += lanes)
      for (const times of [1, 2, 3])
        for (const part of [cos, sin])
          for (let lane = 0; lane < lanes; lane++)
            values.push(part[times * ((place + lane) % quarter) * stride] as number)
  }
  return Float32Array.from(values)
}
