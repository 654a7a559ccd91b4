import { titleFromName } from '../../audio/song/song-source.ts'
import type { SongListItem } from '../../scenes/state/scene-context.ts'
import type { SongRecord } from '../session/library/library-database.ts'
import type { LocalFile } from './dropped-files.ts'

const LOCAL_KEY = /^local (\d+)$/

/** The place in the visitor's list of a song in the headset's panel; null if it is none of them. */
export function parseLocalKey(key: string): number | null {
  const place = LOCAL_KEY.exec(key)?.[1]
  return place === undefined ? null : Number(place)
}

/** What the headset's panel offers: the visitor's list in its order, then all other songs; each title and artist once. */
export function listPanelSongs(
  files: readonly LocalFile[],
  records: readonly Pick<SongRecord, 'name' | 'title' | 'artist'>[],
  others: readonly SongListItem[],
): SongListItem[] {
  const own = files.map(({ file: { name } }, place) => {
    const record = records.find((record) => record.name === name)
    return { file: `local ${place}`, title: record?.title ?? titleFromName(name), artist: record?.artist ?? '' }
  })
  const isOwn = ({ title, artist }: SongListItem) => own.some((song) => song.title === title && song.artist === artist)
  return [...own, ...others.filter((song) => !isOwn(song))]
}
