import type { OpenTrack } from '../audio-track.ts'
import type { FixedPacketDecoder } from '../codecs/fixed-packet-decoder.ts'
import { createIma4Decoder } from '../codecs/ima-adpcm-decoder.ts'
import { createPcmDecoder, type PcmEncoding } from '../codecs/pcm-decoder.ts'
import { MissingDecoderError } from '../missing-decoder-error.ts'
import { AIFF_START_BYTES, type AiffHeader, isAiff, readAiffHeader } from './aiff.ts'
import { createFixedPacketTrack } from './fixed-packet-track.ts'
import { parseSource } from './header-parser.ts'

/** More is damage; Web Audio's own limit is 32. */
const MAX_CHANNELS = 256

/** By compression type; `bytes` replaces the bits of the common chunk. */
const encodings: Record<string, Partial<PcmEncoding>> = {
  NONE: {},
  twos: {},
  sowt: { littleEndian: true },
  'raw ': { kind: 'unsigned' },
  in24: { bytes: 3 },
  in32: { bytes: 4 },
  '42ni': { bytes: 3, littleEndian: true },
  '23ni': { bytes: 4, littleEndian: true },
  fl32: { kind: 'float', bytes: 4 },
  FL32: { kind: 'float', bytes: 4 },
  fl64: { kind: 'float', bytes: 8 },
  FL64: { kind: 'float', bytes: 8 },
  alaw: { kind: 'aLaw', bytes: 1 },
  ALAW: { kind: 'aLaw', bytes: 1 },
  ulaw: { kind: 'muLaw', bytes: 1 },
  ULAW: { kind: 'muLaw', bytes: 1 },
}

/** AIFF and AIFF-C with PCM, G.711 or IMA ADPCM. */
export const openAiffTrack: OpenTrack = async (source) => {
  if (!isAiff(await source.read(0, AIFF_START_BYTES))) return undefined
  const header = await parseSource(readAiffHeader(source.size), source)
  if (!header) throw new Error('The AIFF header is damaged: it names no format.')
  const { channels, sampleRate, frames, dataStart: from, dataBytes, codec } = header
  if (channels === 0 || channels > MAX_CHANNELS || !(sampleRate > 0))
    throw new Error(`The AIFF header is damaged: ${channels} channels at ${sampleRate} Hz.`)
  const createDecoder = selectDecoder(header)
  const maxFrames = codec === 'ima4' ? countIma4Frames(frames, dataBytes, createDecoder()) : frames
  return createFixedPacketTrack(source, { sampleRate, from, to: from + dataBytes, createDecoder, maxFrames })
}

function selectDecoder({ codec, channels, bits }: AiffHeader): () => FixedPacketDecoder {
  if (codec === 'ima4') return () => createIma4Decoder(channels)
  const changes = encodings[codec]
  if (!changes) throw new MissingDecoderError(`AIFF-C ${codec}`)
  const encoding: PcmEncoding = { kind: 'signed', bytes: Math.ceil(bits / 8), littleEndian: false, ...changes }
  return () => createPcmDecoder(encoding, channels, encoding.bytes * channels)
}

/** Apple's programs count packets; a number that is larger than that of the packets counts samples. */
const countIma4Frames = (stated: number, bytes: number, { packetBytes, packetFrames }: FixedPacketDecoder): number =>
  stated > Math.ceil(bytes / packetBytes) ? stated : stated * packetFrames
