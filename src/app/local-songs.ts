import { createStore, type StoreApi } from 'zustand/vanilla'
import { SongError } from '../../audio/song-error.ts'
import type { SongFile } from '../session/loaded-song.ts'
import type { Session } from '../session/session.ts'
import { type LocalFile, selectSongs } from './dropped-files.ts'

/** The visitor's files as a list, and which of them is open or being opened; a single file is no list. */
export type LocalSongList = { files: readonly LocalFile[]; current: number | null }

export type LocalSongs = {
  list: StoreApi<LocalSongList>
  /** Opens the first song of some files, and lists them if there are several. */
  choose: (files: readonly LocalFile[]) => Promise<void>
  /** Opens a song of the list. */
  openListed: (index: number) => Promise<void>
  /** Takes a song off the list; one that is open stays open. */
  forget: (index: number) => void
  forgetAll: () => void
}

/** Tolerance of the clock at the end of a song, seconds. */
const END_TOLERANCE_S = 0.05

/** The files that a visitor chooses or drops. They stay on their device. When a listed song has ended, the next one plays. */
export function createLocalSongs(session: Session): LocalSongs {
  const list = createStore<LocalSongList>()(() => ({ files: [], current: null }))
  let openings = 0

  /** @returns whether the song is open now */
  const open = async (index: number): Promise<boolean> => {
    const { files, current: before } = list.getState()
    const entry = files[index]
    if (!entry) return false
    list.setState({ current: index })
    openings++
    const { type } = await session.open(readLocalFile(entry.file))
    openings--
    if (type !== 'opened' && list.getState().files === files && list.getState().current === index)
      list.setState({ current: type === 'failed' ? before : null })
    return type === 'opened'
  }

  const playNext = async (from: number): Promise<void> => {
    const { files } = list.getState()
    for (let index = from + 1; index < files.length; index++) {
      const isOpen = await open(index)
      if (list.getState().files !== files) return
      if (isOpen) return session.actions.play()
      // Another request has superseded this one.
      if (list.getState().current === null) return
    }
  }

  session.store.subscribe((now, before) => {
    const { current } = list.getState()
    if (current === null || openings > 0) return
    // A demo song or a stored one was opened instead.
    if (now.title !== before.title) return list.setState({ current: null })
    const { playback } = session.services
    const hasEnded = playback !== null && playback.time() >= playback.duration - END_TOLERANCE_S
    if (before.playing && !now.playing && now.mode !== 'walk' && hasEnded) void playNext(current)
  })

  return {
    list,
    choose: async (files) => {
      const songs = selectSongs(files)
      const [first] = songs
      if (!first) return
      if (songs.length > 1) {
        list.setState({ files: songs, current: null })
        await open(0)
      } else {
        list.setState({ files: [], current: null })
        await session.open(readLocalFile(first.file))
      }
    },
    openListed: async (index) => void (await open(index)),
    forget: (index) => {
      const { files, current } = list.getState()
      const moved = current !== null && current > index ? current - 1 : current
      list.setState({ files: files.toSpliced(index, 1), current: current === index ? null : moved })
    },
    forgetAll: () => list.setState({ files: [], current: null }),
  }
}

async function readLocalFile(file: File): Promise<SongFile> {
  try {
    // Reading one byte fails for folders and for files that were moved.
    await file.slice(0, 1).arrayBuffer()
    return { name: file.name, blob: file }
  } catch (cause) {
    throw new SongError('fileUnreadable', { name: file.name }, { cause })
  }
}
