import type { Block } from '../block-stream.ts'
import type { Samples } from '../units.ts'
import { concatBlocks } from './concat-blocks.ts'

/** About a second: fewer, larger blocks cost less between threads. */
const MIN_BLOCK_FRAMES: Samples = 32768

/** Joins successive small blocks; empty ones are left out. All have the same channels. */
export async function* gatherBlocks(
  blocks: AsyncIterable<Block> | Iterable<Block>,
): AsyncGenerator<Block, void, undefined> {
  const gathered: Block[] = []
  let frames: Samples = 0
  const take = (): Block => {
    const [first = []] = gathered
    const block = gathered.length === 1 ? first : concatBlocks(gathered, first.length)
    gathered.length = 0
    frames = 0
    return block
  }
  for await (const block of blocks) {
    const length = block[0]?.length ?? 0
    if (length === 0) continue
    gathered.push(block)
    frames += length
    if (frames >= MIN_BLOCK_FRAMES) yield take()
  }
  if (frames > 0) yield take()
}
