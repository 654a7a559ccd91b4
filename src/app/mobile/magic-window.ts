import { computeViewAngles, type ViewAngles } from '../../../scenes/geometry/device-orientation.ts'
import type { SceneContext } from '../../../scenes/state/scene-context.ts'
import { isHandheld } from '../../session/is-handheld.ts'

type OrientationEventConstructor = typeof DeviceOrientationEvent & {
  requestPermission?: () => Promise<PermissionState>
}

/** A phone with an orientation sensor sends events within this time. */
const ORIENTATION_TIMEOUT_MS = 2000

/** True on handheld devices with orientation events. */
export const isMagicWindowSupported = (): boolean => 'DeviceOrientationEvent' in window && isHandheld()

export type MagicWindow = { stop: () => void }

/**
 * Turns the view with the orientation of the phone; dragging turns it further. Must be called within a tap, as iPhones
 * ask for permission then.
 * @param onSilent called if there are no orientation events, or no permission
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
    // Adds changes only, so that the yaw before stays; the compass heading is irrelevant.
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
