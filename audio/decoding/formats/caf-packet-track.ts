import type { Block } from '../../block-stream.ts'
import { toDataView } from '../../bytes.ts'
import type { AudioTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import { createByteWindow } from '../byte-window.ts'
import { createAlacDecoder } from '../codecs/alac-decoder.ts'
import { silenceDamaged } from '../codecs/silence-damaged.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import { MissingDecoderError } from '../missing-decoder-error.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { trimBlocks } from '../trim-blocks.ts'
import type { CafHeader } from './caf.ts'

/** The bytes [from, to) of a packet. */
type PacketRange = [from: number, to: number]
/** The packets [from, to). */
type ReadPackets = (from: number, to: number) => Promise<Uint8Array[]>

/** Packets that are decoded at once. */
const PACKETS_AT_ONCE = 16

/**
 * Apple Lossless, Opus or mp3 in CAF, without priming and remainder. A damaged packet of Apple Lossless is as much silence.
 * @throws {Error} without a packet table or with a damaged magic cookie
 * @throws {MissingDecoderError} for other codecs
 */
export async function openCafPackets(source: ByteSource, header: CafHeader): Promise<AudioTrack> {
  const { packets, packetFrames, codec } = header
  const ranges = listPackets(header)
  if (ranges.length === 0) throw new Error('The CAF file holds no packets.')
  const read = createByteWindow(source)
  const readPackets: ReadPackets = async (from, to) => {
    const list: Uint8Array[] = []
    for (const range of ranges.slice(from, to)) list.push(await read(...range))
    return list
  }
  const createDecoder = () => createCafDecoder(header, (count) => readPackets(0, count))
  const decoder = await createDecoder()
  const { sampleRate, channels } = decoder
  // A packet of Apple Lossless has a length of its own.
  const last = codec === 'alac' ? await decoder.decode(await readPackets(ranges.length - 1, ranges.length)) : undefined
  decoder.free?.()
  const scale = sampleRate / header.sampleRate
  const present = (ranges.length - 1) * packetFrames + (last?.[0]?.length ?? packetFrames)
  const priming = packets?.priming ?? 0
  const start = Math.round(priming * scale)
  const end = Math.round(Math.min(priming + (packets?.validFrames || Infinity), present) * scale)
  return {
    sampleRate,
    channels,
    frames: Math.max(0, end - start),
    decode: async function* () {
      const decoder = await createDecoder()
      try {
        yield* gatherBlocks(trimBlocks(decodePackets(ranges.length, readPackets, decoder), start, end))
      } finally {
        decoder.free?.()
      }
    },
  }
}

async function createCafDecoder(
  header: CafHeader,
  readFirst: (count: number) => Promise<Uint8Array[]>,
): Promise<PacketDecoder> {
  const { codec, channels, sampleRate, cookie, packets } = header
  if (codec === 'alac') return silenceDamaged(await createAlacDecoder(cookie))
  const start = packets?.priming ?? 0
  const frames = packets?.validFrames ?? 0
  const undecoded = { duration: frames / sampleRate, trims: [{ start, end: frames > 0 ? start + frames : Infinity }] }
  const format = { config: null, channels, sampleRate, undecoded }
  if (codec !== 'opus' && codec !== '.mp3') throw new MissingDecoderError(`CAF ${codec}`, undecoded)
  const { createTrackDecoder } = await import('../codecs/track-decoder.ts')
  return codec === 'opus'
    ? createTrackDecoder({ ...format, codec, description: makeOpusHead(channels) }, readFirst)
    : createTrackDecoder({ ...format, codec: 'mp3', description: cookie }, readFirst)
}

/** The identification header (RFC 7845, 5.1) of mono or stereo, which CAF leaves out. */
function makeOpusHead(channels: number): Uint8Array {
  const head = new Uint8Array(19)
  head.set(Array.from('OpusHead', (character) => character.charCodeAt(0)))
  head.set([1, channels], 8)
  toDataView(head).setUint32(12, 48000, true)
  return head
}

/** The packets of which all bytes are there. */
function listPackets({ packets, dataStart, dataBytes }: CafHeader): PacketRange[] {
  const ranges: PacketRange[] = []
  let at = dataStart
  for (const size of packets?.sizes ?? []) {
    if (at + size > dataStart + dataBytes) break
    ranges.push([at, at + size])
    at += size
  }
  return ranges
}

async function* decodePackets(
  count: number,
  readPackets: ReadPackets,
  { decode, flush }: PacketDecoder,
): AsyncGenerator<Block, void, undefined> {
  for (let i = 0; i < count; i += PACKETS_AT_ONCE) yield await decode(await readPackets(i, i + PACKETS_AT_ONCE))
  if (flush) yield await flush()
}
