import { Quaternion, Vector3 } from 'three'
import type { Meters, Radians, Seconds } from '../audio/units.ts'
import { castRay, type Hit } from './geometry/cast.ts'
import { paceOf, pathPoint } from './geometry/path.ts'
import { toRoom, toSong } from './geometry/placement.ts'
import type { Live, Visitor } from './live.ts'

export const EYE_HEIGHT: Meters = 1.6
const STRIDE = 1.6

/** To the beginning of the path, looking along it. */
export function goToStart(visitor: Visitor): void {
  visitor.x = 0
  visitor.y = 0
  visitor.z = 0
  visitor.yaw = 0
  visitor.pitch = 0
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

/** Walks over the floor: `forward` and `right` in -1..1, relative to where the visitor looks. */
export function stride(visitor: Visitor, forward: number, right: number, dt: Seconds): void {
  const c = Math.cos(visitor.yaw)
  const s = Math.sin(visitor.yaw)
  visitor.x += (-s * forward + c * right) * STRIDE * dt
  visitor.z += (-c * forward - s * right) * STRIDE * dt
}

const point = new Float64Array(3)
const onPath: [x: number, y: number, z: number] = [0, 0, 0]

/** Ride: the path carries the head along in time with the music, with gentle acceleration. */
export function ride(live: Live, dt: Seconds): void {
  const { visitor, ear, layout, chunks, count } = live
  const duration = count > 0 ? (chunks[count - 1]?.end ?? 1) : 1
  pathPoint(layout, live.time * paceOf(duration), point)
  toRoom(live.placement, point[0] as number, 0, point[1] as number, onPath)
  const pull = 1 - Math.exp(-dt * 2.5)
  visitor.x += (onPath[0] - ear.position[0]) * pull
  visitor.z += (onPath[2] - ear.position[2]) * pull
}

const FASTEST_TURN = 0.6
/** From here on outwards a rider looks back at the form instead of along the path. */
const OUTSIDE: Meters = 2.2

/** Where a rider looks: along the path at first, at the form once it can be seen as a whole. */
function headingOfRide({ ear }: Live): Radians {
  const [x, , z] = ear.position
  return Math.hypot(x, z) > OUTSIDE ? Math.atan2(x, z) : (point[2] as number)
}

/**
 * After `ride` on a flat screen: the eyes come round, unless the visitor is looking around. Never in a headset, where
 * only the wearer turns the view.
 */
export function lookAhead(live: Live, dt: Seconds): void {
  if (live.looking || live.handheld) return
  const turn = headingOfRide(live) - live.visitor.yaw
  const shortest = Math.atan2(Math.sin(turn), Math.cos(turn))
  const eased = shortest * (1 - Math.exp(-dt * 1.2))
  live.visitor.yaw += Math.max(-FASTEST_TURN * dt, Math.min(FASTEST_TURN * dt, eased))
}

/** Boards the ride where the song is now: for a visitor who was not in the room before. */
export function boardRide(live: Live): void {
  ride(live, Number.POSITIVE_INFINITY)
  const { visitor, ear } = live
  ear.position = [visitor.x, EYE_HEIGHT, visitor.z]
  visitor.yaw = headingOfRide(live)
  visitor.pitch = 0
}

/** Half the slit between two boxes of the path and a little: feet are always on one of them, and on the right one. */
const SLIT: Meters = 0.007
const underfoot: Hit = { index: -1, distance: 0 }

/** The chunk of the path below the visitor's head, or -1. */
export function chunkUnderfoot({ path: { tiles }, ear, placement }: Live): number {
  underfoot.index = -1
  underfoot.distance = 10
  toSong(placement, ear.position[0], 0, ear.position[2], onPath)
  castRay(tiles, onPath[0], 5, onPath[2], 0, -1, 0, SLIT, underfoot)
  return underfoot.index < 0 ? -1 : (tiles.chunk[underfoot.index] as number)
}
