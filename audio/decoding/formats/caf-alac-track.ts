import type { Block } from '../../block-stream.ts'
import type { AudioTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import { createByteWindow } from '../byte-window.ts'
import { createAlacDecoder } from '../codecs/alac-decoder.ts'
import { createBlock } from '../codecs/fixed-packet-decoder.ts'
import { gatherBlocks } from '../gather-blocks.ts'
import { trimBlocks } from '../trim-blocks.ts'
import type { CafHeader } from './caf.ts'

/** The bytes [from, to) of a packet. */
type PacketRange = [from: number, to: number]

/**
 * Apple Lossless in CAF. A damaged packet is as much silence.
 * @throws {Error} without a packet table, or a magic cookie
 */
export async function openCafAlac(source: ByteSource, header: CafHeader): Promise<AudioTrack> {
  const { cookie, packets, packetFrames } = header
  const ranges = listPackets(header)
  if (ranges.length === 0) throw new Error('The CAF file holds no packet of Apple Lossless.')
  const { sampleRate, channels, decode } = await createAlacDecoder(cookie)
  const read = createByteWindow(source)
  const decodeOrSilence = (packet: Uint8Array): Block => {
    try {
      return decode(packet)
    } catch {
      return createBlock(channels, packetFrames)
    }
  }
  const lastFrames = decodeOrSilence(await read(...ranges.at(-1)!))[0]!.length
  const present = (ranges.length - 1) * packetFrames + lastFrames
  const start = packets?.priming ?? 0
  const frames = Math.max(0, Math.min(packets?.validFrames || Infinity, present - start))
  return {
    sampleRate,
    channels,
    frames,
    decode: () => gatherBlocks(trimBlocks(decodePackets(ranges, read, decodeOrSilence), start, start + frames)),
  }
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
  ranges: PacketRange[],
  read: (from: number, to: number) => Promise<Uint8Array>,
  decode: (packet: Uint8Array) => Block,
): AsyncGenerator<Block, void, undefined> {
  for (const [from, to] of ranges) yield decode(await read(from, to))
}
