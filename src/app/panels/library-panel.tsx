import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import type { SongRecord } from '../../session/library/library-database.ts'
import type { Session } from '../../session/session.ts'

/** The songs this browser has seen, each by its form, side by side. */
export function LibraryPanel({ session }: { session: Session }) {
  const { library: memory } = session
  const recents = useStore(memory.recentSongs)
  useEffect(() => void memory.refresh(), [memory])
  return (
    <div className="songs-panel">
      <h2>Every song has its own form</h2>
      {recents.length === 0 ? (
        <p>
          {memory.isAvailable
            ? 'Songs you open appear here.'
            : 'This browser keeps no songs here; a private window does not, for example.'}
        </p>
      ) : (
        <>
          <ul>
            {recents.map((song) => (
              <SongTile key={song.sha256} session={session} song={song} />
            ))}
          </ul>
          <ClearLibrary session={session} />
        </>
      )}
      <p className="where">Kept only in this browser; nothing leaves your machine.</p>
    </div>
  )
}

function SongTile({ session, song }: { session: Session; song: SongRecord }) {
  const { library: memory } = session
  const { sha256, title, artist, chunks, picture, tags } = song
  const here = useStore(session.store, (state) => state.song?.source.sha256 === sha256)
  const cover = useObjectUrl(tags.cover ?? null)
  return (
    <li>
      <button
        type="button"
        className="tile"
        aria-current={here}
        onClick={() => void session.open(memory.loadFile(sha256))}
      >
        <span className="portrait">
          <BlobImage blob={picture} className="form-picture" />
          {cover !== null && <img className="cover" src={cover} alt="" />}
        </span>
        <strong>{title}</strong>
        {artist !== '' && <span>{artist}</span>}
        <span>{chunks === 1 ? '1 chunk' : `${chunks} chunks`}</span>
      </button>
      <button
        type="button"
        className="forget"
        aria-label={`Forget ${title}`}
        title="Forget this song"
        onClick={() => void memory.remove(sha256)}
      >
        ×
      </button>
    </li>
  )
}

function BlobImage({ blob, className }: { blob: Blob | null; className: string }) {
  const url = useObjectUrl(blob)
  return url === null ? null : <img className={className} src={url} alt="" />
}

function useObjectUrl(blob: Blob | null): string | null {
  const [url, setUrl] = useState<string | null>(null)
  useEffect(() => {
    if (!blob) return setUrl(null)
    const made = URL.createObjectURL(blob)
    setUrl(made)
    return () => URL.revokeObjectURL(made)
  }, [blob])
  return url
}

/** The button that was pressed is gone; the keyboard goes on here. */
const focusButton = (button: HTMLButtonElement | null) => button?.focus()

function ClearLibrary({ session: { library: memory } }: { session: Session }) {
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <button type="button" onClick={() => setAsking(true)}>
        Forget all
      </button>
    )
  return (
    <fieldset className="confirm">
      <legend>Forget all songs?</legend>
      <button type="button" ref={focusButton} onClick={() => setAsking(false)}>
        Keep them
      </button>
      <button type="button" onClick={() => void memory.clear()}>
        Yes, forget all
      </button>
    </fieldset>
  )
}
