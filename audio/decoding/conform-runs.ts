import type { Block } from '../block-stream.ts'
import { type BlockFormat, conformBlocks } from './conform-blocks.ts'

/** Successive samples and their format. */
export type FormattedBlock = BlockFormat & { block: Block }

/** Blocks whose format may change midway, each run of one format changed to `format`. */
export async function* conformRuns(
  blocks: AsyncGenerator<FormattedBlock, void, undefined>,
  format: BlockFormat,
): AsyncGenerator<Block, void, undefined> {
  let next = await blocks.next()
  while (!next.done) {
    const { sampleRate, channels } = next.value
    const run = async function* () {
      while (!next.done && next.value.sampleRate === sampleRate && next.value.channels === channels) {
        yield next.value.block
        next = await blocks.next()
      }
    }
    yield* conformBlocks(run(), { sampleRate, channels }, format)
  }
}
