import type { Block } from '../../block-stream.ts'
import { readLatin1 } from '../../bytes.ts'
import type { Samples, Seconds } from '../../units.ts'
import type { OpenTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import { createBlock } from '../codecs/fixed-packet-decoder.ts'
import { type BlockFormat, conformBlocks } from '../conform-blocks.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { measureOgg } from './ogg-length.ts'
import { type OggSoundPage, type OpenOggLink, openOggLink } from './ogg-link-reader.ts'
import { type OggLink, readOggLinks } from './ogg-links.ts'

/** Positions that are further apart begin anew. */
const MAX_GAP_S: Seconds = 10
/** Packets that are decoded at once: at most 8 s of Opus. */
const PACKETS_AT_ONCE = 64

/**
 * Ogg with Vorbis, Opus or FLAC. All links of a chained file play one after another, in the format of the first one.
 * Samples that granule positions place in front of 0 or behind the last one, and the Opus pre-skip, are cut.
 */
export const openOggTrack: OpenTrack = async (source, maxDuration) => {
  if (readLatin1(await source.read(0, 4), 0, 4) !== 'OggS') return undefined
  const { sampleRate, channels, frames } = await measureOgg(source, maxDuration)
  return {
    sampleRate,
    channels,
    frames,
    decode: () => gatherBlocks(decodeLinks(source, { sampleRate, channels })),
  }
}

async function* decodeLinks(source: ByteSource, format: BlockFormat): AsyncGenerator<Block, void, undefined> {
  const failures: unknown[] = []
  let hasSounded = false
  for await (const link of readOggLinks(source)) {
    try {
      for await (const block of decodeLink(link, format)) {
        hasSounded = true
        yield block
      }
    } catch (cause) {
      failures.push(cause)
    }
  }
  if (!hasSounded) throw failures[0] ?? new Error('the Ogg file holds no sound that can be decoded')
}

/** @throws {RangeError} if its headers are missing or damaged */
async function* decodeLink(link: OggLink, format: BlockFormat): AsyncGenerator<Block, void, undefined> {
  const opened = await openOggLink(link)
  if (!opened) return
  const decoder = await opened.sound.createDecoder()
  try {
    yield* conformBlocks(decodePages(markLast(opened, link.pages), decoder), decoder, format)
  } finally {
    decoder.free?.()
  }
}

type MarkedPage = OggSoundPage & { isLast: boolean }

/** The pages of a link's sound. */
async function* markLast(
  { first, readPage }: OpenOggLink,
  pages: OggLink['pages'],
): AsyncGenerator<MarkedPage, void, undefined> {
  let held = first
  for await (const page of pages) {
    const next = readPage(page)
    if (!next) continue
    yield { ...held, isLast: false }
    held = next
  }
  yield { ...held, isLast: true }
}

/** The sound of a link in its own format. Lost pages are as much silence. */
async function* decodePages(
  pages: AsyncIterable<MarkedPage>,
  decoder: PacketDecoder,
): AsyncGenerator<Block, void, undefined> {
  let toSkip: Samples | undefined
  let expected: Samples | undefined
  for await (const { sound, packets, from, to, isLast } of pages) {
    const lost = from - (expected ?? from)
    if (lost > 0 && lost <= MAX_GAP_S * decoder.sampleRate) yield createBlock(decoder.channels, lost)
    expected = to
    toSkip ??= sound.preSkip + (from < 0 && !isLast && sound.canBeginBeforeZero ? -from : 0)
    // The last granule position tells where the sound ends within the page.
    let left = isLast ? to - Math.max(0, from) : Infinity
    for (let i = 0; i < packets.length; i += PACKETS_AT_ONCE) {
      const block = await decoder.decode(packets.slice(i, i + PACKETS_AT_ONCE))
      const length = Math.min(left, block[0]?.length ?? 0)
      left -= length
      const skipped = Math.min(toSkip, length)
      toSkip -= skipped
      if (length > skipped) yield block.map((channel) => channel.slice(skipped, length))
    }
  }
}
