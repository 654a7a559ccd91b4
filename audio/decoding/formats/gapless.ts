import { readLatin1, toDataView } from '../../bytes.ts'
import type { Samples } from '../../units.ts'
import { readMpegFrame, skipId3 } from './mpeg.ts'

/** The samples [start, end) of a decoder's output that are the song. */
export type Trim = { start: Samples; end: Samples }

/** Delay of every mp3 decoder. */
const MP3_DECODER_DELAY_SAMPLES = 529
/** The encoders whose tag ffmpeg, and so Chromium, applies. */
const trustedEncoders = ['LAME', 'Lavf', 'Lavc']

/**
 * The song without the encoder's delay and padding, from the LAME extension of the Xing or Info tag in the first frame
 * (gabriel.mp3-tech.org/mp3infotag.html), read as in ffmpeg's mp3dec.c, which Chromium uses.
 * @returns positions in the output of a decoder that drops only the frame of the tag; all samples for files without the tag
 */
export function readMp3Trim(bytes: Uint8Array): Trim {
  const everything = { start: 0, end: Infinity }
  // Only a tag at the very beginning counts, as in ffmpeg.
  const frame = readMpegFrame(bytes, skipId3(bytes))
  if (!frame || !['Xing', 'Info'].includes(readLatin1(bytes, frame.tagAt, 4))) return everything
  const view = toDataView(bytes)
  const flagsAt = frame.tagAt + 4
  if (flagsAt + 140 > bytes.length) return everything
  const flags = view.getUint32(flagsAt)
  const frames = (flags & 1) === 0 ? 0 : view.getUint32(flagsAt + 4)
  // Lengths of the fields announced by the flags: frame count, byte count, seek table, quality.
  const lengths = [4, 4, 100, 4].filter((_, bit) => (flags & (1 << bit)) !== 0)
  const encoderAt = lengths.reduce((sum, length) => sum + length, flagsAt + 4)
  if (!trustedEncoders.includes(readLatin1(bytes, encoderAt, 4))) return everything
  const delays = view.getUint32(encoderAt + 20) & 0xffffff
  const start = (delays >>> 12) + MP3_DECODER_DELAY_SAMPLES
  const end = frames === 0 ? Infinity : frames * frame.samples - (delays & 0xfff) + MP3_DECODER_DELAY_SAMPLES
  return { start, end: Math.max(start, end) }
}
