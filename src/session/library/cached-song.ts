import type { Song } from '../../../audio/song/song.ts'
import type { Seconds } from '../../../audio/units.ts'
import type { Analysis, FileTags, SongAudio, SongFile } from '../loaded-song.ts'
import { resolveCredits } from '../resolve-credits.ts'

/** A song's analysis from the library, with the tags of its file. */
export type CachedSong = { analysis: Analysis; tags: FileTags }

/** Credits and name are those of `file`: the same bytes can be opened under another name. */
export function createCachedSong(analysis: Analysis, file: SongFile, tags: FileTags): CachedSong {
  const { format, version, title, artist, license, source, ...rest } = analysis.song
  const song = { format, version, ...resolveCredits(file, tags), source: { ...source, name: file.name }, ...rest }
  return { analysis: { ...analysis, song }, tags }
}

/** Difference between the duration in a long file's header and that of its decoded audio. */
const MAX_HEADER_DURATION_ERROR_S: Seconds = 1

/** Whether loaded audio is what the Song was analyzed from: another browser version may decode a file differently. */
export const isSameAudio = ({ source }: Song, audio: SongAudio): boolean =>
  source.sha256 === audio.source.sha256 &&
  // Of a file that is decoded in blocks, only the header has been read.
  Math.abs(source.duration - audio.source.duration) <=
    (audio.stream.stage === 'decoding' ? MAX_HEADER_DURATION_ERROR_S : 0) &&
  source.sampleRate === audio.source.sampleRate &&
  source.channels === audio.source.channels
