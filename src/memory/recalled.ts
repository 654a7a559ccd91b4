import type { Song } from '../../audio/song.ts'
import { type Analysis, namesOf, type SongFile, type Sound } from '../open-song.ts'
import type { ShownTags } from '../tags.ts'

/** What was remembered of a song. */
export type Recalled = { analysis: Analysis; tags: ShownTags }

/** The same bytes can come under another name. */
export function renamed(analysis: Analysis, file: SongFile, tags: ShownTags): Recalled {
  const { format, version, title, artist, license, source, ...rest } = analysis.song
  const song = { format, version, ...namesOf(file, tags), source: { ...source, name: file.name }, ...rest }
  return { analysis: { ...analysis, song }, tags }
}

/** Whether the decoder still makes of the file what it made when its song was analyzed. */
export const sameSound = ({ source }: Song, sound: Sound): boolean =>
  source.duration === sound.source.duration &&
  source.sampleRate === sound.source.sampleRate &&
  source.channels === sound.source.channels
