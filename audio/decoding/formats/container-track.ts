import type { Block } from '../../block-stream.ts'
import type { Hertz, Samples, Seconds } from '../../units.ts'
import type { AudioTrack } from '../audio-track.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { selectRanges } from '../select-ranges.ts'
import type { Trim } from './gapless.ts'
import type { InputTrack } from './input-track.ts'

export type ContainerSound = {
  input: InputTrack
  /** Time from the first packet to the end of the last one that is not cut off. */
  end: Seconds
  /** Behind the song at the end of the last packet. */
  endPadding?: Seconds
  createDecoder: () => Promise<PacketDecoder>
  /** The parts of the decoder's output that are the song, in the order of playing. */
  readTrims: (sampleRate: Hertz) => Trim[]
}

/**
 * A track of packets in a container.
 * @throws {Error} if there is no decoder, or if it cannot be made for this track
 */
export async function createContainerTrack({
  input,
  end,
  endPadding = 0,
  createDecoder,
  readTrims,
}: ContainerSound): Promise<AudioTrack> {
  const decoder = await createDecoder()
  const { sampleRate, channels, isExternal } = decoder
  decoder.free?.()
  const trims = readTrims(sampleRate)
  const padding = Math.round(endPadding * sampleRate)
  const total = Math.round(end * sampleRate)
  const decode = async function* (): AsyncGenerator<Block, void, undefined> {
    let hasSounded = false
    for (const run of groupRising(trims)) {
      const decoder = await createDecoder()
      try {
        for await (const block of gatherBlocks(selectRanges(dropEnd(decodePackets(input, decoder), padding), run))) {
          hasSounded = true
          yield block
        }
      } finally {
        decoder.free?.()
      }
    }
    if (!hasSounded) throw new Error('the track holds no sound that can be decoded')
  }
  return {
    sampleRate,
    channels,
    ...(isExternal ? { decoder: 'external' } : {}),
    frames: trims.reduce((sum, { start, end }) => sum + Math.max(0, Math.min(end, total) - start), 0),
    decode,
  }
}

/** Parts that are decoded in one go: each begins behind the one before. */
function groupRising(trims: Trim[]): Trim[][] {
  const runs: Trim[][] = []
  for (const trim of trims) {
    const run = runs.at(-1)
    if (run && trim.start >= run.at(-1)!.end) run.push(trim)
    else runs.push([trim])
  }
  return runs
}

async function* decodePackets(input: InputTrack, decoder: PacketDecoder): AsyncGenerator<Block, void, undefined> {
  for await (const packets of input.readGroups()) yield await decoder.decode(packets)
  if (decoder.flush) yield await decoder.flush()
}

/** All but the last samples. */
async function* dropEnd(blocks: AsyncIterable<Block>, count: Samples): AsyncGenerator<Block, void, undefined> {
  const held: Block[] = []
  let frames: Samples = 0
  for await (const block of blocks) {
    held.push(block)
    frames += getFrames(block)
    while (held.length > 0 && frames - getFrames(held[0]!) >= count) {
      const first = held.shift()!
      frames -= getFrames(first)
      yield first
    }
  }
  for (const block of held) {
    const kept = Math.min(getFrames(block), frames - count)
    frames -= getFrames(block)
    if (kept > 0) yield block.map((channel) => channel.slice(0, kept))
  }
}

const getFrames = (block: Block): Samples => block[0]?.length ?? 0
