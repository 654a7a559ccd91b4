import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { formatTime } from '../../../audio/format-time.ts'
import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { Sheet } from './sheet.tsx'
import styles from './song-sheet.module.css'
import { loadSongThumbnail, songThumbnails } from './song-thumbnails.ts'

/** The exhibit's songs with thumbnails. */
export function SongSheet({
  exhibitContext: { exhibit, visitController },
  close,
}: {
  exhibitContext: ExhibitContext
  close: () => void
}) {
  const t = useTranslate()
  const currentSong = useStore(visitController.store, (state) => state.song)
  const thumbnails = useStore(songThumbnails)
  const list = useRef<HTMLUListElement>(null)
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      for (const { isIntersecting, target } of entries) {
        const song = exhibit.songs.find(({ key }) => key === (target as HTMLElement).dataset.song)
        if (isIntersecting && song) loadSongThumbnail(song)
      }
    })
    for (const card of list.current?.children ?? []) observer.observe(card)
    return () => observer.disconnect()
  }, [exhibit])
  return (
    <Sheet title={t('common.songs')} close={close}>
      <ul ref={list} className={styles.songs} style={{ ['--count' as string]: exhibit.songs.length }}>
        {exhibit.songs.map(({ key, title, artist, credit, duration, chunks }) => (
          <li key={key} data-song={key}>
            <button
              type="button"
              className={styles.song}
              aria-pressed={key === currentSong}
              onClick={() => {
                visitController.dispatch({ type: 'song', key })
                close()
              }}
            >
              <span className={styles.thumbnail}>
                {thumbnails[key] && <img className={styles.image} src={thumbnails[key]} alt="" draggable={false} />}
              </span>
              <strong className={styles.title}>
                <bdi>{title}</bdi>
              </strong>
              {artist !== '' && <bdi>{artist}</bdi>}
              <span className={styles.figures}>
                <span>{formatTime(duration)}</span>
                <span>{t('exhibit.boxes', { count: chunks })}</span>
              </span>
              {credit !== '' && <bdi className={styles.credit}>{credit}</bdi>}
            </button>
          </li>
        ))}
      </ul>
    </Sheet>
  )
}
