import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import type { PanelPose } from '../state/panel-state.ts'

export type HeadPose = { x: Meters; y: Meters; z: Meters; yaw: Radians }

/** Where the panel opens, relative to the head: a little to the side, at arm's length, below the eyes. */
const PANEL_AZIMUTH_RAD: Radians = 0.42
const PANEL_DISTANCE_M: Meters = 0.62
const PANEL_DROP_M: Meters = 0.42
/** The panel starts to follow outside these limits of distance and height; a visitor who turns away folds it. */
const MAX_DISTANCE_M: Meters = 1.2
const MIN_DISTANCE_M: Meters = 0.34
const MAX_HEIGHT_ERROR_M: Meters = 0.3
/** The panel stops following within this of its target, in meters and radians. */
const REST_TOLERANCE = 0.02
const FOLLOW_RATE_PER_S = 3.5

/**
 * Keeps the open panel near the visitor. It is still, so that it can be pointed at, until it is too far, too near or at
 * another height; then it moves to its target around the head, never through it.
 * @param side 1 at the left hand, -1 at the right
 * @param reducedMotion the panel jumps to its target instead of gliding
 */
export function updatePanelPose(
  panel: PanelPose,
  head: HeadPose,
  side: 1 | -1,
  dt: Seconds,
  reducedMotion: boolean,
): void {
  const dx = panel.x - head.x
  const dz = panel.z - head.z
  const distance = Math.hypot(dx, dz)
  const azimuth = wrapAngle(Math.atan2(-dx, -dz) - head.yaw)
  const drop = head.y - panel.y
  if (!panel.following) {
    const isWithinLimits =
      distance < MAX_DISTANCE_M && distance > MIN_DISTANCE_M && Math.abs(drop - PANEL_DROP_M) < MAX_HEIGHT_ERROR_M
    if (isWithinLimits && panel.side === side) return
    panel.following = true
  }
  const targetAzimuth = PANEL_AZIMUTH_RAD * side
  const jumps = reducedMotion || panel.side === 0
  const ease = 1 - Math.exp(-dt * FOLLOW_RATE_PER_S)
  const yaw = head.yaw + (jumps ? targetAzimuth : azimuth + (targetAzimuth - azimuth) * ease)
  const nextDistance = jumps
    ? PANEL_DISTANCE_M
    : Math.max(MIN_DISTANCE_M, distance + (PANEL_DISTANCE_M - distance) * ease)
  const nextDrop = jumps ? PANEL_DROP_M : drop + (PANEL_DROP_M - drop) * ease
  panel.x = head.x - Math.sin(yaw) * nextDistance
  panel.y = head.y - nextDrop
  panel.z = head.z - Math.cos(yaw) * nextDistance
  panel.yaw = yaw
  panel.pitch = -Math.atan2(nextDrop, nextDistance)
  panel.side = side
  panel.following =
    Math.abs(wrapAngle(yaw - head.yaw - targetAzimuth)) > REST_TOLERANCE ||
    Math.abs(nextDistance - PANEL_DISTANCE_M) > REST_TOLERANCE ||
    Math.abs(nextDrop - PANEL_DROP_M) > REST_TOLERANCE
}
