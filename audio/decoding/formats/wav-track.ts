import { toDataView } from '../../bytes.ts'
import type { Seconds } from '../../units.ts'
import type { AudioTrack, OpenTrack } from '../audio-track.ts'
import type { ByteSource } from '../byte-source.ts'
import type { FixedPacketDecoder } from '../codecs/fixed-packet-decoder.ts'
import { createImaWavDecoder } from '../codecs/ima-adpcm-decoder.ts'
import { type AdpcmWeights, createMsAdpcmDecoder, standardAdpcmWeights } from '../codecs/ms-adpcm-decoder.ts'
import { createPcmDecoder } from '../codecs/pcm-decoder.ts'
import { MissingDecoderError } from '../missing-decoder-error.ts'
import { createFixedPacketTrack } from './fixed-packet-track.ts'
import { parseSource } from './header-parser.ts'
import { openMpegRange } from './mpeg-track.ts'
import { isWav, readWavHeader, WAV_START_BYTES, type WavHeader } from './wav.ts'

/** More is damage; Web Audio's own limit is 32. */
const MAX_CHANNELS = 256

/** WAVE_FORMAT_ tags of mmreg.h. */
const tags = {
  pcm: 0x01,
  msAdpcm: 0x02,
  float: 0x03,
  aLaw: 0x06,
  muLaw: 0x07,
  imaAdpcm: 0x11,
  mpeg: 0x50,
  mpegLayer3: 0x55,
} as const

/** RIFF WAVE, RF64, BW64, RIFX and Wave64 with PCM, G.711, ADPCM or MPEG audio. */
export const openWavTrack: OpenTrack = async (source, maxDuration) => {
  if (!isWav(await source.read(0, WAV_START_BYTES))) return undefined
  const header = await parseSource(readWavHeader(source.size), source)
  if (!header) throw new Error('The WAV header is damaged: it names no format.')
  const { channels, sampleRate, blockAlign } = header
  if (channels === 0 || channels > MAX_CHANNELS || sampleRate === 0)
    throw new Error(`The WAV header is damaged: ${channels} channels at ${sampleRate} Hz.`)
  switch (header.tag) {
    case tags.pcm:
      return createTrack(source, header, createIntegerDecoder(header))
    case tags.float:
      return createTrack(source, header, createSampleDecoder(header, 'float', header.bits / 8))
    case tags.aLaw:
      return createTrack(source, header, createSampleDecoder(header, 'aLaw', 1))
    case tags.muLaw:
      return createTrack(source, header, createSampleDecoder(header, 'muLaw', 1))
    case tags.imaAdpcm:
      return createTrack(source, header, createImaWavDecoder(channels, blockAlign))
    case tags.msAdpcm:
      return createTrack(source, header, createMsAdpcmDecoder(channels, blockAlign, readWeights(header)))
    case tags.mpeg:
    case tags.mpegLayer3:
      return openMpegData(source, header, maxDuration)
    default:
      throw new MissingDecoderError(`WAV format 0x${header.tag.toString(16)}`)
  }
}

async function openMpegData(source: ByteSource, { dataStart, dataBytes }: WavHeader, maxDuration: Seconds) {
  const track = await openMpegRange(source, dataStart, dataStart + dataBytes, maxDuration)
  if (!track) throw new Error('The WAV file is damaged: it holds no frame of MPEG audio.')
  return track
}

/** The decoders of WAV files keep no state. */
function createTrack(source: ByteSource, header: WavHeader, decoder: FixedPacketDecoder): AudioTrack {
  const { sampleRate, dataStart: from, dataBytes, factFrames } = header
  if (!(decoder.packetFrames > 0)) throw new Error('The WAV header is damaged: its packets hold no samples.')
  const maxFrames =
    decoder.packetFrames > 1 && isWithinLastPacket(factFrames, dataBytes, decoder) ? factFrames : Infinity
  return createFixedPacketTrack(source, {
    sampleRate,
    from,
    to: from + dataBytes,
    createDecoder: () => decoder,
    maxFrames,
  })
}

/** Whether a number of samples ends in the last packet: only then it tells the padding there. */
const isWithinLastPacket = (
  frames: number,
  bytes: number,
  { packetBytes, packetFrames }: FixedPacketDecoder,
): boolean => Math.ceil(frames / packetFrames) === Math.ceil(bytes / packetBytes)

function createSampleDecoder(
  header: WavHeader,
  kind: 'signed' | 'unsigned' | 'float' | 'aLaw' | 'muLaw',
  bytes: number,
) {
  const { channels, littleEndian } = header
  return createPcmDecoder({ kind, bytes, littleEndian }, channels, bytes * channels)
}

/** Samples of up to 8 bits are unsigned. The sizes of 24 bits in four bytes are named by the block alone. */
function createIntegerDecoder(header: WavHeader): FixedPacketDecoder {
  const { bits, blockAlign, channels } = header
  const bytes =
    bits > 16 && bits < 32 && blockAlign === 4 * channels ? 4 : Math.ceil((bits || (8 * blockAlign) / channels) / 8)
  return createSampleDecoder(header, bytes === 1 ? 'unsigned' : 'signed', bytes)
}

/** The weights behind the size of the extension and the samples of a packet, 4 bytes each. */
function readWeights({ extension, littleEndian }: WavHeader): readonly AdpcmWeights[] {
  if (extension.length < 6) return standardAdpcmWeights
  const view = toDataView(extension)
  const count = Math.min(view.getUint16(4, littleEndian), Math.floor((extension.length - 6) / 4))
  if (count < standardAdpcmWeights.length) return standardAdpcmWeights
  return Array.from({ length: count }, (_, i) => [
    view.getInt16(6 + 4 * i, littleEndian),
    view.getInt16(8 + 4 * i, littleEndian),
  ])
}
