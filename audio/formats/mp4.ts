import type { Hertz } from '../units.ts'
import { findText, textAt, viewOf } from './bytes.ts'

const soundEntries = ['mp4a', 'alac', 'fLaC', 'Opus', 'ac-3', 'ec-3']

/** The byte range of the movie box, walking the boxes of the file (ISO 14496-12, 4.2). */
function findMovie(bytes: Uint8Array): { from: number; to: number } | undefined {
  const view = viewOf(bytes)
  for (let at = 0; at + 16 <= bytes.length; ) {
    const short = view.getUint32(at)
    const size = short === 1 ? Number(view.getBigUint64(at + 8)) : short === 0 ? bytes.length - at : short
    if (textAt(bytes, at + 4, 4) === 'moov') return { from: at, to: at + size }
    if (size < 8) return undefined
    at += size
  }
  return undefined
}

/** The sample rate of the first sound track of an mp4 or m4a file, from its sample description. */
export function mp4SampleRate(bytes: Uint8Array): Hertz | undefined {
  const movie = findMovie(bytes)
  if (!movie) return undefined
  let at = findText(bytes, 'stsd', movie.from, movie.to)
  while (at >= 0) {
    const entry = at + 16
    if (soundEntries.includes(textAt(bytes, entry, 4)) && entry + 32 <= bytes.length) {
      return viewOf(bytes).getUint16(entry + 28) || undefined
    }
    at = findText(bytes, 'stsd', at + 4, movie.to)
  }
  return undefined
}
