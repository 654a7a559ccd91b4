import type { Meters, Radians } from '../../audio/units.ts'

/**
 * Where the song stands in the room, and how large: room = position + turn(yaw) · scale · song. What is drawn is in the
 * song's own space (the cloud's heart above its origin, meters at scale 1); poses, rays that are told to others and
 * sound are in the room's. In VR both are the same until the visitor scales or turns the whole; in AR the song is put
 * on a table or the floor.
 */
export type Placement = { x: Meters; y: Meters; z: Meters; yaw: Radians; scale: number }

type PointOutput = { [axis: number]: number }

export const createPlacement = (): Placement => ({ x: 0, y: 0, z: 0, yaw: 0, scale: 1 })

/** From the song's space to the room's; `out` receives x, y, z and may be read from elsewhere only afterwards. */
export function songToRoom(placement: Placement, x: Meters, y: Meters, z: Meters, out: PointOutput): void {
  const { scale, yaw } = placement
  const c = Math.cos(yaw) * scale
  const s = Math.sin(yaw) * scale
  out[0] = placement.x + c * x + s * z
  out[1] = placement.y + scale * y
  out[2] = placement.z - s * x + c * z
}

/** From the room's space to the song's. */
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
