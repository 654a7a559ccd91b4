import type { Meters } from '../../audio/units.ts'
import { type Placement, roomToSong, songToRoom } from './placement.ts'

type PointLike = { readonly x: number; readonly y: number; readonly z: number }

/** Limits of the song's scale: smaller is lost in a hand, larger is out of reach. */
export const MIN_SCALE = 0.1
export const MAX_SCALE = 4
/** Hands nearer to each other than this count as this: their ratio is mostly tremor. */
const MIN_HAND_DISTANCE_M: Meters = 0.1
/** Horizontal distance of the hands from which on they turn the song fully: one above the other they have no heading. */
const FULL_YAW_DISTANCE_M: Meters = 0.16

/** The hold of two hands on the song, as it was when the later of them took hold. */
export type TwoHandHold = {
  /** What was between the hands: a point of the song. */
  middle: [x: number, y: number, z: number]
  distance: Meters
  scale: number
  /** From one hand to the other in the last frame, seen from above. */
  lineX: Meters
  lineZ: Meters
}

export const createTwoHandHold = (): TwoHandHold => ({
  middle: [0, 0, 0],
  distance: MIN_HAND_DISTANCE_M,
  scale: 1,
  lineX: 0,
  lineZ: 0,
})

const measureDistance = (left: PointLike, right: PointLike): Meters =>
  Math.max(MIN_HAND_DISTANCE_M, Math.hypot(right.x - left.x, right.y - left.y, right.z - left.z))

/** Takes hold of the song as it is. @param left a hand in the room, like `right`. */
export function beginTwoHandHold(hold: TwoHandHold, placement: Placement, left: PointLike, right: PointLike): void {
  roomToSong(placement, (left.x + right.x) / 2, (left.y + right.y) / 2, (left.z + right.z) / 2, hold.middle)
  hold.distance = measureDistance(left, right)
  hold.scale = placement.scale
  hold.lineX = right.x - left.x
  hold.lineZ = right.z - left.z
}

const middleInRoom: [x: number, y: number, z: number] = [0, 0, 0]

/**
 * Places the song in two hands: what was between them stays there, the song turns with the line between them and grows as
 * they part, and nothing of it sinks into the floor.
 * @param placement is changed; scale stays within MIN_SCALE and MAX_SCALE, or does not go farther beyond.
 * @param floorHeight of the room.
 */
export function moveTwoHandHold(
  hold: TwoHandHold,
  placement: Placement,
  left: PointLike,
  right: PointLike,
  floorHeight: Meters,
): void {
  const lineX = right.x - left.x
  const lineZ = right.z - left.z
  const wanted = (hold.scale * measureDistance(left, right)) / hold.distance
  placement.scale = Math.min(Math.max(MAX_SCALE, hold.scale), Math.max(Math.min(MIN_SCALE, hold.scale), wanted))
  // Angle between both headings about y, faded out as one hand comes to stand above the other.
  const weight =
    Math.min(1, Math.hypot(hold.lineX, hold.lineZ) / FULL_YAW_DISTANCE_M) *
    Math.min(1, Math.hypot(lineX, lineZ) / FULL_YAW_DISTANCE_M)
  placement.yaw +=
    weight * weight * Math.atan2(hold.lineZ * lineX - hold.lineX * lineZ, hold.lineX * lineX + hold.lineZ * lineZ)
  hold.lineX = lineX
  hold.lineZ = lineZ
  songToRoom(placement, hold.middle[0], hold.middle[1], hold.middle[2], middleInRoom)
  placement.x += (left.x + right.x) / 2 - middleInRoom[0]
  placement.z += (left.z + right.z) / 2 - middleInRoom[2]
  // Nothing of the song is lower than its path.
  placement.y = Math.max(floorHeight, placement.y + (left.y + right.y) / 2 - middleInRoom[1])
}
