import { readLatin1, toDataView } from '../../bytes.ts'
import type { Samples } from '../../units.ts'
import type { MpegFrame } from './mpeg.ts'

/** The samples [start, end) of a decoder's output that are the song. */
export type Trim = { start: Samples; end: Samples }

/** A frame that holds a tag instead of sound. */
export type MpegTag = {
  /** Frames of sound behind it; undefined if it does not tell. */
  frames: number | undefined
  /** Positions in the sound of these frames; undefined if it does not tell. */
  trim: Trim | undefined
}

/** Delay of every mp3 decoder. */
export const MP3_DECODER_DELAY_SAMPLES: Samples = 529
/** The encoders whose tag ffmpeg, and so Chromium, applies. */
const trustedEncoders = ['LAME', 'Lavf', 'Lavc']
/** A VBRI tag is always there, as behind the side information of MPEG-1 stereo. */
const VBRI_OFFSET_BYTES = 36

/**
 * Reads the tag of a frame: Xing or Info with the LAME extension (gabriel.mp3-tech.org/mp3infotag.html), as ffmpeg's
 * mp3dec.c does, which Chromium uses; or Fraunhofer's VBRI, whose delay is that of encoder and decoder together.
 * @returns undefined for a frame of sound
 */
export function readMpegTag(bytes: Uint8Array, frame: MpegFrame): MpegTag | undefined {
  const vbriAt = frame.at + VBRI_OFFSET_BYTES
  // The first letter alone tells almost all frames of sound.
  if (bytes[vbriAt] === 0x56 && readLatin1(bytes, vbriAt, 4) === 'VBRI') return readVbriTag(bytes, vbriAt)
  const first = bytes[frame.tagAt]
  if (first !== 0x58 && first !== 0x49) return undefined
  return ['Xing', 'Info'].includes(readLatin1(bytes, frame.tagAt, 4)) ? readXingTag(bytes, frame) : undefined
}

function readVbriTag(bytes: Uint8Array, at: number): MpegTag {
  if (at + 18 > bytes.length) return { frames: undefined, trim: undefined }
  const view = toDataView(bytes)
  return {
    frames: view.getUint32(at + 14) || undefined,
    trim: { start: view.getUint16(at + 6), end: Infinity },
  }
}

function readXingTag(bytes: Uint8Array, { tagAt, samples }: MpegFrame): MpegTag {
  const flagsAt = tagAt + 4
  const view = toDataView(bytes)
  if (flagsAt + 8 > bytes.length) return { frames: undefined, trim: undefined }
  const flags = view.getUint32(flagsAt)
  const frames = ((flags & 1) === 0 ? 0 : view.getUint32(flagsAt + 4)) || undefined
  // Lengths of the fields announced by the flags: frame count, byte count, seek table, quality.
  const lengths = [4, 4, 100, 4].filter((_, bit) => (flags & (1 << bit)) !== 0)
  const encoderAt = lengths.reduce((sum, length) => sum + length, flagsAt + 4)
  if (encoderAt + 24 > bytes.length || !trustedEncoders.includes(readLatin1(bytes, encoderAt, 4)))
    return { frames, trim: undefined }
  const delays = view.getUint32(encoderAt + 20) & 0xffffff
  const start = (delays >>> 12) + MP3_DECODER_DELAY_SAMPLES
  const end = frames ? frames * samples - (delays & 0xfff) + MP3_DECODER_DELAY_SAMPLES : Infinity
  return { frames, trim: { start, end: Math.max(start, end) } }
}
