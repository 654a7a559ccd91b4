import type { Song } from '../../../audio/song/song.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { Analysis, FileTags, SongAudio, SongFile } from '../loaded-song.ts'
import { resolveCredits } from '../resolve-credits.ts'

/** What was remembered of a song. */
export type CachedSong = { analysis: Analysis; tags: FileTags }

/** The same bytes can come under another name. */
export function createCachedSong(analysis: Analysis, file: SongFile, tags: FileTags): CachedSong {
  const { format, version, title, artist, license, source, ...rest } = analysis.song
  const song = { format, version, ...resolveCredits(file, tags), source: { ...source, name: file.name }, ...rest }
  return { analysis: { ...analysis, song }, tags }
}

/** How far a length that was only foretold may be from the one that was heard. */
const DURATION_TOLERANCE_SECONDS: Seconds = 1

/** Whether the decoder still makes of the file what it made when its song was analyzed. */
export const isSameAudio = ({ source }: Song, { source: now, stream }: Pick<SongAudio, 'source' | 'stream'>): boolean =>
  source.sha256 === now.sha256 &&
  // Of a file that is decoded piece by piece, only its header has been read so far.
  Math.abs(source.duration - now.duration) <= (stream.stage === 'decoding' ? DURATION_TOLERANCE_SECONDS : 0) &&
  source.sampleRate === now.sampleRate &&
  source.channels === now.channels
