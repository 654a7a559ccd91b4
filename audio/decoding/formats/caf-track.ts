import type { AudioTrack, OpenTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import type { FixedPacketDecoder } from '../codecs/fixed-packet-decoder.ts'
import { createIma4Decoder } from '../codecs/ima-adpcm-decoder.ts'
import { createPcmDecoder, type PcmEncoding } from '../codecs/pcm-decoder.ts'
import { CAF_START_BYTES, type CafHeader, isCaf, readCafHeader } from './caf.ts'
import { openCafPackets } from './caf-packet-track.ts'
import { createFixedPacketTrack } from './fixed-packet-track.ts'
import { parseSource } from './header-parser.ts'

/** More is damage; Web Audio's own limit is 32. */
const MAX_CHANNELS = 256

/** Core Audio Format with PCM, G.711, IMA ADPCM, Apple Lossless, Opus or mp3. */
export const openCafTrack: OpenTrack = async (source) => {
  if (!isCaf(await source.read(0, CAF_START_BYTES))) return undefined
  const header = await parseSource(readCafHeader(source.size), source)
  if (!header) throw new Error('The CAF header is damaged: it names no format.')
  const { channels, sampleRate, codec } = header
  if (channels === 0 || channels > MAX_CHANNELS || !(sampleRate > 0))
    throw new Error(`The CAF header is damaged: ${channels} channels at ${sampleRate} Hz.`)
  switch (codec) {
    case 'lpcm':
      return createTrack(source, header, createLinearDecoder(header))
    case 'alaw':
      return createTrack(source, header, createG711Decoder('aLaw', channels))
    case 'ulaw':
      return createTrack(source, header, createG711Decoder('muLaw', channels))
    case 'ima4':
      return createTrack(source, header, () => createIma4Decoder(channels))
    default:
      return openCafPackets(source, header)
  }
}

function createTrack(source: ByteSource, header: CafHeader, createDecoder: () => FixedPacketDecoder): AudioTrack {
  const { sampleRate, dataStart: from, dataBytes, packets } = header
  const maxFrames = packets && packets.validFrames > 0 ? packets.validFrames : Infinity
  return createFixedPacketTrack(source, { sampleRate, from, to: from + dataBytes, createDecoder, maxFrames })
}

const createG711Decoder = (kind: 'aLaw' | 'muLaw', channels: number) => () =>
  createPcmDecoder({ kind, bytes: 1, littleEndian: false }, channels, channels)

/** A packet of linear PCM is a frame, and its bytes tell how many a sample takes. */
function createLinearDecoder({ channels, bits, packetBytes, isFloat, littleEndian }: CafHeader) {
  const least = Math.ceil(bits / 8)
  const stated = packetBytes / channels
  const bytes = stated === 4 && bits > 16 ? 4 : least
  const encoding: PcmEncoding = { kind: isFloat ? 'float' : 'signed', bytes, littleEndian }
  return () => createPcmDecoder(encoding, channels, bytes * channels)
}
