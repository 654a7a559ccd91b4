import { concatBytes } from '../../bytes.ts'
import type { Hertz } from '../../units.ts'
import { concatBlocks } from '../concat-blocks.ts'
import { readMpegFrame } from '../formats/mpeg.ts'
import { MissingDecoderError, type UndecodedTrack } from '../missing-decoder-error.ts'
import type { PacketDecoder } from '../packet-decoder.ts'
import { createAlacDecoder } from './alac-decoder.ts'
import type { FixedPacketDecoder } from './fixed-packet-decoder.ts'
import { createFlacDecoder } from './flac-decoder.ts'
import { createIma4Decoder } from './ima-adpcm-decoder.ts'
import { createMp3Decoder } from './mp3-decoder.ts'
import { createOpusDecoder, parseOpusHead } from './opus-decoder.ts'
import { createPcmDecoder, type PcmEncoding } from './pcm-decoder.ts'
import { silenceDamaged } from './silence-damaged.ts'
import { createVorbisDecoder } from './vorbis-decoder.ts'
import { splitVorbisHeaders } from './vorbis-headers.ts'

/** A track of packets as its container describes it. */
export type PacketFormat = {
  /** The codec as mediabunny or else the container names it. */
  codec: string
  /** For WebCodecs; null if mediabunny does not know the codec. */
  config: AudioDecoderConfig | null
  channels: number
  sampleRate: Hertz
  /** The codec's own headers. */
  description: Uint8Array
  /** For the error if there is no decoder. */
  undecoded: UndecodedTrack
}

/**
 * The decoder for a codec: songwalk's own where it has one, else the engine's.
 * @param readFirst reads the first packets
 * @throws {MissingDecoderError} if neither exists
 * @throws {Error} if the headers or first packets are damaged
 */
export async function createTrackDecoder(
  { codec, config, channels, sampleRate, description, undecoded }: PacketFormat,
  readFirst: (count: number) => Promise<Uint8Array[]>,
): Promise<PacketDecoder> {
  if (codec === 'opus') {
    const head = parseOpusHead(description)
    if (!head) throw new RangeError('the header of the Opus track is damaged')
    return createOpusDecoder(head)
  }
  if (codec === 'vorbis') return createVorbisDecoder(splitVorbisHeaders(description))
  if (codec === 'flac') return silenceDamaged(await createFlacDecoder(description.subarray(FLAC_STREAM_INFO_AT)))
  if (codec === 'alac') return silenceDamaged(await createAlacDecoder(description))
  if (codec === 'mp3') {
    const [first] = await readFirst(1)
    const header = first && readMpegFrame(first, 0)
    if (!header) throw new RangeError('the first packet is no MPEG frame')
    const decoder = await createMp3Decoder()
    const decode = (frames: Uint8Array[]) => concatBlocks([...decoder.decode(frames, header.channels)], header.channels)
    return { sampleRate: header.sampleRate, channels: header.channels, decode }
  }
  const createFixed = findFixedPacketDecoder(codec)
  if (createFixed && channels > 0 && sampleRate > 0) {
    const decoder = createFixed(channels)
    return { channels, sampleRate, decode: (packets) => decoder.decode(concatBytes(packets)) }
  }
  if (!config) throw new MissingDecoderError(codec, undecoded)
  const { createWebCodecsDecoder } = await import('./web-codecs-decoder.ts')
  return createWebCodecsDecoder(config, await readFirst(PROBED_PACKETS), undecoded)
}

/** Behind the signature and the header of the block. */
const FLAC_STREAM_INFO_AT = 8

/** SBR and parametric stereo show in the first packets. */
const PROBED_PACKETS = 4

const pcmKinds: Record<string, PcmEncoding['kind']> = { s: 'signed', u: 'unsigned', f: 'float' }

/** By mediabunny's names, such as pcm-s16be. */
function findFixedPacketDecoder(codec: string): ((channels: number) => FixedPacketDecoder) | undefined {
  if (codec === 'ima4') return createIma4Decoder
  const [, kind = '', bits, order] = /^pcm-([suf])(8|16|24|32|64)(be)?$/.exec(codec) ?? []
  const encoding: PcmEncoding | undefined =
    codec === 'ulaw' || codec === 'alaw'
      ? { kind: codec === 'ulaw' ? 'muLaw' : 'aLaw', bytes: 1, littleEndian: true }
      : pcmKinds[kind] && { kind: pcmKinds[kind], bytes: Number(bits) / 8, littleEndian: order !== 'be' }
  return encoding && ((channels) => createPcmDecoder(encoding, channels, encoding.bytes * channels))
}
