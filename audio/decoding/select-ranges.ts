import type { Block } from '../block-stream.ts'
import type { Samples } from '../units.ts'
import type { Trim } from './formats/gapless.ts'

/**
 * The parts of a decoder's output that are the song, one after another. What follows the last part is not decoded.
 * @param ranges rising, without overlaps
 */
export async function* selectRanges(
  blocks: AsyncIterable<Block>,
  ranges: readonly Trim[],
): AsyncGenerator<Block, void, undefined> {
  const lastEnd = Math.max(...ranges.map(({ end }) => end))
  let position: Samples = 0
  for await (const block of blocks) {
    const length = block[0]?.length ?? 0
    for (const { start, end } of ranges) {
      const from = Math.max(0, start - position)
      const to = Math.min(length, end - position)
      if (from < to) yield from === 0 && to === length ? block : block.map((channel) => channel.slice(from, to))
    }
    position += length
    if (position >= lastEnd) return
  }
}
