import { useStore } from 'zustand'
import { useTranslate } from '../i18n/i18n.ts'
import { isHandheld } from '../session/is-handheld.ts'
import type { Session } from '../session/session.ts'
import styles from './hint.module.css'

const HINT_KEYS = { orbit: 'page.hints.orbit', inside: 'page.hints.inside' } as const
const TOUCH_HINT_KEYS = { orbit: 'page.hints.touchOrbit', inside: 'page.hints.touchInside' } as const

/** How to move and pick in the current view, shown once for each view; CSS fades it out. */
export function Hint({ session }: { session: Session }) {
  const t = useTranslate()
  const { view, phase } = useStore(session.store)
  if (phase !== 'ready') return null
  return (
    <div className={styles.line}>
      <p className={styles.hint} key={view}>
        {t((isHandheld() ? TOUCH_HINT_KEYS : HINT_KEYS)[view])}
      </p>
    </div>
  )
}
