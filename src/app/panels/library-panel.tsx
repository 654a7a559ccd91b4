import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useTranslate } from '../../i18n/i18n.ts'
import type { SongRecord } from '../../session/library/library-database.ts'
import type { Session } from '../../session/session.ts'
import styles from './library-panel.module.css'

/** The songs stored in this browser, each with a picture of its form. */
export function LibraryPanel({ session }: { session: Session }) {
  const t = useTranslate()
  const { library } = session
  const recents = useStore(library.recentSongs)
  useEffect(() => void library.refresh(), [library])
  return (
    <div className={styles.library}>
      <h2>{t('panels.library.title')}</h2>
      {recents.length === 0 ? (
        <p>{t(library.isAvailable ? 'xr.noSongs' : 'panels.library.unavailable')}</p>
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
      <p className={styles.privacy}>{t('panels.library.where')}</p>
    </div>
  )
}

function SongTile({ session, song }: { session: Session; song: SongRecord }) {
  const t = useTranslate()
  const { library } = session
  const { sha256, title, artist, chunks, picture, tags } = song
  const here = useStore(session.store, (state) => state.song?.source.sha256 === sha256)
  const cover = useObjectUrl(tags.cover ?? null)
  return (
    <li>
      <button
        type="button"
        className={styles.tile}
        aria-current={here}
        onClick={() => void session.open(library.loadFile(sha256))}
      >
        <span className={styles.portrait}>
          <BlobImage blob={picture} className={styles.formPicture} />
          {cover !== null && <img className={styles.cover} src={cover} alt="" />}
        </span>
        <strong>{title}</strong>
        {artist !== '' && <span>{artist}</span>}
        <span>{t('common.chunks', { count: chunks })}</span>
      </button>
      <button
        type="button"
        className={styles.forget}
        aria-label={t('panels.library.forget', { title })}
        title={t('panels.library.forgetHint')}
        onClick={() => void library.remove(sha256)}
      >
        ×
      </button>
    </li>
  )
}

function BlobImage({ blob, className }: { blob: Blob | null; className: string | undefined }) {
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

/** Focuses the button that replaces the pressed one. */
const focusButton = (button: HTMLButtonElement | null) => button?.focus()

function ClearLibrary({ session: { library } }: { session: Session }) {
  const t = useTranslate()
  const [asking, setAsking] = useState(false)
  if (!asking)
    return (
      <button type="button" onClick={() => setAsking(true)}>
        {t('panels.library.forgetAll')}
      </button>
    )
  return (
    <fieldset className={styles.confirm}>
      <legend>{t('panels.library.confirm')}</legend>
      <button type="button" ref={focusButton} onClick={() => setAsking(false)}>
        {t('panels.library.keep')}
      </button>
      <button type="button" onClick={() => void library.clear()}>
        {t('panels.library.confirmForget')}
      </button>
    </fieldset>
  )
}
