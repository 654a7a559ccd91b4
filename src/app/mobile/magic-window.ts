import { computeViewAngles, type ViewAngles } from '../../../scenes/geometry/device-orientation.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { isHandheld } from '../../shared/handheld.ts'

type OrientationEventConstructor = typeof DeviceOrientationEvent & {
  requestPermission?: () => Promise<PermissionState>
}

/** A phone that tells how it is held does so within this time. */
const ORIENTATION_TIMEOUT_MS = 2000

/** Where a visitor can hold the page in the hand and turn with it. */
export const isMagicWindowSupported = (): boolean => 'DeviceOrientationEvent' in window && isHandheld

export type MagicWindow = { stop: () => void }

/**
 * The phone as a window into the song: how it is held is where one looks. Dragging turns it further, as without.
 * Must be called from a tap: iPhones ask the visitor then.
 * @param onSilent this phone does not tell how it is held, or may not
 */
export async function openMagicWindow({ live }: SceneContext, onSilent: () => void): Promise<MagicWindow | null> {
  const { requestPermission } = DeviceOrientationEvent as OrientationEventConstructor
  if (requestPermission) {
    const answer = await requestPermission.call(DeviceOrientationEvent).catch(() => 'denied')
    if (answer !== 'granted') {
      onSilent()
      return null
    }
  }
  const gaze: ViewAngles = { yaw: 0, pitch: 0, roll: 0 }
  let before: number | null = null
  const follow = ({ alpha, beta, gamma }: DeviceOrientationEvent) => {
    if (alpha === null || beta === null || gamma === null) return
    window.clearTimeout(patience)
    computeViewAngles(alpha, beta, gamma, screen.orientation?.angle ?? 0, gaze)
    // What was dragged, or turned before, stays: north means nothing in here.
    if (before !== null) live.visitor.yaw += gaze.yaw - before
    before = gaze.yaw
    live.visitor.pitch = gaze.pitch
    live.roll = gaze.roll
    live.handheld = true
  }
  const stop = () => {
    window.clearTimeout(patience)
    window.removeEventListener('deviceorientation', follow)
    live.handheld = false
    live.roll = 0
    live.visitor.pitch = 0
  }
  const patience = window.setTimeout(() => {
    stop()
    onSilent()
  }, ORIENTATION_TIMEOUT_MS)
  window.addEventListener('deviceorientation', follow)
  return { stop }
}
