import { findText, readLatin1, toDataView } from '../../bytes.ts'
import type { Hertz } from '../../units.ts'

/** The first audio track of an mp4 or m4a file. */
export type Mp4Track = { sampleRate: Hertz }

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
      return sampleRate === 0 ? undefined : { sampleRate }
    }
    name = findText(bytes, 'trak', name + 4, movie.to)
  }
  return undefined
}
