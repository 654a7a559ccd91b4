import { readLatin1, toDataView } from '../../bytes.ts'
import type { Samples } from '../../units.ts'
import { readMpegFrame, skipId3 } from './mpeg.ts'

/** The part of a decoder's output that is the song: [start, end). */
export type Trim = { start: Samples; end: Samples }

/** Samples every mp3 decoder comes late by. */
const MP3_DECODER_DELAY_SAMPLES = 529
/** The encoders whose tag ffmpeg, and with it Chromium, believes. */
const trustedEncoders = ['LAME', 'Lavf', 'Lavc']

/**
 * What an encoder put before and after the song, from the Xing or Info tag in an mp3's first frame (its LAME
 * extension: gabriel.mp3-tech.org/mp3infotag.html), read as ffmpeg's mp3dec.c does, so that Chromium agrees.
 * @returns positions in the output of a decoder that drops the tag's own frame and nothing else; everything for
 * files without the tag
 */
export function readMp3Trim(bytes: Uint8Array): Trim {
  const everything = { start: 0, end: Infinity }
  // Only a tag at the very beginning counts: after junk ffmpeg does not look for it.
  const frame = readMpegFrame(bytes, skipId3(bytes))
  if (!frame || !['Xing', 'Info'].includes(readLatin1(bytes, frame.tagAt, 4))) return everything
  const view = toDataView(bytes)
  const flagsAt = frame.tagAt + 4
  if (flagsAt + 140 > bytes.length) return everything
  const flags = view.getUint32(flagsAt)
  const frames = (flags & 1) === 0 ? 0 : view.getUint32(flagsAt + 4)
  // The fields that the flags announce: number of frames, of bytes, seek table, quality.
  const lengths = [4, 4, 100, 4].filter((_, bit) => (flags & (1 << bit)) !== 0)
  const encoderAt = lengths.reduce((sum, length) => sum + length, flagsAt + 4)
  if (!trustedEncoders.includes(readLatin1(bytes, encoderAt, 4))) return everything
  const delays = view.getUint32(encoderAt + 20) & 0xffffff
  const start = (delays >>> 12) + MP3_DECODER_DELAY_SAMPLES
  const end = frames === 0 ? Infinity : frames * frame.samples - (delays & 0xfff) + MP3_DECODER_DELAY_SAMPLES
  return { start, end: Math.max(start, end) }
}
