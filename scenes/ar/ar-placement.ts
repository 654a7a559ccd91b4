import type { Meters, Radians } from '../../audio/units.ts'
import { PATH_WIDTH_M, type PathTiles } from '../geometry/path.ts'
import { type Placement, songToRoom } from '../geometry/placement.ts'
import type { ArSize, Footprint, Ground, Point } from '../state/ar-state.ts'

/** The whole form, cloud and path, on a table. */
const TABLE_DIAMETER_M: Meters = 0.6
/** A path that leads far away must not shrink the cloud to a crumb. */
const MIN_CLOUD_DIAMETER_M: Meters = 0.2
/** Fingers make it this much smaller and larger, as a share of its own size. */
const MIN_SCALE_FACTOR = 0.3
const MAX_SCALE_FACTORS: Record<ArSize, number> = { table: 5, room: 2 }

/** The scale that belongs to a size. */
export const getDefaultScale = ({ tableScale }: Ground, size: ArSize): number => (size === 'table' ? tableScale : 1)

/**
 * @param cloud 3 × N: where the boxes hang once the form is complete.
 * @param edge N.
 * @returns the circle around everything that stands on the ground or hangs above it, and the cloud's own reach from
 * the same middle.
 */
export function measureFootprint(
  cloud: Float32Array,
  edge: Float32Array,
  tiles: PathTiles,
): Footprint & { cloud: Meters } {
  let [left, right, back, front] = [Infinity, -Infinity, Infinity, -Infinity]
  const include = (x: Meters, z: Meters) => {
    left = Math.min(left, x)
    right = Math.max(right, x)
    back = Math.min(back, z)
    front = Math.max(front, z)
  }
  for (let j = 0; j < cloud.length; j += 3) include(cloud[j]!, cloud[j + 2]!)
  for (let j = 0; j < tiles.count * 3; j += 3) include(tiles.center[j]!, tiles.center[j + 2]!)
  if (left > right) return { x: 0, z: 0, reach: 1, cloud: 1 }
  const x = (left + right) / 2
  const z = (back + front) / 2
  let cloudReach = 0
  let reach = 0
  for (let i = 0; i < cloud.length / 3; i++) {
    const away = Math.hypot(cloud[i * 3]! - x, cloud[i * 3 + 2]! - z)
    cloudReach = Math.max(cloudReach, away + (edge[i]! * Math.SQRT2) / 2)
  }
  for (let j = 0; j < tiles.count * 3; j += 3) {
    const away = Math.hypot(tiles.center[j]! - x, tiles.center[j + 2]! - z)
    reach = Math.max(reach, away + PATH_WIDTH_M / 2)
  }
  return { x, z, reach: Math.max(reach, cloudReach), cloud: cloudReach }
}

/** @returns the scale of what stands on a table. */
export const computeTableScale = ({ reach, cloud }: { reach: Meters; cloud: Meters }): number =>
  Math.max(TABLE_DIAMETER_M / (2 * reach), MIN_CLOUD_DIAMETER_M / (2 * cloud))

/** @param own the scale that belongs to the size. */
export const clampScale = (scale: number, size: ArSize, own: number): number =>
  Math.min(own * MAX_SCALE_FACTORS[size], Math.max(own * MIN_SCALE_FACTOR, scale))

const scratchPoint: Point = [0, 0, 0]

/**
 * Puts the song onto the ground: on the table its middle is above the spot and its lowest point, the path's underside,
 * on the surface; in the room the path lies on the floor and begins at the spot.
 */
export function placeOnGround(placement: Placement, ground: Ground, size: ArSize, yaw: Radians, scale: number): void {
  const { point: spot, floorHeight: floor, footprint: extent } = ground
  placement.x = 0
  placement.y = 0
  placement.z = 0
  placement.yaw = yaw
  placement.scale = scale
  if (size === 'table') songToRoom(placement, extent.x, 0, extent.z, scratchPoint)
  else scratchPoint.fill(0)
  placement.x = spot[0] - scratchPoint[0]
  placement.y = size === 'table' ? spot[1] : floor
  placement.z = spot[2] - scratchPoint[2]
}

/** How a real point moved, in the room, while the device learned to know the place better. */
export type AnchorMotion = { from: Point; to: Point; yaw: Radians }

/** Takes the song and its ground along with the real point it is anchored to. */
export function applyAnchorMotion(placement: Placement, ground: Ground, { from, to, yaw: turn }: AnchorMotion): void {
  const c = Math.cos(turn)
  const s = Math.sin(turn)
  const carried = (point: Point) => {
    const x = point[0] - from[0]
    const z = point[2] - from[2]
    scratchPoint[0] = to[0] + c * x + s * z
    scratchPoint[1] = point[1] + to[1] - from[1]
    scratchPoint[2] = to[2] - s * x + c * z
    return scratchPoint
  }
  const { x, y, z } = placement
  carried([x, y, z])
  placement.x = scratchPoint[0]
  placement.y = scratchPoint[1]
  placement.z = scratchPoint[2]
  placement.yaw += turn
  ground.point = [...carried(ground.point)]
  ground.floorHeight += to[1] - from[1]
}
