import type { Decibels, Meters, Seconds } from '../../audio/units.ts'
import type { FloorCircle } from './floor-circle.ts'
import { getPathPoint, type PathCurve } from './path-curve.ts'

export type PathLayout = PathCurve['layout']

/** What the path needs to know of a chunk. */
export type PathChunk = { start: Seconds; end: Seconds; loudness: Decibels }

/**
 * The boxes on the floor, world coordinates, y up. A chunk is laid as one or more tiles, so that long ones follow the
 * path's bends instead of cutting across; tiles of one chunk join without a seam.
 */
export type FloorPath = {
  /** 3 × N: middle of each chunk's box on the path. */
  center: Float32Array
  /** N: turn about the vertical at the middle; a box's length is its z axis. */
  yaw: Float32Array
  tiles: PathTiles
}

export type PathTiles = {
  count: number
  /** Which chunk each tile belongs to. */
  chunk: Int32Array
  /** 3 × T: x, z and heading where each tile begins and ends. */
  from: Float32Array
  to: Float32Array
  /** 3 × T: height, and 1 where the tile's beginning or end is an end of its chunk. */
  shape: Float32Array
  /** The same tiles as turned boxes, for rays. */
  center: Float32Array
  size: Float32Array
  yaw: Float32Array
}

const START_RADIUS_M: Meters = 0.75
const TURN_SPACING_M: Meters = 0.95
const WALKING_PACE_M_PER_S = 0.5
/** A long song walks slower rather than farther. */
const MAX_PATH_LENGTH_M: Meters = 260
export const PATH_WIDTH_M: Meters = 0.42
/** On a small floor windings lie closer, but never on each other. */
const MIN_TURN_SPACING_M: Meters = PATH_WIDTH_M + 0.06
/** A floor smaller than this is one to stand on, not to walk on. */
const MIN_FLOOR_RADIUS_M: Meters = 0.9
const MAX_TILE_LENGTH_M: Meters = 0.4
const MAX_CHUNK_GAP_M: Meters = 0.012
const MIN_TILE_HEIGHT_M: Meters = 0.02
const MAX_TILE_HEIGHT_M: Meters = 0.11

const square = (value: number) => value * value

/**
 * How the path of a song runs.
 * @param floor the real floor around the visitor, or null. A spiral that would leave it begins around its middle,
 * closer, with closer windings, and if that is not enough with less path for every second.
 */
export function createPathCurve(layout: PathLayout, duration: Seconds, floor: FloorCircle | null): PathCurve {
  const pace = Math.min(WALKING_PACE_M_PER_S, MAX_PATH_LENGTH_M / Math.max(duration, 1e-3))
  const unbounded: PathCurve = {
    layout,
    x: 0,
    z: 0,
    startRadius: START_RADIUS_M,
    turnSpacing: TURN_SPACING_M,
    metersPerSecond: pace,
  }
  if (!floor || layout === 'line' || floor.radius < MIN_FLOOR_RADIUS_M) return unbounded
  const outer = floor.radius - PATH_WIDTH_M / 2
  const first = Math.min(START_RADIUS_M, outer * 0.4)
  // Along an Archimedean spiral outer² = first² + winding · length / π.
  const room = Math.PI * (square(outer) - square(first))
  const winding = Math.min(TURN_SPACING_M, Math.max(MIN_TURN_SPACING_M, room / (duration * pace)))
  const x = floor.x - first
  return {
    layout,
    x,
    z: floor.z,
    startRadius: first,
    turnSpacing: winding,
    metersPerSecond: Math.min(pace, room / winding / duration),
  }
}

/** Height by loudness: -50 dBFS and below is the lowest, -8 dBFS and above the highest; low enough to walk on. */
export const computeTileHeight = (loudness: Decibels): Meters =>
  MIN_TILE_HEIGHT_M + (MAX_TILE_HEIGHT_M - MIN_TILE_HEIGHT_M) * Math.min(1, Math.max(0, (loudness + 50) / 42))

/** Lays the chunks in time order: length by duration, height by loudness. */
export function createPath(
  chunks: readonly PathChunk[],
  layout: PathLayout,
  floor: FloorCircle | null = null,
): FloorPath {
  const count = chunks.length
  const course = createPathCurve(layout, chunks.at(-1)?.end ?? 1, floor)
  const { metersPerSecond: pace } = course
  // Tight bends need short tiles.
  const longest = Math.min(MAX_TILE_LENGTH_M, course.startRadius * 0.55)
  const pieces = chunks.map((chunk) => Math.max(1, Math.ceil(((chunk.end - chunk.start) * pace) / longest)))
  const path: FloorPath = {
    center: new Float32Array(count * 3),
    yaw: new Float32Array(count),
    tiles: createTiles(pieces.reduce((sum, n) => sum + n, 0)),
  }
  const point = new Float64Array(3)
  let tile = 0
  chunks.forEach((chunk, i) => {
    const height = computeTileHeight(chunk.loudness)
    const gap = Math.min(MAX_CHUNK_GAP_M, (chunk.end - chunk.start) * pace * 0.3)
    const from = chunk.start * pace + gap / 2
    const to = chunk.end * pace - gap / 2
    getPathPoint(course, (from + to) / 2, point)
    writeTriple(path.center, i, point[0]!, height / 2, point[1]!)
    path.yaw[i] = point[2]!
    const n = pieces[i]!
    for (let k = 0; k < n; k++, tile++) {
      const start = from + ((to - from) * k) / n
      const end = from + ((to - from) * (k + 1)) / n
      writeTriple(path.tiles.shape, tile, height, k === 0 ? 1 : 0, k === n - 1 ? 1 : 0)
      writeTile(path.tiles, tile, i, course, start, end, height, point)
    }
  })
  return path
}

/** The `i`-th three of an array; an array literal each would be garbage by the ten thousand. */
function writeTriple(out: Float32Array, i: number, first: number, second: number, third: number): void {
  out[i * 3] = first
  out[i * 3 + 1] = second
  out[i * 3 + 2] = third
}

function writeTile(
  tiles: PathTiles,
  tile: number,
  chunk: number,
  course: PathCurve,
  start: Meters,
  end: Meters,
  height: Meters,
  point: Float64Array,
): void {
  tiles.chunk[tile] = chunk
  tiles.from.set(getPathPoint(course, start, point), tile * 3)
  tiles.to.set(getPathPoint(course, end, point), tile * 3)
  getPathPoint(course, (start + end) / 2, point)
  writeTriple(tiles.center, tile, point[0]!, height / 2, point[1]!)
  writeTriple(tiles.size, tile, PATH_WIDTH_M, height, end - start)
  tiles.yaw[tile] = point[2]!
}

export const createTiles = (count: number): PathTiles => ({
  count,
  chunk: new Int32Array(count),
  from: new Float32Array(count * 3),
  to: new Float32Array(count * 3),
  shape: new Float32Array(count * 3),
  center: new Float32Array(count * 3),
  size: new Float32Array(count * 3),
  yaw: new Float32Array(count),
})
