import { type Ray, Vector3 } from 'three'
import type { Meters } from '../../audio/units.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type BoxHit, raycastBoxes } from '../geometry/raycast.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import type { FrameState } from '../state/frame-state.ts'

/** Radius of the fingertip around the ray: boxes on a table are small. */
const FINGERTIP_RADIUS_M: Meters = 0.008

const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const direction = new Vector3()
const cloud = createRaycastBoxes()
const hit: BoxHit = { index: -1, distance: 0 }

/**
 * Finds the chunk that a finger's ray (room) touches: a box in the cloud, else a tile of the path, unless a box within
 * a fingertip's radius lies before it.
 * @returns -1 for none.
 */
export function findTouchedBox({ boxes, path, placement }: FrameState, { origin: o, direction: d }: Ray): number {
  const { tiles } = path.floorPath
  roomToSong(placement, o.x + d.x, o.y + d.y, o.z + d.z, scratchPoint)
  direction.fromArray(scratchPoint)
  roomToSong(placement, o.x, o.y, o.z, scratchPoint)
  const [ox, oy, oz] = scratchPoint
  const { x: dx, y: dy, z: dz } = direction.set(direction.x - ox, direction.y - oy, direction.z - oz).normalize()
  hit.index = -1
  hit.distance = Number.POSITIVE_INFINITY
  updateCloudBoxes(cloud, boxes)
  if (raycastBoxes(cloud, ox, oy, oz, dx, dy, dz, 0, hit)) return hit.index
  if (raycastBoxes(tiles, ox, oy, oz, dx, dy, dz, 0, hit)) hit.index = tiles.chunk[hit.index]!
  raycastBoxes(cloud, ox, oy, oz, dx, dy, dz, FINGERTIP_RADIUS_M / placement.scale, hit)
  return hit.index
}
