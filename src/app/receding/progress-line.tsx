import { useStore } from 'zustand'
import type { Session } from '../../session/session.ts'
import { getSongGradient } from '../../shared/song-gradient.ts'
import { usePlayhead } from '../../shared/use-playhead.ts'
import styles from './progress-line.module.css'

/** What remains of a page that has receded: the song's colors at its foot, bright as far as it has been heard. */
export function ProgressLine({ session }: { session: Session }) {
  const { duration, preferences } = useStore(session.store)
  const [time] = usePlayhead(session)
  const left = 100 * Math.min(1, time / (duration || 1))
  return (
    <div
      className={styles.line}
      data-stays=""
      aria-hidden="true"
      style={{ background: getSongGradient(preferences.palette) }}
    >
      <div className={styles.unheard} style={{ transform: `translateX(${left}%)` }} />
    </div>
  )
}
