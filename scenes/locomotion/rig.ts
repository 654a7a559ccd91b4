import { Quaternion, Vector3 } from 'three'
import { findInterval } from '../../audio/find-interval.ts'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { wrapAngle } from '../geometry/math.ts'
import { PATH_WIDTH_M } from '../geometry/path.ts'
import { findPathDistance, getPathPoint } from '../geometry/path-curve.ts'
import { roomToSong, songToRoom } from '../geometry/placement.ts'
import type { FrameState } from '../state/frame-state.ts'
import type { RigPose } from '../state/viewer-state.ts'

const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const startPoint = new Float64Array(3)

/** The beginning of the path in the room, left in `at`, and the way it leads from there: -z of the song. */
function findStart({ path: { curve: course }, placement }: FrameState): Radians {
  getPathPoint(course, 0, startPoint)
  songToRoom(placement, startPoint[0]!, 0, startPoint[1]!, scratchPoint)
  return placement.yaw
}

/** To the beginning of the path, looking along it: for a visitor without a headset. */
export function moveToStart(frameState: FrameState): void {
  const {
    viewer: { rig: visitor },
  } = frameState
  visitor.yaw = findStart(frameState)
  visitor.pitch = 0
  visitor.x = scratchPoint[0]
  visitor.y = 0
  visitor.z = scratchPoint[2]
}

/** The same for a head that stands and looks wherever it does: `heading` is where, in the room. */
export function moveHeadToStart(frameState: FrameState, heading: Radians): void {
  const {
    viewer: { rig: visitor, head: ear },
  } = frameState
  const [x, , z] = ear.position
  const ahead = findStart(frameState)
  rotateAboutHead(visitor, x, z, ahead - heading)
  moveHeadTo(visitor, x, z, scratchPoint[0], scratchPoint[2])
}

/** How far the head is from there, and how far it looks elsewhere. */
export function measureStartOffset(frameState: FrameState, heading: Radians): { away: Meters; turned: Radians } {
  const ahead = findStart(frameState)
  const [x, , z] = frameState.viewer.head.position
  const turn = ahead - heading
  return {
    away: Math.hypot(x - scratchPoint[0], z - scratchPoint[2]),
    turned: Math.abs(wrapAngle(turn)),
  }
}

const UP = new Vector3(0, 1, 0)
const headingRotation = new Quaternion()

/** From the visitor's own space (the headset's) to the room's. */
export function rigToRoomPose(
  visitor: RigPose,
  { position: p, orientation: o }: XRRigidTransform,
  position: Vector3,
  quaternion: Quaternion,
): void {
  headingRotation.setFromAxisAngle(UP, visitor.yaw)
  position.set(p.x, p.y, p.z).applyQuaternion(headingRotation)
  position.x += visitor.x
  position.y += visitor.y
  position.z += visitor.z
  quaternion.set(o.x, o.y, o.z, o.w).premultiply(headingRotation)
}

/** The room is the device's own space: nothing but the body moves. */
export function resetRig(visitor: RigPose): void {
  visitor.x = 0
  visitor.y = 0
  visitor.z = 0
  visitor.yaw = 0
}

/** Turns the visitor's space about the head, so that the head stays where it is. */
export function rotateAboutHead(visitor: RigPose, headX: Meters, headZ: Meters, angle: Radians): void {
  const dx = visitor.x - headX
  const dz = visitor.z - headZ
  const c = Math.cos(angle)
  const s = Math.sin(angle)
  visitor.x = headX + c * dx + s * dz
  visitor.z = headZ - s * dx + c * dz
  visitor.yaw += angle
}

/** Moves the visitor's space so that the head comes to stand above a point of the floor. */
export function moveHeadTo(visitor: RigPose, headX: Meters, headZ: Meters, x: Meters, z: Meters): void {
  visitor.x += x - headX
  visitor.z += z - headZ
}

/** Walks over the floor: `forward` and `right` in meters a second, relative to `heading`. */
export function moveAlongHeading(
  visitor: RigPose,
  heading: Radians,
  forward: number,
  right: number,
  dt: Seconds,
): void {
  const c = Math.cos(heading)
  const s = Math.sin(heading)
  visitor.x += (-s * forward + c * right) * dt
  visitor.z += (-c * forward - s * right) * dt
}

/** A body sways: who is on the path leaves it only this far beyond its edge, and goes back only this far in. */
const SWAY_MARGIN_M: Meters = 0.03

/**
 * The chunk of the path below the visitor's head, or -1.
 * @param last what it was a moment ago: standing on a joint must not sound both chunks again and again.
 */
export function findChunkAtFeet(
  { boxes: { boundaries, count }, path: { curve: course }, viewer: { head: ear }, placement }: FrameState,
  last: number,
): number {
  roomToSong(placement, ear.position[0], 0, ear.position[2], scratchPoint)
  const sway = SWAY_MARGIN_M / placement.scale
  const distance = findPathDistance(course, scratchPoint[0], scratchPoint[2], PATH_WIDTH_M / 2 + (last < 0 ? 0 : sway))
  const time = distance / course.metersPerSecond
  if (distance < 0 || time > boundaries[count]!) return -1
  const chunk = findInterval(boundaries, time)
  if (chunk !== last - 1) return chunk
  const start = boundaries[chunk]!
  const end = boundaries[chunk + 1]!
  return (end - time) * course.metersPerSecond < Math.min(sway, ((end - start) * course.metersPerSecond) / 4)
    ? last
    : chunk
}
