import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import type { XRSessionSource } from '../../session/pause-when-hidden.ts'

/** A headset that moves less between two polls may lie on a table. */
const MIN_HEAD_MOVEMENT_M = 0.004
const MIN_HEAD_TURN = 0.004
const HEAD_POLL_INTERVAL_MS = 1000

type HeadsetPresenceHandlers = {
  onPutOn: () => void
  /** Taken off for longer than adjusting takes, or left: the session ended while it was worn. */
  onTakenOff: () => void
  onMove: () => void
  onPress: () => void
}

/**
 * Reports when the headset is put on and taken off. One XR session spans several wearers; it is hidden while the
 * headset is off.
 * @param removalTimeoutMs a session hidden for longer has another wearer afterwards
 */
export function watchHeadsetPresence(
  { frameState }: SceneContext,
  xrSource: XRSessionSource,
  removalTimeoutMs: number,
  handlers: HeadsetPresenceHandlers,
): void {
  let session: XRSession | undefined
  let isWorn = false
  let removalTimer = 0
  let headTimer = 0
  let previousPose: readonly number[] = []

  const reportRemoval = () => {
    removalTimer = 0
    if (!isWorn) return
    isWorn = false
    handlers.onTakenOff()
  }
  const checkVisibility = () => {
    window.clearTimeout(removalTimer)
    removalTimer = 0
    if (session?.visibilityState === 'hidden') {
      removalTimer = window.setTimeout(reportRemoval, removalTimeoutMs)
    } else if (session && !isWorn) {
      isWorn = true
      handlers.onPutOn()
    }
  }
  const handlePress = () => {
    if (session?.visibilityState !== 'hidden') handlers.onPress()
  }
  const checkHead = () => {
    const pose = [...frameState.viewer.head.position, ...frameState.viewer.head.forward]
    const movement = pose.map((value, i) => Math.abs(value - (previousPose[i] ?? 0)))
    if (
      isWorn &&
      (movement.slice(0, 3).some((m) => m > MIN_HEAD_MOVEMENT_M) ||
        movement.slice(3).some((turn) => turn > MIN_HEAD_TURN))
    )
      handlers.onMove()
    previousPose = pose
  }

  xrSource.subscribe(() => {
    const nextSession = xrSource.getState().session
    if (nextSession === session) return
    session?.removeEventListener('visibilitychange', checkVisibility)
    session?.removeEventListener('selectstart', handlePress)
    session?.removeEventListener('squeezestart', handlePress)
    window.clearInterval(headTimer)
    const wasHidden = removalTimer !== 0
    if (!nextSession) {
      // A browser may end the session of a headset that lies still: its wearer may come back as before.
      session = undefined
      if (!wasHidden) reportRemoval()
      return
    }
    window.clearTimeout(removalTimer)
    removalTimer = 0
    session = nextSession
    nextSession.addEventListener('visibilitychange', checkVisibility)
    nextSession.addEventListener('selectstart', handlePress)
    nextSession.addEventListener('squeezestart', handlePress)
    headTimer = window.setInterval(checkHead, HEAD_POLL_INTERVAL_MS)
    checkVisibility()
  })
}
