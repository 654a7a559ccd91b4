import { readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'

/** What an MPEG audio frame's first four bytes say. */
export type MpegFrame = {
  at: number
  /** Length of the frame, header included. */
  bytes: number
  samples: Samples
  sampleRate: Hertz
  channels: number
  /** Where a Xing or Info tag would begin: after the header and a layer III frame's side information. */
  tagAt: number
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

/** Junk allowed before the first frame, as ffmpeg and browsers do. */
const MAX_JUNK_BYTES = 65536

/**
 * Reads a frame header (ISO 11172-3, 2.4.1.3, and 13818-3).
 * @returns undefined where there is none, or one of the never-used free bit rate
 */
export function readMpegFrame(bytes: Uint8Array, at: number): MpegFrame | undefined {
  if (at + 4 > bytes.length || bytes[at] !== 0xff) return undefined
  const header = toDataView(bytes).getUint32(at)
  const version = (header >>> 19) & 3
  const layer = (header >>> 17) & 3
  const rateIndex = (header >>> 10) & 3
  if (header >>> 21 !== 0x7ff || version === 1 || layer === 0 || rateIndex === 3) return undefined
  const first = version === 3
  const sampleRate = sampleRates[version as 0 | 2 | 3][rateIndex] as Hertz
  const kilobits = bitRates[first ? 'v1' : 'v2'][layer as 1 | 2 | 3][((header >>> 12) & 15) - 1]
  if (kilobits === undefined) return undefined
  const padding = (header >>> 9) & 1
  const samples = layer === 3 ? 384 : layer === 1 && !first ? 576 : 1152
  const slots = Math.floor(((samples / 8) * kilobits * 1000) / sampleRate / (layer === 3 ? 4 : 1)) + padding
  const channels = ((header >>> 6) & 3) === 3 ? 1 : 2
  const sideInfo = first ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17
  return { at, bytes: layer === 3 ? slots * 4 : slots, samples, sampleRate, channels, tagAt: at + 4 + sideInfo }
}

/** The first byte after an ID3v2 tag at the beginning, if there is one (id3.org, ID3v2.4 section 3.1). */
export function skipId3(bytes: Uint8Array): number {
  if (readLatin1(bytes, 0, 3) !== 'ID3' || bytes.length < 10) return 0
  const size = bytes.subarray(6, 10).reduce((sum, byte) => sum * 128 + (byte & 127), 0)
  const footer = (bytes[5]! & 16) !== 0 ? 10 : 0
  return 10 + size + footer
}

/**
 * The first frame that a second one follows where it should, or that fills the file to its end.
 * @returns undefined if none begins within 64 kB of the tag's end
 */
export function findMpegFrame(bytes: Uint8Array): MpegFrame | undefined {
  const from = skipId3(bytes)
  const to = Math.min(bytes.length, from + MAX_JUNK_BYTES)
  for (let at = bytes.indexOf(0xff, from); at >= 0 && at < to; at = bytes.indexOf(0xff, at + 1)) {
    const frame = readMpegFrame(bytes, at)
    if (!frame) continue
    const next = at + frame.bytes
    // A file may hold less than two frames, but only if it begins with one: random bytes look like one often.
    if (next >= bytes.length ? at === from : readMpegFrame(bytes, next)?.sampleRate === frame.sampleRate) return frame
  }
  return undefined
}

/**
 * Bytes missing from a last frame that is cut short, as at the end of an interrupted download. Browsers decode such
 * a frame as far as it goes; a decoder that drops it does too if the missing bytes are filled up.
 */
export function countMissingFrameBytes(bytes: Uint8Array): number {
  let frame = findMpegFrame(bytes)
  while (frame) {
    const next: number = frame.at + frame.bytes
    if (next >= bytes.length) return next - bytes.length
    frame = readMpegFrame(bytes, next)
  }
  return 0
}
