import { useEffect, useRef, useState } from 'react'
import { useTranslate } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './idle-warning.module.css'
import veil from './veil.module.css'

/** Length of the circle in SVG units: its radius is chosen for 100. */
const CIRCLE_PATH_LENGTH = 100

/** Asks whether the visitor is still there and counts down; a touch continues the visit. */
export function IdleWarning({ exhibitContext: { visitController } }: { exhibitContext: ExhibitContext }) {
  const t = useTranslate()
  const [startedAt] = useState(() => performance.now())
  const [now, setNow] = useState(startedAt)
  const button = useRef<HTMLButtonElement>(null)
  const until = visitController.store.getState().until ?? startedAt
  useEffect(() => {
    button.current?.focus({ preventScroll: true })
    const timer = window.setInterval(() => setNow(performance.now()), 200)
    return () => window.clearInterval(timer)
  }, [])
  const secondsLeft = Math.max(0, Math.ceil((until - now) / 1000))
  const fraction = Math.max(0, (until - now) / Math.max(1, until - startedAt))
  return (
    <button
      ref={button}
      type="button"
      className={`${veil.veil} ${styles.warning}`}
      onClick={() => visitController.dispatch({ type: 'touched' })}
    >
      <span className={styles.countdown} role="img" aria-label={t('exhibit.reminder.left', { count: secondsLeft })}>
        <svg viewBox="0 0 36 36" aria-hidden="true">
          <circle className={styles.circle} cx="18" cy="18" r="15.915" />
          <circle
            className={`${styles.circle} ${styles.remaining}`}
            cx="18"
            cy="18"
            r="15.915"
            strokeDasharray={`${fraction * CIRCLE_PATH_LENGTH} ${CIRCLE_PATH_LENGTH}`}
          />
        </svg>
        <span aria-hidden="true">{secondsLeft}</span>
      </span>
      <strong className={veil.title}>{t('exhibit.reminder.title')}</strong>
      <span className={veil.text}>{t('exhibit.reminder.stay')}</span>
    </button>
  )
}
