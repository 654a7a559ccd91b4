import type { Decibels, Meters, Seconds } from '../../audio/units.ts'
import { computeCloudRadius } from './cloud.ts'
import { getPathPoint, type PathCurve, START_LENGTH_M } from './path-curve.ts'
import type { PathRoute } from './path-route.ts'
import { createPathRows } from './path-rows.ts'

export type PathLayout = PathCurve['layout']

/** Fields of a chunk that the path is built from. */
export type PathChunk = { start: Seconds; end: Seconds; loudness: Decibels }

/**
 * Boxes on the floor in the song's space, y up. A chunk has one or more tiles, so that long chunks follow the bends of
 * the path; tiles of one chunk join without a seam.
 */
export type FloorPath = {
  /** 3 × N: center of each chunk's box on the path. */
  center: Float32Array
  /** N: yaw at the center; the z axis of a box lies along the path. */
  yaw: Float32Array
  tiles: PathTiles
}

export type PathTiles = {
  count: number
  /** T: the chunk of each tile. */
  chunk: Int32Array
  /** 3 × T: x, z and heading at the beginning of each tile. */
  from: Float32Array
  /** 3 × T: the same at its end. */
  to: Float32Array
  /** 3 × T: height; 1 if the chunk begins with this tile, else 0; 1 if it ends with it, else 0. */
  shape: Float32Array
  /** 3 × T: the tiles as boxes turned about the vertical, for raycasts. */
  center: Float32Array
  /** 3 × T: full sizes. */
  size: Float32Array
  /** T. */
  yaw: Float32Array
}

/** How far from its heart the path ends, in radii of the cloud: near it, with all of it in view. */
const END_RADII = 1.7
const END_MARGIN_M: Meters = 1.0
const TURN_SPACING_M: Meters = 0.75
const WALKING_PACE_M_PER_S = 0.5
/** Longer songs get fewer meters per second instead, down to the slowest pace that is still walking. */
const MAX_PATH_LENGTH_M: Meters = 260
const MIN_WALKING_PACE_M_PER_S = 0.36
export const PATH_WIDTH_M: Meters = 0.42
const MAX_TILE_LENGTH_M: Meters = 0.4
/** Of a route, which is narrow everywhere, and of a line, whose rows have narrow bends. */
const MAX_BENT_TILE_LENGTH_M: Meters = 0.18
const MAX_CHUNK_GAP_M: Meters = 0.012
const MIN_TILE_HEIGHT_M: Meters = 0.02
const MAX_TILE_HEIGHT_M: Meters = 0.11

const square = (value: number) => value * value

/**
 * Creates the middle line of a song's path, which begins at the origin, before the whole form. The spiral winds inward around
 * its heart, the line comes nearer to it row by row: the form is always ahead or at the inner side.
 * @param cloudRadius of the form.
 * @param route on a real floor around the visitor, or null: the path follows it at full pace, and the form stays where the layout has it.
 */
export function createPathCurve(
  layout: PathLayout,
  duration: Seconds,
  cloudRadius: Meters,
  route: PathRoute | null,
): PathCurve {
  const walkingPace = Math.max(MIN_WALKING_PACE_M_PER_S, MAX_PATH_LENGTH_M / Math.max(duration, 1e-3))
  const pace = Math.min(WALKING_PACE_M_PER_S, walkingPace)
  const metersPerSecond = route ? WALKING_PACE_M_PER_S : pace
  const endRadius = cloudRadius * END_RADII + END_MARGIN_M
  if (layout === 'line') {
    const rows = createPathRows(duration * pace, endRadius)
    return { ...rows, layout, x: 0, z: 0, metersPerSecond, heartX: 0, heartZ: -rows.startRadius, route }
  }
  // Along an Archimedean spiral startRadius² = endRadius² + turnSpacing · length / π.
  const startRadius = Math.sqrt(square(endRadius) + (TURN_SPACING_M * duration * pace) / Math.PI)
  return {
    layout,
    x: 0,
    z: 0,
    startRadius,
    turnSpacing: TURN_SPACING_M,
    rowAngle: 0,
    metersPerSecond,
    heartX: 0,
    heartZ: -startRadius,
    route,
  }
}

/** Height of a tile by loudness: lowest at -50 dBFS and below, highest at -8 dBFS and above. */
export const computeTileHeight = (loudness: Decibels): Meters =>
  MIN_TILE_HEIGHT_M + (MAX_TILE_HEIGHT_M - MIN_TILE_HEIGHT_M) * Math.min(1, Math.max(0, (loudness + 50) / 42))

/** Lays the chunks along the path of a song in its default place. */
export const createPath = (chunks: readonly PathChunk[], layout: PathLayout): FloorPath =>
  layChunks(chunks, createPathCurve(layout, chunks.at(-1)?.end ?? 1, computeCloudRadius(chunks.length), null))

/** Lays the chunks along a curve in time order: length by duration, height by loudness; the first begins before the curve does. */
export function layChunks(chunks: readonly PathChunk[], curve: PathCurve): FloorPath {
  const count = chunks.length
  const { metersPerSecond: pace } = curve
  // Tight bends need short tiles.
  const isBent = curve.route || curve.layout === 'line'
  const maxLength = isBent ? MAX_BENT_TILE_LENGTH_M : MAX_TILE_LENGTH_M
  const tileCounts = chunks.map(({ start, end }, i) =>
    Math.max(1, Math.ceil(((end - start) * pace + (i === 0 ? START_LENGTH_M : 0)) / maxLength)),
  )
  const path: FloorPath = {
    center: new Float32Array(count * 3),
    yaw: new Float32Array(count),
    tiles: createTiles(tileCounts.reduce((sum, n) => sum + n, 0)),
  }
  const point = new Float64Array(3)
  let tile = 0
  chunks.forEach((chunk, i) => {
    const height = computeTileHeight(chunk.loudness)
    const gap = Math.min(MAX_CHUNK_GAP_M, (chunk.end - chunk.start) * pace * 0.3)
    const from = i === 0 ? -START_LENGTH_M : chunk.start * pace + gap / 2
    const to = chunk.end * pace - gap / 2
    getPathPoint(curve, (from + to) / 2, point)
    writeTriple(path.center, i, point[0]!, height / 2, point[1]!)
    path.yaw[i] = point[2]!
    const n = tileCounts[i]!
    for (let k = 0; k < n; k++, tile++) {
      const start = from + ((to - from) * k) / n
      const end = from + ((to - from) * (k + 1)) / n
      writeTriple(path.tiles.shape, tile, height, k === 0 ? 1 : 0, k === n - 1 ? 1 : 0)
      writeTile(path.tiles, tile, i, curve, start, end, height, point)
    }
  })
  return path
}

/** Sets the `i`-th triple without allocating: a song has ten thousands of them. */
function writeTriple(out: Float32Array, i: number, first: number, second: number, third: number): void {
  out[i * 3] = first
  out[i * 3 + 1] = second
  out[i * 3 + 2] = third
}

function writeTile(
  tiles: PathTiles,
  tile: number,
  chunk: number,
  curve: PathCurve,
  start: Meters,
  end: Meters,
  height: Meters,
  point: Float64Array,
): void {
  tiles.chunk[tile] = chunk
  tiles.from.set(getPathPoint(curve, start, point), tile * 3)
  tiles.to.set(getPathPoint(curve, end, point), tile * 3)
  getPathPoint(curve, (start + end) / 2, point)
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
