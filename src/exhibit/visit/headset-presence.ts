import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import type { XRSessionSource } from '../../session/pause-when-hidden.ts'

/** A head that moves less than this between two looks might as well be a headset on a shelf. */
const MIN_HEAD_MOVEMENT_M = 0.004
const MIN_HEAD_TURN = 0.004
const HEAD_POLL_INTERVAL_MS = 1000

type HeadsetPresenceHandlers = {
  onPutOn: () => void
  /** Taken off for longer than it takes to put it right, or left. */
  onTakenOff: () => void
  /** The wearer moves. */
  onMove: () => void
  /** The wearer presses something. */
  onPress: () => void
}

/**
 * Tells when a headset is put on and taken off. A session goes on from one wearer to the next: the device hides it while
 * nobody wears it.
 * @param patience milliseconds it may be hidden before the next one who puts it on is somebody else
 */
export function watchHeadsetPresence(
  { frameState }: SceneContext,
  xr: XRSessionSource,
  patience: number,
  told: HeadsetPresenceHandlers,
): void {
  let session: XRSession | undefined
  let worn = false
  let away = 0
  let looking = 0
  let last: readonly number[] = []

  const off = () => {
    if (!worn) return
    worn = false
    told.onTakenOff()
  }
  const look = () => {
    window.clearTimeout(away)
    if (session && session.visibilityState === 'hidden') {
      away = window.setTimeout(off, patience)
    } else if (session && !worn) {
      worn = true
      told.onPutOn()
    }
  }
  const press = () => {
    if (session?.visibilityState !== 'hidden') told.onPress()
  }
  const lookAtHead = () => {
    const now = [...frameState.viewer.head.position, ...frameState.viewer.head.forward]
    const by = now.map((value, i) => Math.abs(value - (last[i] ?? 0)))
    if (
      worn &&
      (by.slice(0, 3).some((m) => m > MIN_HEAD_MOVEMENT_M) || by.slice(3).some((turn) => turn > MIN_HEAD_TURN))
    )
      told.onMove()
    last = now
  }

  xr.subscribe(() => {
    const next = xr.getState().session
    if (next === session) return
    session?.removeEventListener('visibilitychange', look)
    session?.removeEventListener('selectstart', press)
    session?.removeEventListener('squeezestart', press)
    window.clearInterval(looking)
    window.clearTimeout(away)
    session = next
    if (!next) return off()
    next.addEventListener('visibilitychange', look)
    next.addEventListener('selectstart', press)
    next.addEventListener('squeezestart', press)
    looking = window.setInterval(lookAtHead, HEAD_POLL_INTERVAL_MS)
    look()
  })
}
