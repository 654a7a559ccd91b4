import { Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { PATH_WIDTH } from '../geometry/path.ts'
import { pathDistance, pathPoint } from '../geometry/path-curve.ts'
import { toRoom, toSong } from '../geometry/placement.ts'
import type { Live, Visitor } from '../state/frame-state.ts'

const at: [x: number, y: number, z: number] = [0, 0, 0]
const start = new Float64Array(3)

/** The beginning of the path in the room, left in `at`, and the way it leads from there: -z of the song. */
function startOf({ course, placement }: Live): Radians {
  pathPoint(course, 0, start)
  toRoom(placement, start[0] as Meters, 0, start[1] as Meters, at)
  return placement.yaw
}

/** To the beginning of the path, looking along it: for a visitor without a headset. */
export function goToStart(live: Live): void {
  const { visitor } = live
  visitor.yaw = startOf(live)
  visitor.pitch = 0
  visitor.x = at[0]
  visitor.y = 0
  visitor.z = at[2]
}

/** The same for a head that stands and looks wherever it does: `heading` is where, in the room. */
export function bringToStart(live: Live, heading: Radians): void {
  const { visitor, ear } = live
  const [x, , z] = ear.position
  const ahead = startOf(live)
  turnAbout(visitor, x, z, ahead - heading)
  standAt(visitor, x, z, at[0], at[2])
}

/** How far the head is from there, and how far it looks elsewhere. */
export function farFromStart(live: Live, heading: Radians): { away: Meters; turned: Radians } {
  const ahead = startOf(live)
  const [x, , z] = live.ear.position
  const turn = ahead - heading
  return { away: Math.hypot(x - at[0], z - at[2]), turned: Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))) }
}

const UP = new Vector3(0, 1, 0)
const heading = new Quaternion()

/** From the visitor's own space (the headset's) to the room's. */
export function toRoomPose(
  visitor: Visitor,
  { position: p, orientation: o }: XRRigidTransform,
  position: Vector3,
  quaternion: Quaternion,
): void {
  heading.setFromAxisAngle(UP, visitor.yaw)
  position.set(p.x, p.y, p.z).applyQuaternion(heading)
  position.x += visitor.x
  position.y += visitor.y
  position.z += visitor.z
  quaternion.set(o.x, o.y, o.z, o.w).premultiply(heading)
}

/** The room is the device's own space: nothing but the body moves. */
export function standStill(visitor: Visitor): void {
  visitor.x = 0
  visitor.y = 0
  visitor.z = 0
  visitor.yaw = 0
}

/** Turns the visitor's space about the head, so that the head stays where it is. */
export function turnAbout(visitor: Visitor, headX: Meters, headZ: Meters, angle: Radians): void {
  const dx = visitor.x - headX
  const dz = visitor.z - headZ
  const c = Math.cos(angle)
  const s = Math.sin(angle)
  visitor.x = headX + c * dx + s * dz
  visitor.z = headZ - s * dx + c * dz
  visitor.yaw += angle
}

/** Moves the visitor's space so that the head comes to stand above a point of the floor. */
export function standAt(visitor: Visitor, headX: Meters, headZ: Meters, x: Meters, z: Meters): void {
  visitor.x += x - headX
  visitor.z += z - headZ
}

/** Walks over the floor: `forward` and `right` in meters a second, relative to `heading`. */
export function stride(visitor: Visitor, heading: Radians, forward: number, right: number, dt: Seconds): void {
  const c = Math.cos(heading)
  const s = Math.sin(heading)
  visitor.x += (-s * forward + c * right) * dt
  visitor.z += (-c * forward - s * right) * dt
}

/** A body sways: who is on the path leaves it only this far beyond its edge, and goes back only this far in. */
const SWAY: Meters = 0.03

/**
 * The chunk of the path below the visitor's head, or -1.
 * @param last what it was a moment ago: standing on a joint must not sound both chunks again and again.
 */
export function chunkUnderfoot({ chunks, count, course, ear, placement }: Live, last: number): number {
  toSong(placement, ear.position[0], 0, ear.position[2], at)
  const sway = SWAY / placement.scale
  const distance = pathDistance(course, at[0], at[2], PATH_WIDTH / 2 + (last < 0 ? 0 : sway))
  const time = distance / course.pace
  const duration = chunks[count - 1]?.end ?? 0
  if (distance < 0 || time > duration) return -1
  let low = 0
  let high = count - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((chunks[middle]?.start ?? 0) <= time) low = middle
    else high = middle - 1
  }
  if (low !== last - 1) return low
  const { start, end } = chunks[low] as { start: Seconds; end: Seconds }
  return (end - time) * course.pace < Math.min(sway, ((end - start) * course.pace) / 4) ? last : low
}
