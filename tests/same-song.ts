import { createHash } from 'node:crypto'
import type { Song } from '../audio/song/song.ts'

/** Music in the formats that songwalk decodes itself; README.md in tests/fixtures says how they were made. */
export const songFilesFolder = new URL('fixtures/songs/', import.meta.url)

export const songFileNames = [
  'cbr.mp3',
  'vbr.mp3',
  'stereo.ogg',
  'stereo.opus',
  'mono.webm',
  'deep.flac',
  'float.wav',
  'plain.aiff',
  'lossless.m4a',
  'lossless.caf',
]

/** What must be equal everywhere: all numbers of the chunks, as a hash, and a few of them to look at. */
export const describeSong = ({ source, chunks, quality }: Song) => ({
  sampleRate: source.sampleRate,
  channels: source.channels,
  duration: source.duration,
  quality,
  chunks: chunks.length,
  first: chunks[0],
  sha256: createHash('sha256').update(JSON.stringify(chunks)).digest('hex'),
})
