import { findText, readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz, Samples } from '../../units.ts'

/** The first audio track of an mp4 or m4a file; `length` is the number of samples played, if the file states it. */
export type Mp4Track = { sampleRate: Hertz; length: Samples | undefined }

type ByteRange = { from: number; to: number }

const audioSampleEntries = ['mp4a', 'alac', 'fLaC', 'Opus', 'ac-3', 'ec-3']

/** The byte range of the movie box (ISO 14496-12, 4.2). */
function findMovieBox(bytes: Uint8Array): ByteRange | undefined {
  const view = toDataView(bytes)
  for (let at = 0; at + 16 <= bytes.length; ) {
    const short = view.getUint32(at)
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? bytes.length - at : short
    if (readLatin1(bytes, at + 4, 4) === 'moov') return { from: at, to: Math.min(at + size, bytes.length) }
    if (size < 8) return undefined
    at += size
  }
  return undefined
}

/**
 * Reads the sample entry of the first audio track.
 * @returns undefined without such a track or its sample rate
 */
export function readMp4Track(bytes: Uint8Array): Mp4Track | undefined {
  const movie = findMovieBox(bytes)
  if (!movie) return undefined
  const view = toDataView(bytes)
  let name = findText(bytes, 'trak', movie.from, movie.to)
  while (name >= 0) {
    const track = { from: name, to: Math.min(name - 4 + view.getUint32(name - 4), movie.to) }
    const entry = findText(bytes, 'stsd', track.from, track.to) + 16
    if (audioSampleEntries.includes(readLatin1(bytes, entry, 4)) && entry + 32 <= track.to) {
      const sampleRate = view.getUint16(entry + 28)
      return sampleRate === 0 ? undefined : { sampleRate, length: readPlayedLength(bytes, track, sampleRate) }
    }
    name = findText(bytes, 'trak', name + 4, movie.to)
  }
  return undefined
}

/**
 * The media length (mdhd, ISO 14496-12, 8.4.2) after the start of the edit list (8.6.6), which skips the encoder delay:
 * the samples Chromium plays. Only for a time scale in samples, the rule for audio.
 */
function readPlayedLength(bytes: Uint8Array, track: ByteRange, sampleRate: Hertz): Samples | undefined {
  const view = toDataView(bytes)
  const media = findText(bytes, 'mdhd', track.from, track.to)
  if (media < 0 || media + 24 > track.to || bytes[media + 4] !== 0) return undefined
  if (view.getUint32(media + 16) !== sampleRate) return undefined
  const edits = findText(bytes, 'elst', track.from, track.to)
  const edited = edits >= 0 && edits + 24 <= track.to && bytes[edits + 4] === 0 && view.getUint32(edits + 8) === 1
  const start = edited ? Math.max(0, view.getInt32(edits + 16)) : 0
  return Math.max(0, view.getUint32(media + 20) - start) || undefined
}
