import { useEffect, useId, useState } from 'react'
import { useStore } from 'zustand'
import { type DemoSong, fetchDemoSong } from '../session/listed-songs.ts'
import type { Session } from '../session/session.ts'
import { openLocalFile } from './local-file.ts'

/** The songs that came with the piece, and the visitor's own. */
export function SongMenu({ session, songs }: { session: Session; songs: Promise<DemoSong[]> }) {
  const [list, setList] = useState<DemoSong[]>([])
  /** On its way, and not yet the one in the room. */
  const [coming, setComing] = useState<string | null>(null)
  const { title, artist } = useStore(session.store)
  const input = useId()
  useEffect(() => {
    // main.tsx tells the visitor if there is none.
    songs.then(setList, () => setList([]))
  }, [songs])

  const there = list.find((song) => song.title === title && song.artist === artist)
  const chosen = coming ?? there?.file ?? ''

  const openListed = async (file: string) => {
    const song = list.find((entry) => entry.file === file)
    if (!song) return
    setComing(file)
    await session.open(fetchDemoSong(song))
    setComing((now) => (now === file ? null : now))
  }

  return (
    <nav className="songs" aria-label="Songs">
      {list.length > 0 && (
        <select aria-label="Song" value={chosen} onChange={(event) => void openListed(event.target.value)}>
          {chosen === '' && <option value="">{title === '' ? 'No song' : 'Your song'}</option>}
          {list.map((song) => (
            <option key={song.file} value={song.file}>
              {song.title} – {song.artist}
            </option>
          ))}
        </select>
      )}
      <label className="button" htmlFor={input}>
        Choose a song
      </label>
      <input
        id={input}
        className="visually-hidden"
        type="file"
        accept="audio/*,.mp3,.ogg,.opus,.flac,.wav,.m4a,.aac,.webm,.songwalk"
        aria-label="Choose a song"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (!file) return
          void openLocalFile(session, file)
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </nav>
  )
}
