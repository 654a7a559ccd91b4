import type { Meters, Radians } from '../../audio/units.ts'
import { wrapAngle } from './math.ts'

/** A real floor in the song's space, and where feet stood and looked when the path was laid on it. */
export type WalkingFloor = {
  /** x, z of each corner, in order. */
  corners: readonly number[]
  x: Meters
  z: Meters
  heading: Radians
  /** Distance along the path that lies under these feet. */
  start: Meters
}

/** Leads from the feet to the loop around a floor, and around it: 3 × N x, z and heading; from point `loopStart` on it is the loop. */
export type RouteLeg = { points: Float64Array; loopStart: number }

/**
 * A way on a real floor: from the feet onto the longest loop around the floor, and around it again and again; and in the same
 * way back to what was heard before. Only a stretch of it that is shorter than the loop is shown at a time, so that it never
 * lies on itself.
 */
export type PathRoute = {
  /** Their points are `spacing` apart. `back` is walked backward: null at the beginning of a song. */
  onward: RouteLeg
  back: RouteLeg | null
  spacing: Meters
  /** Distance along the path at the feet. */
  start: Meters
  /** Shown behind the feet and ahead of them. */
  behind: Meters
  ahead: Meters
}

/** Before the beginning of a song a route goes straight back, under the feet; everything earlier is at this distance. */
const BACK_M: Meters = 0.25

/** Writes x, z and heading at a distance along the path. */
export function getRoutePoint(route: PathRoute, distance: Meters, out: Float64Array): Float64Array {
  const { onward, back, spacing, start } = route
  const place = (distance - start) / spacing
  if (place < 0 && back) {
    writeLegPoint(back, -place, out)
    out[2]! += Math.PI
    return out
  }
  writeLegPoint(onward, Math.max(0, place), out)
  const before = Math.max(-BACK_M, Math.min(0, place) * spacing)
  out[0]! -= Math.sin(out[2]!) * before
  out[1]! -= Math.cos(out[2]!) * before
  return out
}

function writeLegPoint(leg: RouteLeg, place: number, out: Float64Array): void {
  const { points } = leg
  const index = Math.floor(place)
  const from = getPointIndex(leg, index) * 3
  const to = getPointIndex(leg, index + 1) * 3
  const share = place - index
  const heading = points[from + 2]!
  out[0] = points[from]! + (points[to]! - points[from]!) * share
  out[1] = points[from + 1]! + (points[to + 1]! - points[from + 1]!) * share
  out[2] = heading + wrapAngle(points[to + 2]! - heading) * share
}

const getPointIndex = ({ points, loopStart }: RouteLeg, index: number): number =>
  index < loopStart ? index : loopStart + ((index - loopStart) % (points.length / 3 - loopStart))

/**
 * Inverse of `getRoutePoint` within a stretch of the path.
 * @returns distance along the path, or -1 farther than `maxOffset` beside the stretch.
 */
export function findRouteDistance(
  route: PathRoute,
  x: Meters,
  z: Meters,
  maxOffset: Meters,
  from: Meters,
  to: Meters,
): Meters {
  const { onward, back, spacing, start } = route
  const earliest = back ? Number.NEGATIVE_INFINITY : 0
  const first = Math.max(earliest, Math.ceil((from - start) / spacing))
  const last = Math.max(earliest, Math.floor((to - start) / spacing))
  let best = first
  let nearest = Number.POSITIVE_INFINITY
  for (let index = first; index <= last; index++) {
    const leg = index < 0 && back ? back : onward
    const p = getPointIndex(leg, Math.abs(index)) * 3
    const dx = x - leg.points[p]!
    const dz = z - leg.points[p + 1]!
    const squared = dx * dx + dz * dz
    if (squared >= nearest) continue
    best = index
    nearest = squared
  }
  if (last < first) return -1
  const { points } = best < 0 && back ? back : onward
  const p = getPointIndex(best < 0 && back ? back : onward, Math.abs(best)) * 3
  const heading = points[p + 2]! + (best < 0 ? Math.PI : 0)
  const dx = x - points[p]!
  const dz = z - points[p + 1]!
  const along = -Math.sin(heading) * dx - Math.cos(heading) * dz
  const aside = Math.cos(heading) * dx - Math.sin(heading) * dz
  // Beyond the ends of the stretch is beside it.
  const past = best === first ? Math.max(0, -along - spacing) : best === last ? Math.max(0, along - spacing) : 0
  if (Math.hypot(aside, past) > maxOffset) return -1
  return Math.max(0, start + best * spacing + Math.min(spacing, Math.max(-spacing, along)))
}
