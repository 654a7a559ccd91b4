import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import type { XRSessionSource } from '../../session/pause-when-hidden.ts'

/** A head that moves less than this between two looks might as well be a headset on a shelf. */
const STILL_METERS = 0.004
const STILL_TURN = 0.004
const LOOK_MS = 1000

type Told = {
  on: () => void
  /** Taken off for longer than it takes to put it right, or left. */
  off: () => void
  /** The wearer moves. */
  moved: () => void
  /** The wearer presses something. */
  pressed: () => void
}

/**
 * Tells when a headset is put on and taken off. A session goes on from one wearer to the next: the device hides it while
 * nobody wears it.
 * @param patience milliseconds it may be hidden before the next one who puts it on is somebody else
 */
export function watchHeadset({ live }: SceneContext, xr: XRSessionSource, patience: number, told: Told): void {
  let session: XRSession | undefined
  let worn = false
  let away = 0
  let looking = 0
  let last: readonly number[] = []

  const off = () => {
    if (!worn) return
    worn = false
    told.off()
  }
  const look = () => {
    window.clearTimeout(away)
    if (session && session.visibilityState === 'hidden') {
      away = window.setTimeout(off, patience)
    } else if (session && !worn) {
      worn = true
      told.on()
    }
  }
  const press = () => {
    if (session?.visibilityState !== 'hidden') told.pressed()
  }
  const lookAtHead = () => {
    const now = [...live.ear.position, ...live.ear.forward]
    const by = now.map((value, i) => Math.abs(value - (last[i] ?? 0)))
    if (worn && (by.slice(0, 3).some((m) => m > STILL_METERS) || by.slice(3).some((turn) => turn > STILL_TURN)))
      told.moved()
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
    looking = window.setInterval(lookAtHead, LOOK_MS)
    look()
  })
}
