import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import type { PanelPose } from '../state/panel-state.ts'

export type HeadPose = { x: Meters; y: Meters; z: Meters; yaw: Radians }

/** To the side of where the head looks, an arm's length away, below the eyes. */
const PANEL_AZIMUTH_RAD: Radians = 0.64
const PANEL_DISTANCE_M: Meters = 0.62
const PANEL_DROP_M: Meters = 0.42
/** It stays until it is this far, this near, this much behind or this much higher or lower than it would stand. */
const MAX_DISTANCE_M: Meters = 1.2
const MIN_DISTANCE_M: Meters = 0.34
const MAX_AZIMUTH_RAD: Radians = 1.9
const MAX_HEIGHT_ERROR_M: Meters = 0.3
/** It has come close enough to rest. */
const REST_TOLERANCE = 0.02
/** Per second. */
const FOLLOW_RATE = 3.5

/**
 * Keeps the panel beside the visitor, lazily: it stands still to be pointed at, and comes along, around the head and
 * never through it, once it is out of reach, too near or behind.
 * @param side 1 at the left hand, -1 at the right
 * @param still it jumps instead of gliding
 */
export function updatePanelPose(beside: PanelPose, head: HeadPose, side: 1 | -1, dt: Seconds, still: boolean): void {
  const dx = beside.x - head.x
  const dz = beside.z - head.z
  const reach = Math.hypot(dx, dz)
  const angle = wrapAngle(Math.atan2(-dx, -dz) - head.yaw)
  const drop = head.y - beside.y
  const jump = still || beside.side === 0
  if (!beside.following) {
    const within =
      reach < MAX_DISTANCE_M &&
      reach > MIN_DISTANCE_M &&
      Math.abs(angle) < MAX_AZIMUTH_RAD &&
      Math.abs(drop - PANEL_DROP_M) < MAX_HEIGHT_ERROR_M
    if (within && beside.side === side) return
    beside.following = true
  }
  const ease = jump ? 1 : 1 - Math.exp(-dt * FOLLOW_RATE)
  const nextAngle = head.yaw + (jump ? PANEL_AZIMUTH_RAD * side : angle + (PANEL_AZIMUTH_RAD * side - angle) * ease)
  const nextReach = jump ? PANEL_DISTANCE_M : Math.max(MIN_DISTANCE_M, reach + (PANEL_DISTANCE_M - reach) * ease)
  const nextDrop = jump ? PANEL_DROP_M : drop + (PANEL_DROP_M - drop) * ease
  beside.x = head.x - Math.sin(nextAngle) * nextReach
  beside.y = head.y - nextDrop
  beside.z = head.z - Math.cos(nextAngle) * nextReach
  beside.yaw = nextAngle
  beside.pitch = -Math.atan2(nextDrop, nextReach)
  beside.side = side
  const left = Math.abs(wrapAngle(nextAngle - head.yaw - PANEL_AZIMUTH_RAD * side))
  beside.following =
    left > REST_TOLERANCE ||
    Math.abs(nextReach - PANEL_DISTANCE_M) > REST_TOLERANCE ||
    Math.abs(nextDrop - PANEL_DROP_M) > REST_TOLERANCE
}
