import { useEffect, useId, useState } from 'react'
import { openLocalFile } from './local-file.ts'
import { sentenceFor } from './open-song.ts'
import type { Session } from './session.ts'
import { fetchSong, type ListedSong } from './songs.ts'

/** The songs that came with the piece, and the visitor's own. */
export function SongMenu({ session, songs }: { session: Session; songs: Promise<ListedSong[]> }) {
  const [list, setList] = useState<ListedSong[]>([])
  const [chosen, setChosen] = useState('')
  const input = useId()
  useEffect(() => {
    songs.then(
      (listed) => {
        setList(listed)
        setChosen(listed[0]?.file ?? '')
      },
      // main.tsx tells the visitor.
      () => setList([]),
    )
  }, [songs])

  const openListed = async (file: string) => {
    const song = list.find((entry) => entry.file === file)
    if (!song) return
    setChosen(file)
    try {
      await session.open(await fetchSong(song))
    } catch (error) {
      session.fail(sentenceFor(error))
    }
  }

  return (
    <nav className="songs" aria-label="Songs">
      {list.length > 0 && (
        <select aria-label="Song" value={chosen} onChange={(event) => void openListed(event.target.value)}>
          {chosen === '' && <option value="">Your song</option>}
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
        accept="audio/*,.mp3,.ogg,.opus,.flac,.wav,.m4a,.aac,.webm"
        aria-label="Choose a song"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (!file) return
          setChosen('')
          void openLocalFile(session, file)
          // The same file can be chosen again.
          event.target.value = ''
        }}
      />
    </nav>
  )
}
