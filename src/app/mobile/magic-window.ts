import { computeViewAngles, type ViewAngles } from '../../../scenes/geometry/device-orientation.ts'
import type { SceneContext } from '../../../scenes/state/ui-store.ts'
import { isHandheld } from '../../session/is-handheld.ts'

type OrientationEventConstructor = typeof DeviceOrientationEvent & {
  requestPermission?: () => Promise<PermissionState>
}

/** A phone that tells how it is held does so within this time. */
const ORIENTATION_TIMEOUT_MS = 2000

/** Where a visitor can hold the page in the hand and turn with it. */
export const isMagicWindowSupported = (): boolean => 'DeviceOrientationEvent' in window && isHandheld()

export type MagicWindow = { stop: () => void }

/**
 * The phone as a window into the song: how it is held is where one looks. Dragging turns it further, as without.
 * Must be called from a tap: iPhones ask the visitor then.
 * @param onSilent this phone does not tell how it is held, or may not
 */
export async function openMagicWindow({ frameState }: SceneContext, onSilent: () => void): Promise<MagicWindow | null> {
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
    if (before !== null) frameState.viewer.rig.yaw += gaze.yaw - before
    before = gaze.yaw
    frameState.viewer.rig.pitch = gaze.pitch
    frameState.viewer.roll = gaze.roll
    frameState.viewer.isHandheld = true
  }
  const stop = () => {
    window.clearTimeout(patience)
    window.removeEventListener('deviceorientation', follow)
    frameState.viewer.isHandheld = false
    frameState.viewer.roll = 0
    frameState.viewer.rig.pitch = 0
  }
  const patience = window.setTimeout(() => {
    stop()
    onSilent()
  }, ORIENTATION_TIMEOUT_MS)
  window.addEventListener('deviceorientation', follow)
  return { stop }
}
