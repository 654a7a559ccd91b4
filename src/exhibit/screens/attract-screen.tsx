import { useRef } from 'react'
import type { ExhibitContext } from '../exhibit-context.ts'
import styles from './attract-screen.module.css'
import { RotatingText } from './rotating-text.tsx'
import { WallLabel } from './wall-label.tsx'

/** A touch that moves farther causes no click event. */
const MIN_SWIPE_PX = 10

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
        <RotatingText translationKey="welcome.begin" languages={languages} />
      </span>
    </button>
  )
}
