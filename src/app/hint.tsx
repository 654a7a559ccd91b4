import { useStore } from 'zustand'
import type { CameraView } from '../../scenes/state/ui-store.ts'
import type { Session } from '../session/session.ts'
import { isHandheld } from '../shared/handheld.ts'

const HINTS: Record<CameraView, string> = {
  orbit: 'Drag to turn the form · click a box to hear it · press and hold to take it',
  inside: 'Drag to look · W A S D or arrow keys to walk · click a box to hear it',
}
/** The same for fingers. */
const TOUCH_HINTS: Record<CameraView, string> = {
  orbit: 'Drag to turn the form · pinch to come closer · tap a box to hear it',
  inside: 'Drag to look · tap a box to hear it · Ride carries you along',
}

/** What hands can do here, said once for every view; CSS lets it fade. */
export function Hint({ session }: { session: Session }) {
  const { view, phase } = useStore(session.store)
  if (phase !== 'ready') return null
  return (
    <p className="hint" key={view}>
      {(isHandheld ? TOUCH_HINTS : HINTS)[view]}
    </p>
  )
}
