import type { Meters, Radians } from '../../audio/units.ts'
import { PATH_WIDTH_M, type PathTiles } from '../geometry/path.ts'
import { type Placement, songToRoom } from '../geometry/placement.ts'
import type { ArSize, Footprint, Ground, Point } from '../state/ar-state.ts'

/** Diameter of cloud and path on a table. */
const TABLE_DIAMETER_M: Meters = 0.6
/** The cloud alone is at least this wide, however long the path is. */
const MIN_CLOUD_DIAMETER_M: Meters = 0.2
/** A finger can meet a box of this edge. */
const MIN_TABLE_EDGE_M: Meters = 0.012
/** Share of the cloud's ball that boxes of that edge may fill, so that one sees between them. */
const MAX_FILLED_SHARE = 0.12
/** Limits of scaling by fingers, as a share of the default scale. */
const MIN_SCALE_FACTOR = 0.3
const MAX_SCALE_FACTORS: Record<ArSize, number> = { table: 5, room: 2 }

/** Scale of the song before fingers change it. */
export const getDefaultScale = ({ tableScale }: Ground, size: ArSize): number => (size === 'table' ? tableScale : 1)

/** Footprint of the whole song, and the radius of its cloud around the same center. */
export type SongFootprint = Footprint & { cloudRadius: Meters }

/**
 * Measures the circle around all boxes and tiles, seen from above.
 * @param cloud 3 × N: positions of the boxes in the finished cloud.
 * @param edgeLength N.
 */
export function measureFootprint(cloud: Float32Array, edgeLength: Float32Array, tiles: PathTiles): SongFootprint {
  let minX = Infinity
  let maxX = -Infinity
  let minZ = Infinity
  let maxZ = -Infinity
  const include = (x: Meters, z: Meters) => {
    minX = Math.min(minX, x)
    maxX = Math.max(maxX, x)
    minZ = Math.min(minZ, z)
    maxZ = Math.max(maxZ, z)
  }
  for (let j = 0; j < cloud.length; j += 3) include(cloud[j]!, cloud[j + 2]!)
  for (let j = 0; j < tiles.count * 3; j += 3) include(tiles.center[j]!, tiles.center[j + 2]!)
  if (minX > maxX) return { x: 0, z: 0, radius: 1, cloudRadius: 1 }
  const x = (minX + maxX) / 2
  const z = (minZ + maxZ) / 2
  let cloudRadius = 0
  let pathRadius = 0
  for (let i = 0; i < cloud.length / 3; i++) {
    const distance = Math.hypot(cloud[i * 3]! - x, cloud[i * 3 + 2]! - z)
    cloudRadius = Math.max(cloudRadius, distance + (edgeLength[i]! * Math.SQRT2) / 2)
  }
  for (let j = 0; j < tiles.count * 3; j += 3) {
    const distance = Math.hypot(tiles.center[j]! - x, tiles.center[j + 2]! - z)
    pathRadius = Math.max(pathRadius, distance + PATH_WIDTH_M / 2)
  }
  return { x, z, radius: Math.max(pathRadius, cloudRadius), cloudRadius }
}

/** Default scale of a song of `count` chunks on a table. */
export function computeTableScale(
  { radius, cloudRadius }: Pick<SongFootprint, 'radius' | 'cloudRadius'>,
  count: number,
): number {
  const filled = Math.cbrt(((6 / Math.PI) * count * MIN_TABLE_EDGE_M ** 3) / MAX_FILLED_SHARE)
  return Math.max(TABLE_DIAMETER_M / (2 * radius), Math.max(MIN_CLOUD_DIAMETER_M, filled) / (2 * cloudRadius))
}

/** The edge that no box of a song falls below, in the song's space. */
export const computeSmallestEdge = ({ tableScale }: Ground, size: ArSize): Meters =>
  size === 'table' ? MIN_TABLE_EDGE_M / tableScale : 0

export const clampScale = (scale: number, size: ArSize, defaultScale: number): number =>
  Math.min(defaultScale * MAX_SCALE_FACTORS[size], Math.max(defaultScale * MIN_SCALE_FACTOR, scale))

const scratchPoint: Point = [0, 0, 0]

/**
 * Puts the song onto the ground, the center of its footprint at the ground's point: on a table there, in the room on the
 * floor below.
 */
export function placeOnGround(placement: Placement, ground: Ground, size: ArSize, yaw: Radians, scale: number): void {
  const { point, floorHeight, footprint } = ground
  placement.x = 0
  placement.y = 0
  placement.z = 0
  placement.yaw = yaw
  placement.scale = scale
  songToRoom(placement, footprint.x, 0, footprint.z, scratchPoint)
  placement.x = point[0] - scratchPoint[0]
  placement.y = size === 'table' ? point[1] : floorHeight
  placement.z = point[2] - scratchPoint[2]
}

/** Motion of an anchor in the room, as the device corrects its tracking. */
export type AnchorMotion = { from: Point; to: Point; yaw: Radians }

/** Moves the song and its ground along with their anchor, as one rigid body. */
export function applyAnchorMotion(placement: Placement, ground: Ground, { from, to, yaw }: AnchorMotion): void {
  const c = Math.cos(yaw)
  const s = Math.sin(yaw)
  const movePoint = (px: Meters, py: Meters, pz: Meters): Point => {
    const x = px - from[0]
    const z = pz - from[2]
    return [to[0] + c * x + s * z, py + to[1] - from[1], to[2] - s * x + c * z]
  }
  ;[placement.x, placement.y, placement.z] = movePoint(placement.x, placement.y, placement.z)
  placement.yaw += yaw
  ground.point = movePoint(...ground.point)
  ground.floorHeight += to[1] - from[1]
}
