import type { Block } from '../../block-stream.ts'
import { concatBlocks } from '../concat-blocks.ts'

/** Decodes packet by packet; those that cannot be decoded bring no samples. */
export function decodeEach(packets: Uint8Array[], decode: (packet: Uint8Array) => Block, channels: number): Block {
  const blocks: Block[] = []
  for (const packet of packets)
    try {
      blocks.push(decode(packet))
    } catch {}
  return concatBlocks(blocks, channels)
}
