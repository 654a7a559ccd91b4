import { useStore } from 'zustand'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './wall-label.module.css'

/** The titles of the exhibit and the current song. */
export function WallLabel({
  exhibitContext: { exhibit, visitController },
  title,
}: {
  exhibitContext: ExhibitContext
  title: string
}) {
  const songKey = useStore(visitController.store, (state) => state.song)
  const song = exhibit.songs.find((entry) => entry.key === songKey)
  return (
    <span className={styles.label} data-edge="corner">
      <strong className={styles.title}>{title}</strong>
      {song && (
        <span key={songKey} className={styles.song}>
          <bdi>{song.title}</bdi>
          {song.artist !== '' && <bdi className={styles.artist}>{song.artist}</bdi>}
          {song.credit !== '' && <bdi className={styles.credit}>{song.credit}</bdi>}
        </span>
      )}
    </span>
  )
}
