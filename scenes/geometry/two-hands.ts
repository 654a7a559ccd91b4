import type { Placement } from './placement.ts'

type PointLike = { readonly x: number; readonly y: number; readonly z: number }

/** Limits of the song's scale: smaller is lost in a hand, larger is out of reach. */
export const MIN_SCALE = 0.1
export const MAX_SCALE = 4
/** Hands nearer to each other than this only move the song: their angle and distance are mostly tremor. */
const MIN_HAND_DISTANCE_M = 0.04
/** Horizontal distance of the hands from which on they turn the song fully: one above the other they have no heading. */
const FULL_YAW_DISTANCE_M = 0.16

/**
 * Moves the song by one frame of two hands that hold it: it turns with the line between them, grows as they part, and
 * the point between them stays at the same point of the song. Its height stays.
 * @param placement is changed; scale stays within MIN_SCALE and MAX_SCALE, or does not go farther beyond.
 * @param leftBefore hand in the previous frame, room meters, like the other three.
 */
export function applyTwoHandTransform(
  placement: Placement,
  leftBefore: PointLike,
  rightBefore: PointLike,
  left: PointLike,
  right: PointLike,
): void {
  const beforeX = rightBefore.x - leftBefore.x
  const beforeZ = rightBefore.z - leftBefore.z
  const nowX = right.x - left.x
  const nowZ = right.z - left.z
  const distanceBefore = Math.hypot(beforeX, rightBefore.y - leftBefore.y, beforeZ)
  const distance = Math.hypot(nowX, right.y - left.y, nowZ)
  let factor = 1
  let turn = 0
  if (distanceBefore > MIN_HAND_DISTANCE_M && distance > MIN_HAND_DISTANCE_M) {
    const minScale = Math.min(MIN_SCALE, placement.scale)
    const maxScale = Math.max(MAX_SCALE, placement.scale)
    const scale = Math.min(maxScale, Math.max(minScale, (placement.scale * distance) / distanceBefore))
    factor = scale / placement.scale
    placement.scale = scale
    // Angle between both headings about y, faded out as one hand comes to stand above the other.
    const weight =
      Math.min(1, Math.hypot(beforeX, beforeZ) / FULL_YAW_DISTANCE_M) *
      Math.min(1, Math.hypot(nowX, nowZ) / FULL_YAW_DISTANCE_M)
    turn = weight * weight * Math.atan2(beforeZ * nowX - beforeX * nowZ, beforeX * nowX + beforeZ * nowZ)
  }
  const c = Math.cos(turn) * factor
  const s = Math.sin(turn) * factor
  const x = placement.x - (leftBefore.x + rightBefore.x) / 2
  const z = placement.z - (leftBefore.z + rightBefore.z) / 2
  placement.x = (left.x + right.x) / 2 + c * x + s * z
  placement.z = (left.z + right.z) / 2 - s * x + c * z
  placement.yaw += turn
}
