import type { Ray } from 'three'
import type { Meters, Radians } from '../../audio/units.ts'

/**
 * Pose and size of the song in the room: room = position + rotation(yaw) · scale · song. Views are drawn in the song's
 * space (origin below the cloud's center, meters at scale 1); poses, reported rays and sound are in the room's.
 */
export type Placement = { x: Meters; y: Meters; z: Meters; yaw: Radians; scale: number }

type PointOutput = { [axis: number]: number }

export const createPlacement = (): Placement => ({ x: 0, y: 0, z: 0, yaw: 0, scale: 1 })

/** Transforms a point from the song's space to the room's; `out` receives x, y, z. */
export function songToRoom(placement: Placement, x: Meters, y: Meters, z: Meters, out: PointOutput): void {
  const { scale, yaw } = placement
  const c = Math.cos(yaw) * scale
  const s = Math.sin(yaw) * scale
  out[0] = placement.x + c * x + s * z
  out[1] = placement.y + scale * y
  out[2] = placement.z - s * x + c * z
}

const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]

/** Transforms a ray from the room's space to the song's; `out` may be `ray`. */
export function rayToSong(placement: Placement, { origin: o, direction: d }: Ray, out: Ray): void {
  const { x, y, z } = o
  roomToSong(placement, x + d.x, y + d.y, z + d.z, scratchPoint)
  out.direction.fromArray(scratchPoint)
  roomToSong(placement, x, y, z, scratchPoint)
  out.origin.fromArray(scratchPoint)
  out.direction.sub(out.origin).normalize()
}

/** Transforms a point from the room's space to the song's; `out` receives x, y, z. */
export function roomToSong(placement: Placement, x: Meters, y: Meters, z: Meters, out: PointOutput): void {
  const { scale, yaw } = placement
  const c = Math.cos(yaw) / scale
  const s = Math.sin(yaw) / scale
  const dx = x - placement.x
  const dz = z - placement.z
  out[0] = c * dx - s * dz
  out[1] = (y - placement.y) / scale
  out[2] = s * dx + c * dz
}
