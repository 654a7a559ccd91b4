import { readLatin1 } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'

/** The header of an MPEG audio frame. */
export type MpegFrame = {
  at: number
  /** Length of the frame, header included. */
  bytes: number
  samples: Samples
  sampleRate: Hertz
  channels: number
  /** Offset of a Xing or Info tag: after the header and the side information of layer III. */
  tagAt: number
  /** Equal for all frames of a stream: version, layer, rate, mono or not, free format or not. */
  format: number
}

const sampleRates = { 3: [44100, 48000, 32000], 2: [22050, 24000, 16000], 0: [11025, 12000, 8000] } as const

/** Kilobits per second by index 1 to 14, for MPEG 1 layers I to III and for MPEG 2 and 2.5. */
const bitRates = {
  v1: {
    3: [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
    2: [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    1: [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  },
  v2: {
    3: [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
    2: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    1: [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  },
} as const

const LAYER_1_SAMPLES: Samples = 384

/** Junk allowed before the first frame, as in ffmpeg and browsers. */
const MAX_JUNK_BYTES = 65536

/**
 * Reads a frame header (ISO 11172-3, 2.4.1.3, and 13818-3).
 * @param freeBytes length without padding of the stream's frames in the free format, see {@link measureFreeFrame}
 * @returns undefined for other bytes, and for the free format of unknown length
 */
export function readMpegFrame(bytes: Uint8Array, at: number, freeBytes = 0): MpegFrame | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff || bytes[at + 1]! < 0xe0) return undefined
  const version = (bytes[at + 1]! >>> 3) & 3
  const layer = (bytes[at + 1]! >>> 1) & 3
  const bitRateIndex = bytes[at + 2]! >>> 4
  const rateIndex = (bytes[at + 2]! >>> 2) & 3
  if (version === 1 || layer === 0 || bitRateIndex === 15 || rateIndex === 3) return undefined
  if (bitRateIndex === 0 && freeBytes === 0) return undefined
  const first = version === 3
  const sampleRate = sampleRates[version as 0 | 2 | 3][rateIndex] as Hertz
  const kilobits = bitRates[first ? 'v1' : 'v2'][layer as 1 | 2 | 3][bitRateIndex - 1] ?? 0
  const slotBytes = layer === 3 ? 4 : 1
  const padding = (bytes[at + 2]! >>> 1) & 1
  const samples = layer === 3 ? LAYER_1_SAMPLES : layer === 1 && !first ? 576 : 1152
  const slots = Math.floor(((samples / 8) * kilobits * 1000) / sampleRate / slotBytes) + padding
  const channels = bytes[at + 3]! >>> 6 === 3 ? 1 : 2
  const sideInfo = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  return {
    at,
    bytes: bitRateIndex === 0 ? freeBytes + padding * slotBytes : slots * slotBytes,
    samples,
    sampleRate,
    channels,
    tagAt: at + 4 + sideInfo,
    format: (bytes[at + 1]! & 0x1e) * 16 + rateIndex * 4 + channels * 2 - (bitRateIndex === 0 ? 1 : 0),
  }
}

/** More than 640 kb/s need, the most that LAME writes in the free format, at 8 kHz. */
const MAX_FREE_FRAME_BYTES = 6000
/** Of mono frames at the lowest rate. */
const MIN_FREE_FRAME_BYTES = 24

/**
 * The length without padding of a frame in the free format, which no header tells: the distance to the next header if
 * a third one follows at the same distance. Layer I is left out: small samples of PCM look like its headers.
 * @returns 0 for other frames
 */
export function measureFreeFrame(bytes: Uint8Array, at: number): number {
  const first = readMpegFrame(bytes, at, MAX_FREE_FRAME_BYTES)
  if (!first || first.format % 2 === 0 || first.samples === LAYER_1_SAMPLES) return 0
  const padding = first.bytes - MAX_FREE_FRAME_BYTES
  const to = at + MAX_FREE_FRAME_BYTES
  for (
    let next = bytes.indexOf(0xff, at + MIN_FREE_FRAME_BYTES);
    next >= 0 && next <= to;
    next = bytes.indexOf(0xff, next + 1)
  ) {
    const length = next - at - padding
    const second = readMpegFrame(bytes, next, length)
    if (second?.format !== first.format) continue
    const end = next + second.bytes
    if (end >= bytes.length || readMpegFrame(bytes, end, length)?.format === first.format) return length
  }
  return 0
}

/** The offset after a leading ID3v2 tag (id3.org, ID3v2.4 section 3.1); 0 without a tag. */
export function skipId3(bytes: Uint8Array): number {
  if (readLatin1(bytes, 0, 3) !== 'ID3' || bytes.length < 10) return 0
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0)
  const footer = (bytes[5]! & 16) !== 0 ? 10 : 0
  return 10 + size + footer
}

/** The offset after all ID3v2 tags at the beginning. */
export function skipAllId3(bytes: Uint8Array): number {
  let at = 0
  for (let length = skipId3(bytes); length > 0; length = skipId3(bytes.subarray(at))) at += length
  return at
}

/**
 * The first frame that is followed by a second one or by the end of the file.
 * @returns undefined if no frame begins within 64 kB after the tags
 */
export function findMpegFrame(bytes: Uint8Array): MpegFrame | undefined {
  const from = skipAllId3(bytes)
  const to = Math.min(bytes.length, from + MAX_JUNK_BYTES)
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at < to; at = bytes.indexOf(0xff, at + 1)) {
    const freeBytes = measureFreeFrame(bytes, at)
    const frame = readMpegFrame(bytes, at, freeBytes)
    if (!frame) continue
    // Such a frame is followed by two others.
    if (freeBytes > 0) return frame
    const next = at + frame.bytes
    // A single frame counts only at the beginning: random bytes often look like a frame.
    if (next >= bytes.length ? at === from : readMpegFrame(bytes, next)?.sampleRate === frame.sampleRate) return frame
  }
  return undefined
}
