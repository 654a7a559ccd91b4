import type { Decibels, Meters, Radians, Seconds } from '../../audio/units.ts'

export type Layout = 'spiral' | 'line'

/** What the path needs to know of a chunk. */
export type PathChunk = { start: Seconds; end: Seconds; loudness: Decibels }

/**
 * The boxes on the floor, world coordinates, y up. A chunk is laid as one or more tiles, so that long ones follow the
 * path's bends instead of cutting across; tiles of one chunk join without a seam.
 */
export type Path = {
  /** 3 × N: middle of each chunk's box on the path. */
  center: Float32Array
  /** N: turn about the vertical at the middle; a box's length is its z axis. */
  yaw: Float32Array
  tiles: Tiles
}

export type Tiles = {
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

/** The path begins at the visitor's feet and leads away along -z, the way a headset looks at the start. */
const FIRST_RADIUS: Meters = 0.75
const WINDING: Meters = 0.95
const WALKING_PACE = 0.5
/** A long song walks slower rather than farther. */
const LONGEST: Meters = 260
export const PATH_WIDTH: Meters = 0.42
const LONGEST_TILE: Meters = 0.4
const GAP: Meters = 0.012
const LOWEST: Meters = 0.02
const HIGHEST: Meters = 0.11

/** Meters of path per second of song. */
export const paceOf = (duration: Seconds): number => Math.min(WALKING_PACE, LONGEST / duration)

/** Height by loudness: -50 dBFS and below is the lowest, -8 dBFS and above the highest; low enough to walk on. */
export const heightOf = (loudness: Decibels): Meters =>
  LOWEST + (HIGHEST - LOWEST) * Math.min(1, Math.max(0, (loudness + 50) / 42))

/**
 * A point on the path's middle line.
 * @param distance meters from the path's beginning.
 * @param out receives x, z and the heading (yaw whose -z looks along the path).
 */
export function pathPoint(layout: Layout, distance: Meters, out: Float64Array): Float64Array {
  if (layout === 'line') {
    out[0] = 0
    out[1] = -distance
    out[2] = 0
    return out
  }
  // Archimedean spiral: r = r0 + b θ. Its arc length is well within 1 % of r0 θ + b θ² / 2 beyond the first turn,
  // and the approximation only shifts boxes along the curve, never off it.
  const b = WINDING / (2 * Math.PI)
  const angle = (Math.sqrt(FIRST_RADIUS ** 2 + 2 * b * distance) - FIRST_RADIUS) / b
  const radius = FIRST_RADIUS + b * angle
  // The spiral's own start is moved to the origin, so that the visitor's first step is onto the path.
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  out[0] = FIRST_RADIUS - radius * cos
  out[1] = -radius * sin
  // Tangent of (x, z): (-b cos θ + r sin θ, -b sin θ - r cos θ).
  const tangentX = -b * cos + radius * sin
  const tangentZ = -b * sin - radius * cos
  out[2] = Math.atan2(-tangentX, -tangentZ)
  return out
}

/** Lays the chunks in time order: length by duration, height by loudness. */
export function layPath(chunks: readonly PathChunk[], layout: Layout): Path {
  const count = chunks.length
  const pace = paceOf(chunks.at(-1)?.end ?? 1)
  const pieces = chunks.map((chunk) => Math.max(1, Math.ceil(((chunk.end - chunk.start) * pace) / LONGEST_TILE)))
  const path: Path = {
    center: new Float32Array(count * 3),
    yaw: new Float32Array(count),
    tiles: emptyTiles(pieces.reduce((sum, n) => sum + n, 0)),
  }
  const point = new Float64Array(3)
  let tile = 0
  chunks.forEach((chunk, i) => {
    const height = heightOf(chunk.loudness)
    const gap = Math.min(GAP, (chunk.end - chunk.start) * pace * 0.3)
    const from = chunk.start * pace + gap / 2
    const to = chunk.end * pace - gap / 2
    pathPoint(layout, (from + to) / 2, point)
    put(path.center, i, point[0] as Meters, height / 2, point[1] as Meters)
    path.yaw[i] = point[2] as Radians
    const n = pieces[i] as number
    for (let k = 0; k < n; k++, tile++) {
      const start = from + ((to - from) * k) / n
      const end = from + ((to - from) * (k + 1)) / n
      put(path.tiles.shape, tile, height, k === 0 ? 1 : 0, k === n - 1 ? 1 : 0)
      layTile(path.tiles, tile, i, layout, start, end, height, point)
    }
  })
  return path
}

/** The `i`-th three of an array; an array literal each would be garbage by the ten thousand. */
function put(out: Float32Array, i: number, first: number, second: number, third: number): void {
  out[i * 3] = first
  out[i * 3 + 1] = second
  out[i * 3 + 2] = third
}

function layTile(
  tiles: Tiles,
  tile: number,
  chunk: number,
  layout: Layout,
  start: Meters,
  end: Meters,
  height: Meters,
  point: Float64Array,
): void {
  tiles.chunk[tile] = chunk
  tiles.from.set(pathPoint(layout, start, point), tile * 3)
  tiles.to.set(pathPoint(layout, end, point), tile * 3)
  pathPoint(layout, (start + end) / 2, point)
  put(tiles.center, tile, point[0] as Meters, height / 2, point[1] as Meters)
  put(tiles.size, tile, PATH_WIDTH, height, end - start)
  tiles.yaw[tile] = point[2] as Radians
}

export const emptyTiles = (count: number): Tiles => ({
  count,
  chunk: new Int32Array(count),
  from: new Float32Array(count * 3),
  to: new Float32Array(count * 3),
  shape: new Float32Array(count * 3),
  center: new Float32Array(count * 3),
  size: new Float32Array(count * 3),
  yaw: new Float32Array(count),
})
