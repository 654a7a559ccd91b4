import type { Block } from '../../block-stream.ts'
import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { toWaveOrder } from './channel-order.ts'
import { readOpusPacketSamples } from './opus-packet.ts'
import { silenceDamaged } from './silence-damaged.ts'

/** Of decoded Opus, whatever the source was. */
export const OPUS_SAMPLE_RATE_HZ: Hertz = 48000

/** Of the package's input buffer, for each output channel. */
const MAX_PACKET_BYTES_PER_CHANNEL = 3840

/** The channels and streams of an Opus stream (RFC 7845, 5.1). */
export type OpusHead = {
  channels: number
  preSkip: Samples
  /** Linear. */
  gain: number
  streamCount: number
  coupledStreamCount: number
  /** For each output channel the decoded channel, or 255 for silence. */
  channelMappingTable: number[]
}

/**
 * Reads the identification header.
 * @returns undefined if it is incomplete or of an unknown kind
 */
export function parseOpusHead(packet: Uint8Array): OpusHead | undefined {
  if (packet.length < 19 || readLatin1(packet, 0, 8) !== 'OpusHead' || packet[8]! > 15) return undefined
  const view = toDataView(packet)
  const channels = view.getUint8(9)
  const family = view.getUint8(18)
  const plain = family === 0
  if (channels === 0 || (plain ? channels > 2 : packet.length < 21 + channels)) return undefined
  const mapping = plain ? [0, 1].slice(0, channels) : Array.from(packet.subarray(21, 21 + channels))
  return {
    channels,
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / 256 / 20),
    streamCount: plain ? 1 : view.getUint8(19),
    coupledStreamCount: plain ? channels - 1 : view.getUint8(20),
    channelMappingTable: family === 1 ? toWaveOrder(mapping) : mapping,
  }
}

/**
 * Opus by libopus (in the package opus-decoder), which is loaded when it is first needed. The header's gain is applied;
 * the pre-skip is not cut.
 * @throws {Error} if libopus does not take the channel mapping
 */
export async function createOpusDecoder({ channels, gain, ...head }: OpusHead): Promise<PacketDecoder> {
  const { OpusDecoder } = await import('opus-decoder')
  const { streamCount, coupledStreamCount, channelMappingTable } = head
  // The package's buffer suits 256 kbit/s a channel; a mono stream may have 510, so it goes to two channels.
  const mono = channels === 1
  const maxPacketBytes = MAX_PACKET_BYTES_PER_CHANNEL * Math.max(2, channels)
  const decoder = new OpusDecoder({
    channels: mono ? 2 : channels,
    streamCount,
    coupledStreamCount,
    channelMappingTable: mono ? [...channelMappingTable, ...channelMappingTable] : channelMappingTable,
  })
  await decoder.ready
  const decodePacket = (packet: Uint8Array): Block => {
    // libopus would take an empty packet for a lost one and conceal it.
    if (readOpusPacketSamples(packet) === 0) return []
    if (packet.length > maxPacketBytes) throw new RangeError('the Opus packet is too long')
    const { channelData, samplesDecoded } = decoder.decodeFrame(packet)
    if (samplesDecoded === 0) throw new RangeError('the Opus packet is damaged')
    const block = channelData.slice(0, channels) as Block
    if (gain !== 1) for (const channel of block) for (let i = 0; i < channel.length; i++) channel[i]! *= gain
    return block
  }
  const format = { sampleRate: OPUS_SAMPLE_RATE_HZ, channels, countFrames: readOpusPacketSamples }
  return { ...silenceDamaged({ ...format, decode: decodePacket }), free: () => decoder.free() }
}
