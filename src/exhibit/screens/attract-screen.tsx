import { useMemo, useRef } from 'react'
import { getTextDirection, i18n } from '../../i18n/i18n.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './attract-screen.module.css'
import { RotatingText } from './rotating-text.tsx'
import { WallLabel } from './wall-label.tsx'

/** A touch that moves farther causes no click event. */
const MIN_SWIPE_PX = 10
/** Each of seven languages comes back within a quarter of a minute; the first one stays. */
const CALL_INTERVAL_MS = 2500

/** Shown between visits over the unfolding song; a touch anywhere starts a visit. */
export function AttractScreen({
  exhibitContext,
  languages,
  title,
}: {
  exhibitContext: ExhibitContext
  languages: readonly string[]
  title: string
}) {
  const first = languages[0] ?? 'en'
  const others = useMemo(() => languages.slice(1), [languages])
  const pointerStart = useRef({ x: 0, y: 0 })
  const startVisit = () => exhibitContext.visitController.dispatch({ type: 'touched' })
  return (
    <button
      type="button"
      className={styles.attract}
      onClick={startVisit}
      onPointerDown={({ clientX: x, clientY: y }) => {
        pointerStart.current = { x, y }
      }}
      onPointerUp={({ clientX, clientY, pointerType }) => {
        const { x, y } = pointerStart.current
        if (pointerType === 'touch' && Math.hypot(clientX - x, clientY - y) > MIN_SWIPE_PX) startVisit()
      }}
    >
      <WallLabel exhibitContext={exhibitContext} title={title} />
      <span className={styles.call}>
        <span className={styles.dropRing} aria-hidden="true" />
        <span className={styles.words}>
          <span lang={first} dir={getTextDirection(first)}>
            {i18n.t('welcome.begin', { lng: first })}
          </span>
          {others.length > 0 && (
            <span className={styles.others}>
              <RotatingText translationKey="welcome.begin" languages={others} intervalMs={CALL_INTERVAL_MS} />
            </span>
          )}
        </span>
      </span>
    </button>
  )
}
