import type { Ray } from 'three'
import type { Radians } from '../../audio/units.ts'
import { type Aim, aimAtBoxes } from '../geometry/aim.ts'
import { type BoxHit, raycastBoxes } from '../geometry/raycast.ts'
import { createRaycastBoxes, updateCloudBoxes } from './cloud-boxes.ts'
import type { FrameState } from './frame-state.ts'

const cloud = createRaycastBoxes()
const aim: Aim = { index: -1, distance: 0 }

/**
 * Finds the chunk that a finger's ray touches: the box it meets, else the one it passes closest to within the finger's cone,
 * else a tile of the path.
 * @param ray in the song's space.
 * @param cone half the angle that a fingertip covers.
 * @param skip a box that was touched before and was not meant, or -1; it is touched again if there is no other.
 * @param hit receives the chunk, or -1, and its distance.
 */
export function findTouchedBox(frameState: FrameState, ray: Ray, cone: Radians, skip: number, hit: BoxHit): void {
  const { boxes, path } = frameState
  const { x: ox, y: oy, z: oz } = ray.origin
  const { x: dx, y: dy, z: dz } = ray.direction
  updateCloudBoxes(cloud, boxes)
  hit.index = -1
  hit.distance = Number.POSITIVE_INFINITY
  if (raycastBoxes(cloud, ox, oy, oz, dx, dy, dz, 0, hit) && hit.index !== skip) return
  aim.index = -1
  aimAtBoxes(cloud, ox, oy, oz, dx, dy, dz, cone, aim, skip)
  hit.index = aim.index
  hit.distance = aim.distance
  if (aim.index >= 0) return
  const { floorPath, shownTiles } = path
  hit.distance = Number.POSITIVE_INFINITY
  if (raycastBoxes(shownTiles, ox, oy, oz, dx, dy, dz, 0, hit))
    hit.index = floorPath.tiles.chunk[shownTiles.first + hit.index]!
  else if (skip >= 0) findTouchedBox(frameState, ray, cone, -1, hit)
}
