import type { Block } from '../block-stream.ts'

/** Blocks joined to one; those without channels count as empty. */
export function concatBlocks(blocks: Block[], channels: number): Block {
  const parts = blocks.filter(({ length }) => length === channels)
  const frames = parts.reduce((sum, [first]) => sum + (first?.length ?? 0), 0)
  return Array.from({ length: channels }, (_, c) => {
    const joined = new Float32Array(frames)
    let at = 0
    for (const part of parts) {
      const channel = part[c]!
      joined.set(channel, at)
      at += channel.length
    }
    return joined
  })
}
