import type { Meters } from '../../audio/units.ts'

/** A closed way on a real floor: 2 × N points (x, z), `spacing` apart along it, around it once with the floor's middle at its left. */
export type FloorLoop = { points: Float64Array; spacing: Meters }

/** From the middle of the path to the edge of the floor: shoulders stay inside. */
const EDGE_MARGIN_M: Meters = 0.32
/** The bends of a loop: wide on any but a small floor; a floor on which they would be narrower has no loop. */
const BEND_RADIUS_M: Meters = 0.4
const MIN_BEND_RADIUS_M: Meters = 0.34
/** Contours need a core of some width to go around. */
const MIN_CORE_M: Meters = 0.03
const GRID_CELLS = 72
const POINT_SPACING_M: Meters = 0.02
/** Passes of a small blur along the loop, which take away what the grid leaves: 6 cm wide. */
const BLUR_PASSES = 18

/**
 * Finds the longest way around a floor that keeps clear of its edge and bends gently: the floor is opened as in morphology,
 * first shrunk by margin and radius, then grown by the radius, so that arms too narrow to turn in are left out.
 * @param corners x, z of each corner of the floor, in order; need not be convex.
 * @returns null for a floor too small to walk on.
 */
export function createFloorLoop(corners: ArrayLike<number>): FloorLoop | null {
  if (corners.length < 6) return null
  const grid = createGrid(corners)
  const { values, width } = grid
  let deepest = 0
  sampleGrid(grid, corners, 0)
  for (let k = 0; k < values.length; k++) deepest = Math.max(deepest, values[k]!)
  const radius = Math.min(BEND_RADIUS_M, deepest - EDGE_MARGIN_M - MIN_CORE_M)
  if (radius < MIN_BEND_RADIUS_M) return null
  for (let k = 0; k < values.length; k++) values[k]! -= EDGE_MARGIN_M + radius
  const core = traceLargestContour(values, width, grid)
  if (!core) return null
  sampleGrid(grid, core, radius)
  const outline = traceLargestContour(values, width, grid)
  return outline && smoothLoop(outline)
}

type Grid = { x: Meters; z: Meters; cell: Meters; width: number; values: Float64Array }

/** Covers the corners and a border of two cells around them. */
function createGrid(corners: ArrayLike<number>): Grid {
  let [minX, maxX, minZ, maxZ] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let k = 0; k < corners.length; k += 2) {
    minX = Math.min(minX, corners[k]!)
    maxX = Math.max(maxX, corners[k]!)
    minZ = Math.min(minZ, corners[k + 1]!)
    maxZ = Math.max(maxZ, corners[k + 1]!)
  }
  const cell = Math.max(maxX - minX, maxZ - minZ) / GRID_CELLS
  const width = GRID_CELLS + 5
  // An uneven shift: no contour passes exactly through a node of the grid.
  return { x: minX - 2.013 * cell, z: minZ - 2.027 * cell, cell, width, values: new Float64Array(width * width) }
}

/** Writes the distance to the edge of a polygon, positive inside, plus `offset`. */
function sampleGrid({ x, z, cell, width, values }: Grid, corners: ArrayLike<number>, offset: Meters): void {
  for (let row = 0; row < width; row++)
    for (let column = 0; column < width; column++)
      values[row * width + column] = measureEdgeDistance(corners, x + column * cell, z + row * cell) + offset
}

/** Distance from a point to a polygon's edge; negative outside. */
export function measureEdgeDistance(corners: ArrayLike<number>, x: Meters, z: Meters): Meters {
  let nearest = Number.POSITIVE_INFINITY
  let inside = false
  for (let k = 0, before = corners.length - 2; k < corners.length; before = k, k += 2) {
    const ax = corners[before]!
    const az = corners[before + 1]!
    const ex = corners[k]! - ax
    const ez = corners[k + 1]! - az
    const share = ((x - ax) * ex + (z - az) * ez) / Math.max(ex * ex + ez * ez, 1e-12)
    const along = Math.min(1, Math.max(0, share))
    const dx = x - ax - ex * along
    const dz = z - az - ez * along
    nearest = Math.min(nearest, dx * dx + dz * dz)
    if (az > z !== az + ez > z && x < ax + ((z - az) / ez) * ex) inside = !inside
  }
  return inside ? Math.sqrt(nearest) : -Math.sqrt(nearest)
}

/** Follows the zero contours (marching squares), values above zero at their left. @returns the one around the largest area. */
function traceLargestContour(values: Float64Array, width: number, { x, z, cell }: Grid): Float64Array | null {
  // Crossing of each edge of the grid: 2 · node for the edge along x, 2 · node + 1 for the one along z.
  const next = new Map<number, number>()
  const isIn = (node: number) => values[node]! > 0
  for (let row = 0; row < width - 1; row++)
    for (let column = 0; column < width - 1; column++) {
      const node = row * width + column
      const corners = [node, node + 1, node + 1 + width, node + width]
      const edges = [node * 2, (node + 1) * 2 + 1, (node + width) * 2, node * 2 + 1]
      const enters: number[] = []
      const leaves: number[] = []
      for (let side = 0; side < 4; side++) {
        const [from, to] = [isIn(corners[side]!), isIn(corners[(side + 1) % 4]!)]
        if (from !== to) (to ? enters : leaves).push(edges[side]!)
      }
      for (let k = 0; k < enters.length; k++) next.set(enters[k]!, leaves[k]!)
    }
  const locate = (edge: number, out: number[]) => {
    const node = edge >> 1
    const step = edge % 2 === 0 ? 1 : width
    const share = values[node]! / (values[node]! - values[node + step]!)
    out.push(x + cell * ((node % width) + (step === 1 ? share : 0)))
    out.push(z + cell * (Math.floor(node / width) + (step === 1 ? 0 : share)))
  }
  let largest: number[] | null = null
  let largestArea = 0
  while (next.size > 0) {
    const [first] = next.keys() as Iterable<number> as [number]
    const contour: number[] = []
    for (let edge: number | undefined = first; edge !== undefined && next.has(edge); ) {
      locate(edge, contour)
      const following: number | undefined = next.get(edge)
      next.delete(edge)
      edge = following
    }
    const area = Math.abs(measureArea(contour))
    if (area > largestArea) [largest, largestArea] = [contour, area]
  }
  return largest && Float64Array.from(largest)
}

/** Area of a polygon, negative if it goes around its middle with the middle at its left seen from above (x right, z down). */
function measureArea(points: ArrayLike<number>): number {
  let sum = 0
  for (let k = 0, before = points.length - 2; k < points.length; before = k, k += 2)
    sum += points[before]! * points[k + 1]! - points[k]! * points[before + 1]!
  return sum / 2
}

/** Points at equal distances, blurred along the loop. */
function smoothLoop(outline: Float64Array): FloorLoop {
  let loop = resampleLoop(outline)
  for (let pass = 0; pass < BLUR_PASSES; pass++) {
    const blurred = new Float64Array(loop.length)
    for (let k = 0; k < loop.length; k++) {
      const before = loop[(k - 2 + loop.length) % loop.length]!
      blurred[k] = (before + 2 * loop[k]! + loop[(k + 2) % loop.length]!) / 4
    }
    loop = blurred
  }
  const points = resampleLoop(loop)
  return { points, spacing: measureLength(points) / (points.length / 2) }
}

function measureLength(points: ArrayLike<number>): Meters {
  let length = 0
  for (let k = 0, before = points.length - 2; k < points.length; before = k, k += 2)
    length += Math.hypot(points[k]! - points[before]!, points[k + 1]! - points[before + 1]!)
  return length
}

function resampleLoop(points: Float64Array): Float64Array {
  const total = measureLength(points)
  const count = Math.round(total / POINT_SPACING_M)
  const turned = measureArea(points) > 0
  const out = new Float64Array(count * 2)
  const n = points.length / 2
  let corner = 0
  let begin = 0
  for (let k = 0; k < count; k++) {
    const distance = (k * total) / count
    for (;;) {
      const [ax, az] = [points[corner * 2]!, points[corner * 2 + 1]!]
      const after = (corner + 1) % n
      const [bx, bz] = [points[after * 2]!, points[after * 2 + 1]!]
      const length = Math.hypot(bx - ax, bz - az)
      if (begin + length >= distance || corner === n - 1) {
        const share = Math.min(1, (distance - begin) / Math.max(length, 1e-9))
        const place = turned ? count - 1 - k : k
        out[place * 2] = ax + (bx - ax) * share
        out[place * 2 + 1] = az + (bz - az) * share
        break
      }
      begin += length
      corner++
    }
  }
  return out
}
