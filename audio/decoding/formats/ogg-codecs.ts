import { readLatin1 } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { createFlacDecoder, parseStreamInfo } from '../codecs/flac-decoder.ts'
import { readFlacFrameSamples } from '../codecs/flac-packet.ts'
import { createOpusDecoder, OPUS_SAMPLE_RATE_HZ, parseOpusHead } from '../codecs/opus-decoder.ts'
import { readOpusPacketSamples } from '../codecs/opus-packet.ts'
import { silenceDamaged } from '../codecs/silence-damaged.ts'
import { createVorbisDecoder } from '../codecs/vorbis-decoder.ts'
import { createVorbisCounter, parseVorbisHeaders } from '../codecs/vorbis-headers.ts'
import type { PacketDecoder } from '../packet-decoder.ts'

/** What the headers of a logical stream say of its sound. */
export type OggSound = {
  sampleRate: Hertz
  channels: number
  /** Samples to be dropped at the beginning; granule positions include them. */
  preSkip: Samples
  /** Samples in front of granule position 0 are no sound; otherwise a first position that is too low is an error. */
  canBeginBeforeZero: boolean
  createDecoder: () => Promise<PacketDecoder>
  /** A new counter of the samples that successive packets bring. */
  createCounter: () => (packet: Uint8Array) => Samples
}

/** A codec that is carried in Ogg. */
export type OggCodec = {
  isHeader: (packet: Uint8Array) => boolean
  /** @throws {RangeError} if headers are missing or damaged */
  parseHeaders: (headers: Uint8Array[]) => OggSound
}

/** Vorbis I, 4.2.1 and A.2. */
const vorbis: OggCodec = {
  isHeader: (packet) => (packet[0]! & 1) === 1,
  parseHeaders: (headers) => {
    const info = parseVorbisHeaders(headers)
    const { channels, sampleRate } = info
    return {
      channels,
      sampleRate,
      preSkip: 0,
      canBeginBeforeZero: true,
      createDecoder: () => createVorbisDecoder(headers.slice(0, 3)),
      createCounter: () => createVorbisCounter(info),
    }
  },
}

/** RFC 7845. */
const opus: OggCodec = {
  isHeader: (packet) => ['OpusHead', 'OpusTags'].includes(readLatin1(packet, 0, 8)),
  parseHeaders: ([first]) => {
    const head = first && parseOpusHead(first)
    if (!head) throw new RangeError('the header of the Opus stream is damaged')
    return {
      channels: head.channels,
      sampleRate: OPUS_SAMPLE_RATE_HZ,
      preSkip: head.preSkip,
      canBeginBeforeZero: false,
      createDecoder: () => createOpusDecoder(head),
      createCounter: () => readOpusPacketSamples,
    }
  },
}

/** RFC 9639, 10.1. */
const flac: OggCodec = {
  // A frame begins with a sync code, which no metadata block does.
  isHeader: (packet) => packet[0] !== FLAC_SYNC,
  parseHeaders: ([first]) => {
    const streamInfo = first?.subarray(FLAC_STREAM_INFO_AT) ?? new Uint8Array(0)
    const { sampleRate, channels } = parseStreamInfo(streamInfo)
    if (sampleRate === 0) throw new RangeError('the header of the FLAC stream is damaged')
    return {
      channels,
      sampleRate,
      preSkip: 0,
      canBeginBeforeZero: false,
      createDecoder: async () => silenceDamaged(await createFlacDecoder(streamInfo)),
      createCounter: () => readFlacFrameSamples,
    }
  },
}

/** The first packet of FLAC has a header of its own and the signature and block header of a file in front. */
const FLAC_STREAM_INFO_AT = 17
const FLAC_SYNC = 0xff

const codecs: [signature: string, OggCodec][] = [
  ['\x01vorbis', vorbis],
  ['OpusHead', opus],
  ['\x7fFLAC', flac],
]

/** The codec of a logical stream by its first packet; undefined if it is none of sound that can be decoded. */
export const findOggCodec = (packet: Uint8Array): OggCodec | undefined =>
  codecs.find(([signature]) => readLatin1(packet, 0, signature.length) === signature)?.[1]
