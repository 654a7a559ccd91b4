import { findText, readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz } from '../../units.ts'
import { isAiff, parseAiffHeader } from './aiff.ts'
import { isCaf, parseCafHeader } from './caf.ts'
import { isLoas } from './latm.ts'
import { readMp4Track } from './mp4.ts'
import { isMp4 } from './mp4-boxes.ts'
import { findMpegFrame, skipAllId3 } from './mpeg.ts'
import { isWav, parseWavHeader } from './wav.ts'
import { readWebmSampleRate } from './webm.ts'

/** Containers, Ogg with its codec, `wav` with its relatives; `other` may still be sound. */
export type Container =
  | 'wav'
  | 'aiff'
  | 'caf'
  | 'mp3'
  | 'flac'
  | 'ogg-vorbis'
  | 'ogg-opus'
  | 'ogg-flac'
  | 'mp4'
  | 'webm'
  | 'aac'
  | 'other'

/** The format of a file by its bytes, regardless of its name. */
export type AudioFormat = { container: Container; sampleRate: Hertz | undefined }

/** The first packet of an Ogg stream lies within this. */
const FIRST_OGG_PAGE_BYTES = 512

const aacSampleRates = [96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350]

/**
 * Container and sample rate from the first bytes.
 * @returns container `other` if no format is recognized
 */
export function sniffFormat(bytes: Uint8Array): AudioFormat {
  const view = toDataView(bytes)
  if (isWav(bytes)) return { container: 'wav', sampleRate: parseWavHeader(bytes)?.sampleRate || undefined }
  if (isAiff(bytes)) return { container: 'aiff', sampleRate: parseAiffHeader(bytes)?.sampleRate || undefined }
  if (isCaf(bytes)) return { container: 'caf', sampleRate: parseCafHeader(bytes)?.sampleRate || undefined }
  if (readLatin1(bytes, 0, 4) === 'OggS') return sniffOgg(bytes)
  if (isMp4(bytes)) return { container: 'mp4', sampleRate: readMp4Track(bytes)?.sampleRate }
  if (bytes.length >= 4 && view.getUint32(0) === 0x1a45dfa3)
    return { container: 'webm', sampleRate: readWebmSampleRate(bytes) }
  if (hasOtherSignature(bytes)) return { container: 'other', sampleRate: undefined }
  const start = skipAllId3(bytes)
  const flac = sniffFlac(bytes, start)
  if (flac) return flac
  if (isLoas(bytes)) return { container: 'aac', sampleRate: undefined }
  const aac = sniffAdts(bytes, start)
  if (aac) return aac
  const mpeg = sniffNonAudio(bytes) === undefined ? findMpegFrame(bytes) : undefined
  if (mpeg) return { container: 'mp3', sampleRate: mpeg.sampleRate }
  return { container: 'other', sampleRate: undefined }
}

/** Sound that songwalk cannot decode itself, within which frames of MPEG may seem to be: the sync words of DTS, and others. */
const otherSignatures = [
  ...['\x7f\xfe\x80\x01', '\xfe\x7f\x01\x80', '\x1f\xff\xe8\x00', '\xff\x1f\x00\xe8'],
  ...['\x0b\x77', '.snd', 'wvpk', 'TTA1', 'MAC ', 'MPCK', 'MP+', '#!AMR', 'FLV', '.RMF', 'Creative Voice', 'MThd'],
  '\x30\x26\xb2\x75\x8e\x66\xcf\x11',
]

const hasOtherSignature = (bytes: Uint8Array): boolean =>
  otherSignatures.some((signature) => readLatin1(bytes, 0, signature.length) === signature)

/** STREAMINFO (RFC 9639, 8.2): the rate is in the 20 bits after the block and frame sizes. */
function sniffFlac(bytes: Uint8Array, at: number): AudioFormat | undefined {
  if (readLatin1(bytes, at, 4) !== 'fLaC' || at + 22 > bytes.length) return undefined
  return { container: 'flac', sampleRate: toDataView(bytes).getUint32(at + 18) >>> 12 || undefined }
}

/** The codec is named at the start of the first packet: Vorbis I, 4.2.2; RFC 7845, 5.1; RFC 9639, 10.1. */
function sniffOgg(bytes: Uint8Array): AudioFormat {
  const flac = findText(bytes, '\x7fFLAC', 0, FIRST_OGG_PAGE_BYTES)
  if (flac >= 0) return { container: 'ogg-flac', sampleRate: sniffFlac(bytes, flac + 9)?.sampleRate }
  if (findText(bytes, 'OpusHead', 0, FIRST_OGG_PAGE_BYTES) >= 0) return { container: 'ogg-opus', sampleRate: 48000 }
  const vorbis = findText(bytes, '\x01vorbis', 0, FIRST_OGG_PAGE_BYTES)
  if (vorbis < 0 || vorbis + 16 > bytes.length) return { container: 'other', sampleRate: undefined }
  return { container: 'ogg-vorbis', sampleRate: toDataView(bytes).getUint32(vorbis + 12, true) || undefined }
}

/** A bare AAC stream (ISO 13818-7, 6.2): frames like those of MPEG, but of layer 0. */
function sniffAdts(bytes: Uint8Array, at: number): AudioFormat | undefined {
  if (at + 7 > bytes.length || bytes[at] !== 0xff || (bytes[at + 1]! & 0xf6) !== 0xf0) return undefined
  return { container: 'aac', sampleRate: aacSampleRates[(bytes[at + 2]! >>> 2) & 15] }
}

/** A file that is certainly not sound: the code of its error, and the format's name. */
export type NonAudioFormat = { code: 'pictureFile' | 'documentFile' | 'archiveFile' | 'textFile'; format: string }

const nonAudioSignatures: [prefix: string, NonAudioFormat][] = [
  ['\x89PNG', { code: 'pictureFile', format: 'PNG' }],
  ['\xff\xd8\xff', { code: 'pictureFile', format: 'JPEG' }],
  ['GIF8', { code: 'pictureFile', format: 'GIF' }],
  ['%PDF', { code: 'documentFile', format: 'PDF' }],
  ['PK\x03\x04', { code: 'archiveFile', format: 'ZIP' }],
]

/** @returns undefined for anything that may be sound */
export function sniffNonAudio(bytes: Uint8Array): NonAudioFormat | undefined {
  const start = readLatin1(bytes, 0, 12)
  const match = nonAudioSignatures.find(([prefix]) => start.startsWith(prefix))
  if (match) return match[1]
  if (start.startsWith('RIFF') && start.endsWith('WEBP')) return { code: 'pictureFile', format: 'WebP' }
  return isText(bytes.subarray(0, 1024)) ? { code: 'textFile', format: 'text' } : undefined
}

/** No control characters but tabs and line ends, and at least one letter. */
const isText = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => (byte >= 32 && byte !== 127) || (byte >= 9 && byte <= 13)) &&
  bytes.some((byte) => byte >= 65 && byte <= 122)
