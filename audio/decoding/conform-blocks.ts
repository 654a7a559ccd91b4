import type { Block } from '../block-stream.ts'
import { downmix } from '../dsp/downmix.ts'
import { createResampler } from '../dsp/resample.ts'
import type { Hertz, Samples } from '../units.ts'

/** The format of a sound's samples. */
export type BlockFormat = { sampleRate: Hertz; channels: number }

/** The length of a sound at another rate. */
export const conformLength = (frames: Samples, from: Hertz, to: Hertz): Samples => Math.round((frames * to) / from)

/**
 * Changes a part of a sound to the rate and channels of another part. Mono becomes equal channels; otherwise other
 * channels are mixed to mono first.
 * @returns `conformLength` samples in all; the blocks themselves if nothing changes
 */
export async function* conformBlocks(
  blocks: AsyncIterable<Block>,
  from: BlockFormat,
  to: BlockFormat,
): AsyncGenerator<Block, void, undefined> {
  const mixed = from.channels === to.channels ? blocks : mixBlocks(blocks, to.channels)
  yield* from.sampleRate === to.sampleRate ? mixed : resampleBlocks(mixed, from.sampleRate, to)
}

async function* mixBlocks(blocks: AsyncIterable<Block>, channels: number): AsyncGenerator<Block, void, undefined> {
  for await (const block of blocks) {
    const mono = downmix(block)
    yield Array.from({ length: channels }, (_, c) => (c === 0 ? mono : mono.slice()))
  }
}

async function* resampleBlocks(
  blocks: AsyncIterable<Block>,
  from: Hertz,
  { sampleRate, channels }: BlockFormat,
): AsyncGenerator<Block, void, undefined> {
  const resamplers = Array.from({ length: channels }, () => createResampler(from, sampleRate))
  const { blockLength } = resamplers[0]!
  const staged: Block = resamplers.map(() => new Float32Array(blockLength))
  const run = (limit: Samples): Block =>
    resamplers.map(({ run }, c) => {
      const output = run(staged[c]!).slice(0, limit)
      staged[c]!.fill(0)
      return output
    })
  let received: Samples = 0
  let sent: Samples = 0
  for await (const block of blocks) {
    const length = block[0]?.length ?? 0
    for (let at = 0; at < length; ) {
      const filled = received % blockLength
      const end = Math.min(length, at + blockLength - filled)
      block.forEach((channel, c) => {
        staged[c]!.set(channel.subarray(at, end), filled)
      })
      received += end - at
      at = end
      if (received % blockLength !== 0) continue
      const output = run(Infinity)
      sent += output[0]!.length
      if (output[0]!.length > 0) yield output
    }
  }
  const total = conformLength(received, from, sampleRate)
  while (sent < total) {
    const output = run(total - sent)
    sent += output[0]!.length
    if (output[0]!.length > 0) yield output
  }
}
