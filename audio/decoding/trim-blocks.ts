import type { Block } from '../block-stream.ts'
import type { Samples } from '../units.ts'

/** The samples [start, end) of successive blocks; no more blocks are asked for than that needs. */
export async function* trimBlocks(
  blocks: AsyncIterable<Block>,
  start: Samples,
  end: Samples,
): AsyncGenerator<Block, void, undefined> {
  let at = 0
  if (end <= start) return
  for await (const block of blocks) {
    const length = block[0]?.length ?? 0
    const from = Math.max(0, start - at)
    const to = Math.min(length, end - at)
    if (from < to) yield from === 0 && to === length ? block : block.map((channel) => channel.slice(from, to))
    at += length
    if (at >= end) return
  }
}
