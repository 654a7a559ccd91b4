import { type ReactNode, useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { resetArScale, restartPlacement, setArSize } from '../../scenes/ar/ar-scale.ts'
import type { ArState } from '../../scenes/state/ar-state.ts'
import type { Session } from '../session/session.ts'
import { AR_OVERLAY_ID } from '../session/xr-session.ts'
import styles from './ar-overlay.module.css'
import { ErrorNote } from './error-note.tsx'

/** Controls of the overlay; touches on them do not reach the scene behind it. */
const CONTROLS_SELECTOR = 'header, footer, [role="alert"]'

const isControlEvent = ({ target }: Event) => target instanceof Element && target.closest(CONTROLS_SELECTOR) !== null

/** Controls over the camera's image in AR; touches beside them reach the scene. */
export function ArOverlay({ session }: { session: Session }) {
  const root = useRef<HTMLDivElement>(null)
  const shown = useStore(session.store, (state) => state.xrMode === 'ar')
  useTouchGestures(session, root, shown)
  // Always rendered: requesting an AR session needs the element.
  return (
    <div id={AR_OVERLAY_ID} className={styles.overlay} data-shown={shown} ref={root}>
      {shown && <ArControls session={session} />}
    </div>
  )
}

/** Passes touches beside the controls to the gestures of the scene. */
function useTouchGestures({ services }: Session, root: React.RefObject<HTMLDivElement | null>, shown: boolean) {
  useEffect(() => {
    const element = root.current
    const { touches } = services
    if (!element || !touches || !shown) return
    const now = () => performance.now() / 1000
    const down = (event: PointerEvent) => {
      if (isControlEvent(event)) return
      element.setPointerCapture(event.pointerId)
      touches.press(event.pointerId, event.clientX, event.clientY, now())
    }
    const move = ({ pointerId, clientX, clientY }: PointerEvent) => touches.move(pointerId, clientX, clientY)
    const up = ({ pointerId }: PointerEvent) => touches.release(pointerId)
    const cancel = ({ pointerId }: PointerEvent) => touches.cancel(pointerId)
    const refuse = (event: Event) => {
      if (!isControlEvent(event)) return
      event.preventDefault()
      event.stopPropagation()
    }
    // A long press is a gesture here; it opens no menu.
    const prevent = (event: Event) => event.preventDefault()
    element.addEventListener('contextmenu', prevent)
    element.addEventListener('pointerdown', down)
    element.addEventListener('pointermove', move)
    element.addEventListener('pointerup', up)
    element.addEventListener('pointercancel', cancel)
    element.addEventListener('beforexrselect', refuse)
    return () => {
      element.removeEventListener('contextmenu', prevent)
      element.removeEventListener('pointerdown', down)
      element.removeEventListener('pointermove', move)
      element.removeEventListener('pointerup', up)
      element.removeEventListener('pointercancel', cancel)
      element.removeEventListener('beforexrselect', refuse)
    }
  }, [services, root, shown])
}

const selectHint = ({
  placed,
  dragging,
  surfaceFound,
}: ArState): 'letGo' | 'tapABox' | 'tapToPlace' | 'lookForPlace' => {
  if (dragging) return 'letGo'
  if (placed) return 'tapABox'
  return surfaceFound ? 'tapToPlace' : 'lookForPlace'
}

function ArControls({ session }: { session: Session }) {
  const { ar, title, artist, playing, outline, xrLabels } = useStore(session.store)
  const { actions } = session
  const other = ar.size === 'table' ? 'room' : 'table'
  const hint = xrLabels[selectHint(ar)]
  return (
    <>
      <header className={styles.title}>
        <p>
          <strong>{title}</strong>
          {artist !== '' && <span>{artist}</span>}
        </p>
        <button type="button" aria-label={xrLabels.exit} onClick={actions.exitXR}>
          <Icon d="M6 6l12 12M18 6L6 18" />
        </button>
      </header>
      <p className={styles.hint} role="status" key={hint} data-fades={ar.placed && !ar.dragging}>
        {hint}
      </p>
      <ErrorNote session={session} />
      <footer className={styles.bar}>
        <IconButton
          label={playing ? xrLabels.pause : xrLabels.play}
          icon={playing ? 'M8.5 5.5v13M15.5 5.5v13' : 'M8 5l11 7-11 7z'}
          disabled={outline.length === 0}
          onPress={playing ? actions.pause : actions.play}
          strong
        />
        <IconButton
          label={other === 'room' ? xrLabels.fillRoom : xrLabels.onTable}
          icon={other === 'room' ? 'M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5' : 'M3 9h18M6 9v11M18 9v11M9 5h6'}
          disabled={!ar.placed}
          onPress={() => setArSize(session, other)}
        />
        <IconButton
          label={xrLabels.sizeBack}
          icon="M5 5h14v14H5zM9.5 9.5h5v5h-5z"
          disabled={!ar.placed}
          onPress={() => resetArScale(session)}
        />
        <IconButton
          label={xrLabels.placeAgain}
          icon="M12 21c-4-5-6-8-6-11a6 6 0 0 1 12 0c0 3-2 6-6 11zM12 11v-.5"
          disabled={!ar.placed}
          onPress={() => restartPlacement(session)}
        />
      </footer>
    </>
  )
}

type IconButtonProps = { label: string; icon: string; disabled: boolean; onPress: () => void; strong?: boolean }

function IconButton({ label, icon, disabled, onPress, strong = false }: IconButtonProps): ReactNode {
  return (
    <button type="button" disabled={disabled} onClick={onPress} data-strong={strong}>
      <Icon d={icon} />
      {label}
    </button>
  )
}

function Icon({ d }: { d: string }) {
  return (
    <svg viewBox="0 0 24 24" width="24" height="24" aria-hidden="true">
      <path d={d} />
    </svg>
  )
}
