import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SongListItem } from '../../scenes/state/scene-context.ts'
import { type DemoSong, requestDemoSong, type SongRequest } from './demo-songs.ts'
import type { SongRecord } from './library/library-database.ts'
import type { SongLibrary } from './library/song-library.ts'

/** Demo songs, then the library's songs, last opened first; each title and artist once. */
export function mergeSongLists(
  demoSongs: readonly DemoSong[],
  records: readonly Omit<SongRecord, 'picture'>[],
): SongListItem[] {
  const librarySongs = records.map(({ sha256, title, artist }) => ({ file: sha256, title, artist }))
  const songs = [...demoSongs.map(({ file, title, artist }) => ({ file, title, artist })), ...librarySongs]
  const isSame = (a: SongListItem, b: SongListItem) => a.title === b.title && a.artist === b.artist
  return songs.filter((song, i) => songs.findIndex((other) => isSame(song, other)) === i)
}

export type SongList = {
  /** What the headset's panel offers; follows the library. */
  items: StoreApi<readonly SongListItem[]>
  /** Its file rejects with a SongError if it cannot be fetched or is no longer in the library. */
  request: (file: string) => SongRequest
}

export function createSongList(library: SongLibrary, demoSongList: Promise<DemoSong[]>): SongList {
  let demoSongs: DemoSong[] = []
  const items = createStore<readonly SongListItem[]>()(() => [])
  const update = () => items.setState(mergeSongLists(demoSongs, library.recentSongs.getState()), true)
  library.recentSongs.subscribe(update)
  void library.refresh()
  demoSongList.then(
    (songs) => {
      demoSongs = songs
      update()
    },
    // The page reports a missing list when it opens the first song.
    () => {},
  )
  return {
    items,
    request: (file) => {
      const demoSong = demoSongs.find((song) => song.file === file)
      if (demoSong) return requestDemoSong(demoSong)
      return { file: library.loadFile(file), shipped: Promise.resolve(null) }
    },
  }
}
