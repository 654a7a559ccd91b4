import { findText, readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'
import { findBox, listBoxes, type Mp4Box } from './mp4-boxes.ts'

/** A part of the media that is played; -1 as its time stands for silence (ISO 14496-12, 8.6.6). */
type Mp4Edit = {
  /** In units of the movie's time scale; 0 for up to the end. */
  duration: number
  /** In units of the track's time scale. */
  mediaTime: number
}

/** The first sound track of an mp4 or QuickTime file, as far as its packets do not tell it themselves. */
export type Mp4Movie = {
  /** The four characters of the sample entry, such as mp4a or alac. */
  entryType: string
  channels: number
  /** Bits of a sample; 0 or 16 for compressed sound. */
  sampleBits: number
  sampleRate: Hertz
  /** The boxes within the sample entry. */
  entry: Uint8Array
  /** Units a second of the movie and of the track. */
  movieTimescale: number
  timescale: number
  /** In units of `timescale`; 0 for fragmented files. */
  mediaDuration: number
  edits: Mp4Edit[]
  /** Delay and length by the tag iTunSMPB, in samples of the track. */
  itunes: { start: Samples; frames: Samples } | undefined
}

/**
 * Reads the content of a movie box.
 * @returns undefined without a sound track
 */
export function parseMp4Movie(bytes: Uint8Array): Mp4Movie | undefined {
  const whole = { from: 0, to: bytes.length }
  const header = findBox(bytes, whole, 'mvhd')
  for (const track of listBoxes(bytes, whole)) {
    if (track.type !== 'trak') continue
    const handler = findBox(bytes, track, 'mdia', 'hdlr')
    const media = findBox(bytes, track, 'mdia', 'mdhd')
    const samples = findBox(bytes, track, 'mdia', 'minf', 'stbl', 'stsd')
    if (!handler || readLatin1(bytes, handler.from + 8, 4) !== 'soun' || !media || !samples) continue
    const entry = parseSampleEntry(bytes, samples)
    if (!entry) continue
    const { timescale, duration } = parseDuration(bytes, media)
    return {
      ...entry,
      movieTimescale: header ? parseDuration(bytes, header).timescale : 0,
      timescale,
      mediaDuration: duration,
      edits: parseEdits(bytes, findBox(bytes, track, 'edts', 'elst')),
      itunes: parseItunesDelay(bytes),
    }
  }
  return undefined
}

/** Time scale and duration of an mvhd or mdhd box; zeros if it is cut. */
function parseDuration(bytes: Uint8Array, { from, to }: Mp4Box): { timescale: number; duration: number } {
  const view = toDataView(bytes)
  const isLong = bytes[from] === 1
  if (from + (isLong ? 32 : 20) > to) return { timescale: 0, duration: 0 }
  const duration = isLong ? Number(view.getBigUint64(from + 24)) : view.getUint32(from + 16)
  const isUnknown = duration === (isLong ? 2 ** 64 : 2 ** 32 - 1)
  return { timescale: view.getUint32(from + (isLong ? 20 : 12)), duration: isUnknown ? 0 : duration }
}

function parseEdits(bytes: Uint8Array, box: Mp4Box | undefined): Mp4Edit[] {
  if (!box || box.from + 8 > box.to) return []
  const view = toDataView(bytes)
  const isLong = bytes[box.from] === 1
  const size = isLong ? 20 : 12
  const count = Math.min(view.getUint32(box.from + 4), Math.floor((box.to - box.from - 8) / size))
  return Array.from({ length: count }, (_, i) => {
    const at = box.from + 8 + i * size
    return isLong
      ? { duration: Number(view.getBigUint64(at)), mediaTime: Number(view.getBigInt64(at + 8)) }
      : { duration: view.getUint32(at), mediaTime: view.getInt32(at + 4) }
  })
}

/** The first sample entry (ISO 14496-12, 12.2.3; QuickTime File Format, sound sample descriptions of version 0 to 2). */
function parseSampleEntry(bytes: Uint8Array, { from, to }: Mp4Box) {
  const [box] = listBoxes(bytes, { from: from + 8, to })
  if (!box || box.from + 28 > box.to) return undefined
  const view = toDataView(bytes)
  const at = box.from
  // The fields of QuickTime stand only in boxes of version 0.
  const version = bytes[from] === 0 ? view.getUint16(at + 8) : 0
  const isQuickTime2 = version === 2 && at + 64 <= box.to
  const entryFrom = at + 28 + (version === 1 ? 16 : isQuickTime2 ? 36 : 0)
  return {
    entryType: box.type,
    channels: isQuickTime2 ? view.getUint32(at + 40) : view.getUint16(at + 16),
    sampleBits: isQuickTime2 ? view.getUint32(at + 48) : view.getUint16(at + 18),
    sampleRate: isQuickTime2 ? view.getFloat64(at + 32) : view.getUint32(at + 24) / 65536,
    entry: bytes.subarray(entryFrom, box.to),
  }
}

/** The tag of iTunes: hexadecimal numbers, of which the second to fourth are delay, padding and length. */
function parseItunesDelay(bytes: Uint8Array): Mp4Movie['itunes'] {
  const name = findText(bytes, 'iTunSMPB', 0, bytes.length)
  const data = name < 0 ? -1 : findText(bytes, 'data', name, Math.min(bytes.length, name + 64))
  if (data < 0) return undefined
  const numbers = readLatin1(bytes, data + 12, 64)
    .trim()
    .split(/\s+/)
    .map((text) => Number.parseInt(text, 16))
  const [, start = Number.NaN, , frames = Number.NaN] = numbers
  return start >= 0 && frames > 0 ? { start, frames } : undefined
}
