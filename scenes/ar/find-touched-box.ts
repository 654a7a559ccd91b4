import { type Ray, Vector3 } from 'three'
import type { Radians } from '../../audio/units.ts'
import { type Aim, aimAtBoxes } from '../geometry/aim.ts'
import { roomToSong } from '../geometry/placement.ts'
import { type BoxHit, raycastBoxes } from '../geometry/raycast.ts'
import { createRaycastBoxes, updateCloudBoxes } from '../state/cloud-boxes.ts'
import type { FrameState } from '../state/frame-state.ts'

const scratchPoint: [x: number, y: number, z: number] = [0, 0, 0]
const direction = new Vector3()
const cloud = createRaycastBoxes()
const hit: BoxHit = { index: -1, distance: 0 }
const aim: Aim = { index: -1, distance: 0 }

/**
 * Finds the chunk that a finger's ray (room) touches: the box it meets, else the one it passes closest to within the finger's
 * cone, else a tile of the path.
 * @param cone half the angle that a fingertip covers.
 * @param skip a box that was touched before and was not meant, or -1.
 * @returns -1 for none.
 */
export function findTouchedBox(
  { boxes, path, placement }: FrameState,
  { origin: o, direction: d }: Ray,
  cone: Radians,
  skip = -1,
): number {
  const { tiles } = path.floorPath
  roomToSong(placement, o.x + d.x, o.y + d.y, o.z + d.z, scratchPoint)
  direction.fromArray(scratchPoint)
  roomToSong(placement, o.x, o.y, o.z, scratchPoint)
  const [ox, oy, oz] = scratchPoint
  const { x: dx, y: dy, z: dz } = direction.set(direction.x - ox, direction.y - oy, direction.z - oz).normalize()
  hit.index = -1
  hit.distance = Number.POSITIVE_INFINITY
  updateCloudBoxes(cloud, boxes)
  if (raycastBoxes(cloud, ox, oy, oz, dx, dy, dz, 0, hit) && hit.index !== skip) return hit.index
  aim.index = -1
  aimAtBoxes(cloud, ox, oy, oz, dx, dy, dz, cone, aim, skip)
  if (aim.index >= 0) return aim.index
  hit.index = -1
  hit.distance = Number.POSITIVE_INFINITY
  return raycastBoxes(tiles, ox, oy, oz, dx, dy, dz, 0, hit) ? tiles.chunk[hit.index]! : skip
}
