import type { SongListItem } from '../../scenes/state/ui-store.ts'
import type { SongRecord } from './library/library-database.ts'
import { type DemoSong, fetchDemoSong } from './listed-songs.ts'
import type { Session } from './session.ts'

/** The songs of the menu, and behind them those that were opened here, the last first; each once. */
export function mergeSongLists(
  listed: readonly DemoSong[],
  recents: readonly Omit<SongRecord, 'picture'>[],
): SongListItem[] {
  const same = (a: SongListItem, b: SongListItem) => a.title === b.title && a.artist === b.artist
  const own = recents.map(({ sha256, title, artist }) => ({ file: sha256, title, artist }))
  const all = [...listed.map(({ file, title, artist }) => ({ file, title, artist })), ...own]
  return all.filter((song, i) => all.findIndex((other) => same(song, other)) === i)
}

/** Lets the room open what the page can: keeps its list of songs, and opens what is chosen from it. */
export function connectSongList(session: Session, listing: Promise<DemoSong[]>): void {
  const { store, library: memory, actions } = session
  let listed: DemoSong[] = []
  const tell = () => store.setState({ songs: mergeSongLists(listed, memory.recentSongs.getState()) })
  memory.recentSongs.subscribe(tell)
  void memory.refresh()
  // Whoever opens the page is told elsewhere if there is no list.
  listing.then(
    (songs) => {
      listed = songs
      tell()
    },
    () => {},
  )
  actions.openSong = (file) => {
    const song = listed.find((entry) => entry.file === file)
    void session.open(song ? fetchDemoSong(song) : memory.loadFile(file))
  }
}
