import { titleFromName } from '../../audio/song/song-source.ts'
import type { FileTags, SongFile } from './loaded-song.ts'

/** Credits that come with the file win over its tags; the title falls back to the file's name. */
export function resolveCredits(
  { name, title, artist, license }: SongFile,
  tags: FileTags,
): { title: string; artist?: string; license?: string } {
  const resolvedArtist = artist ?? (title === undefined ? tags.artist : undefined)
  return {
    title: title ?? tags.title ?? titleFromName(name),
    ...(resolvedArtist === undefined ? {} : { artist: resolvedArtist }),
    ...(license === undefined ? {} : { license }),
  }
}
