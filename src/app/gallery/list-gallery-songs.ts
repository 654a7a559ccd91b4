import { titleFromName } from '../../../audio/song/song-source.ts'
import type { DemoSong } from '../../session/demo-songs.ts'
import type { SongRecord } from '../../session/library/library-database.ts'
import type { LocalFile } from '../dropped-files.ts'

/** A song that can be opened from the gallery. */
export type GallerySong = {
  key: string
  title: string
  artist: string
  /** What the page says of a song that comes with it. */
  demo?: DemoSong
  /** What the browser remembers of it. */
  record?: SongRecord
  /** Its place in the list of files that the visitor has chosen. */
  local?: number
}

export type GallerySongs = { shipped: GallerySong[]; own: GallerySong[] }

/**
 * Each song once: those that come with the page, then the visitor's: the files chosen last in their order, then what the
 * browser remembers, last opened first.
 */
export function listGallerySongs(
  demoSongs: readonly DemoSong[],
  records: readonly SongRecord[],
  files: readonly LocalFile[],
): GallerySongs {
  const shipped = demoSongs.map((demo): GallerySong => {
    const { file, title, artist } = demo
    const record = records.find((record) => record.title === title && record.artist === artist)
    return { key: file, title, artist, demo, ...(record && { record }) }
  })
  const chosen = files.map(({ path }, local): GallerySong => {
    const name = path.split('/').at(-1) ?? path
    const record = records.find((record) => record.name === name)
    return {
      key: `${local} ${path}`,
      title: record?.title ?? titleFromName(name),
      artist: record?.artist ?? '',
      local,
      ...(record && { record }),
    }
  })
  const listed = new Set([...shipped, ...chosen].map(({ record }) => record))
  const remembered = records
    .filter((record) => !listed.has(record))
    .map((record): GallerySong => ({ key: record.sha256, title: record.title, artist: record.artist, record }))
  return { shipped, own: [...chosen, ...remembered] }
}
