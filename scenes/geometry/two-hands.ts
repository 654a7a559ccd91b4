import type { Placement } from './placement.ts'

type PointLike = { x: number; y: number; z: number }

/** Smaller, and it is lost in a hand; larger, and nothing can be reached. */
export const MIN_SCALE = 0.1
export const MAX_SCALE = 4
/** Hands nearer to each other than this (meters) neither turn nor scale: it would be all tremble. */
const MIN_HAND_DISTANCE_M = 0.04
/** Hands one above the other have no heading; from this level distance on they turn the whole fully. */
const FULL_YAW_DISTANCE_M = 0.16

/**
 * Two hands that have taken hold of the whole song move it by one step: it turns with the line between them, grows as
 * they part, and what is below the point between them stays below it. It stays on its floor.
 * @param placement is changed; its scale stays within SMALLEST and LARGEST (wider limits where it was beyond already)
 * @param leftBefore and the others: places in the room, meters
 */
export function applyTwoHandTransform(
  placement: Placement,
  leftBefore: PointLike,
  rightBefore: PointLike,
  left: PointLike,
  right: PointLike,
): void {
  const bx = rightBefore.x - leftBefore.x
  const bz = rightBefore.z - leftBefore.z
  const nx = right.x - left.x
  const nz = right.z - left.z
  const apartBefore = Math.hypot(bx, rightBefore.y - leftBefore.y, bz)
  const apart = Math.hypot(nx, right.y - left.y, nz)
  let grown = 1
  let turned = 0
  if (apartBefore > MIN_HAND_DISTANCE_M && apart > MIN_HAND_DISTANCE_M) {
    const smallest = Math.min(MIN_SCALE, placement.scale)
    const largest = Math.max(MAX_SCALE, placement.scale)
    const scale = Math.min(largest, Math.max(smallest, (placement.scale * apart) / apartBefore))
    grown = scale / placement.scale
    placement.scale = scale
    // From one heading to the other about y, the short way; less the nearer one hand is above the other.
    const level =
      Math.min(1, Math.hypot(bx, bz) / FULL_YAW_DISTANCE_M) * Math.min(1, Math.hypot(nx, nz) / FULL_YAW_DISTANCE_M)
    turned = level * level * Math.atan2(bz * nx - bx * nz, bx * nx + bz * nz)
  }
  const c = Math.cos(turned) * grown
  const s = Math.sin(turned) * grown
  const x = placement.x - (leftBefore.x + rightBefore.x) / 2
  const z = placement.z - (leftBefore.z + rightBefore.z) / 2
  placement.x = (left.x + right.x) / 2 + c * x + s * z
  placement.z = (left.z + right.z) / 2 - s * x + c * z
  placement.yaw += turned
}
