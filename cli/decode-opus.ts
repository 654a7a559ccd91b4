import { OpusDecoder } from 'opus-decoder'
import { toDataView } from '../audio/bytes.ts'
import type { Pcm } from '../audio/pcm.ts'
import type { Hertz } from '../audio/units.ts'
import { readOggStream } from './ogg-stream.ts'

/** Of decoded Opus, whatever the source was. */
const OPUS_SAMPLE_RATE_HZ: Hertz = 48000

/** The identification header (RFC 7845, section 5.1). */
function parseOpusHead(packet: Uint8Array) {
  const view = toDataView(packet)
  const channels = view.getUint8(9)
  const plain = view.getUint8(18) === 0
  return {
    channels,
    preSkip: view.getUint16(10, true),
    gain: 10 ** (view.getInt16(16, true) / 256 / 20),
    streamCount: plain ? 1 : view.getUint8(19),
    coupledStreamCount: plain ? channels - 1 : view.getUint8(20),
    channelMappingTable: plain ? [0, 1].slice(0, channels) : Array.from(packet.subarray(21, 21 + channels)),
  }
}

/**
 * Decodes Ogg Opus with libopus. Pre-skip and samples after the last granule position are cut, the header's gain is
 * applied (RFC 7845, 4.2 to 4.4).
 * @throws {RangeError} if the header is incomplete
 */
export async function decodeOpus(bytes: Uint8Array): Promise<Pcm> {
  const { packets, lastGranule } = readOggStream(bytes)
  const [head, , ...sound] = packets
  if (!head) throw new RangeError('no identification header')
  const { preSkip, gain, ...layout } = parseOpusHead(head)
  const decoder = new OpusDecoder(layout)
  await decoder.ready
  const { channelData, samplesDecoded } = decoder.decodeFrames(sound)
  decoder.free()
  const end = lastGranule < preSkip ? samplesDecoded : Math.min(samplesDecoded, lastGranule)
  const channels = channelData.map((channel) => Float32Array.from(channel.subarray(preSkip, end), (x) => x * gain))
  return { channels, sampleRate: OPUS_SAMPLE_RATE_HZ }
}
