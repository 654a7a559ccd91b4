import type { Meters, Radians } from '../../audio/units.ts'
import { createFloorLoop, type FloorLoop, measureEdgeDistance } from './floor-loop.ts'
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

/**
 * A way on a real floor: from the feet onto the longest loop around the floor, and around it again and again. Only a
 * stretch of it that is shorter than the loop is shown at a time, so that it never lies on itself.
 */
export type PathRoute = {
  /** 3 × N: x, z and heading, `spacing` apart. */
  points: Float64Array
  spacing: Meters
  /** From this point on the points are the loop. */
  loopStart: number
  /** Distance along the path at the first point. */
  start: Meters
  /** Shown behind the feet and ahead of them. */
  behind: Meters
  ahead: Meters
}

const STEP_M: Meters = 0.02
/** Radii of the bends of a lead-in: where there is room the widest. */
const BEND_RADII_M: readonly Meters[] = [0.5, 0.35, 0.24]
/** Points of the loop around the nearest one, among which the next step's nearest is. */
const SEARCH_POINTS = 8
const MAX_LEAD_M: Meters = 12
/** Feet steer towards a point of the loop this many offsets ahead, within limits. */
const LOOK_AHEAD_OFFSETS = 1.6
const MIN_LOOK_AHEAD_M: Meters = 0.14
const MAX_LOOK_AHEAD_M: Meters = 0.6
const MAX_LOOK_AHEAD_SHARE = 0.1
/** On the loop: this near to it, and this nearly along it. */
const JOIN_OFFSET_M: Meters = 0.012
const JOIN_ANGLE_RAD: Radians = 0.06
const JOIN_BLEND_POINTS = 30
/** Directions in which a lead-in may begin, tried from the heading of the feet outward. */
const START_DIRECTIONS = 12
/** Costs of a lead-in in meters: a radian aside at its beginning, a meter nearer to the edge than this, a meter less of radius. */
const WANTED_EDGE_M: Meters = 0.3
const TURN_COST = 1
const EDGE_COST = 40
const BEND_COST = 2
/** Shares of the loop that are shown, and the longest stretch that anyone needs. */
const BEHIND_SHARE = 0.24
const AHEAD_SHARE = 0.6
const MAX_BEHIND_M: Meters = 1.6
const MAX_AHEAD_M: Meters = 9

/** Lays a route for feet on a floor. @returns null for a floor too small to walk on. */
export function createPathRoute({ corners, x, z, heading, start }: WalkingFloor): PathRoute | null {
  const loop = createFloorLoop(corners)
  if (!loop) return null
  let best: Lead = {
    points: [],
    direction: 1,
    joinIndex: findNearest(loop, x, z, 0, loop.points.length / 2),
    cost: 1e9,
  }
  for (let k = -START_DIRECTIONS / 2; k < START_DIRECTIONS / 2; k++)
    for (const bendRadius of BEND_RADII_M)
      for (const direction of [1, -1] as const) {
        const aside = (k / START_DIRECTIONS) * 2 * Math.PI
        const lead = steerOntoLoop(loop, corners, { x, z, heading: heading + aside }, bendRadius, direction)
        if (!lead) continue
        lead.cost += Math.abs(aside) * TURN_COST + (BEND_RADII_M[0]! - bendRadius) * BEND_COST
        if (lead.cost < best.cost) best = lead
      }
  return joinRoute(best, loop, start)
}

type Lead = { points: number[]; direction: 1 | -1; joinIndex: number; cost: number }

/** Walks until the loop is reached, bending no more than by a radius (pure pursuit). @returns null if it does not get there. */
function steerOntoLoop(
  loop: FloorLoop,
  corners: readonly number[],
  from: { x: Meters; z: Meters; heading: Radians },
  bendRadius: Meters,
  direction: 1 | -1,
): Lead | null {
  const { points, spacing } = loop
  const count = points.length / 2
  let { x, z, heading } = from
  const maxLookAhead = Math.min(MAX_LOOK_AHEAD_M, count * spacing * MAX_LOOK_AHEAD_SHARE)
  const walked: number[] = []
  const startEdge = measureEdgeDistance(corners, x, z)
  let nearestEdge = startEdge
  let nearest = findNearest(loop, x, z, 0, count)
  for (let length = 0; length < MAX_LEAD_M; length += STEP_M) {
    nearest = findNearest(loop, x, z, nearest - SEARCH_POINTS, nearest + SEARCH_POINTS)
    const offset = Math.hypot(points[nearest * 2]! - x, points[nearest * 2 + 1]! - z)
    const along = getLoopHeading(points, nearest, direction)
    nearestEdge = Math.min(nearestEdge, measureEdgeDistance(corners, x, z))
    if (offset < JOIN_OFFSET_M && Math.abs(wrapAngle(along - heading)) < JOIN_ANGLE_RAD) {
      const edgeCost = Math.max(0, Math.min(WANTED_EDGE_M, startEdge) - nearestEdge) * EDGE_COST
      return { points: walked, direction, joinIndex: nearest, cost: length + edgeCost }
    }
    walked.push(x, z, heading)
    const lookAhead = Math.min(maxLookAhead, Math.max(MIN_LOOK_AHEAD_M, offset * LOOK_AHEAD_OFFSETS))
    const target = wrapIndex(nearest + direction * Math.round(lookAhead / spacing), count)
    const wanted = Math.atan2(x - points[target * 2]!, z - points[target * 2 + 1]!)
    const maxTurn = STEP_M / bendRadius
    heading += Math.min(maxTurn, Math.max(-maxTurn, wrapAngle(wanted - heading)))
    x -= Math.sin(heading) * STEP_M
    z -= Math.cos(heading) * STEP_M
  }
  return null
}

/** The point of the loop nearest to x, z, among those from `first` to before `end`, which may lie beyond its ends. */
function findNearest({ points }: FloorLoop, x: Meters, z: Meters, first: number, end: number): number {
  const count = points.length / 2
  let nearest = 0
  let smallest = Number.POSITIVE_INFINITY
  for (let k = first; k < end; k++) {
    const index = wrapIndex(k, count)
    const distance = Math.hypot(points[index * 2]! - x, points[index * 2 + 1]! - z)
    if (distance < smallest) [nearest, smallest] = [index, distance]
  }
  return nearest
}

const wrapIndex = (index: number, count: number): number => ((index % count) + count) % count

function getLoopHeading(points: Float64Array, index: number, direction: 1 | -1): Radians {
  const count = points.length / 2
  const from = wrapIndex(index - direction, count) * 2
  const to = wrapIndex(index + direction, count) * 2
  return Math.atan2(points[from]! - points[to]!, points[from + 1]! - points[to + 1]!)
}

function joinRoute({ points: lead, direction, joinIndex }: Lead, loop: FloorLoop, start: Meters): PathRoute {
  const count = loop.points.length / 2
  const loopStart = lead.length / 3
  const points = new Float64Array((loopStart + count) * 3)
  points.set(lead)
  for (let k = 0; k < count; k++) {
    const index = wrapIndex(joinIndex + direction * k, count)
    const heading = getLoopHeading(loop.points, index, direction)
    points.set([loop.points[index * 2]!, loop.points[index * 2 + 1]!, heading], (loopStart + k) * 3)
  }
  // The last points of the lead-in move over, so that it ends exactly where the loop begins.
  if (loopStart > 0) {
    const last = (loopStart - 1) * 3
    const first = loopStart * 3
    const dx = points[first]! + Math.sin(points[first + 2]!) * STEP_M - points[last]!
    const dz = points[first + 1]! + Math.cos(points[first + 2]!) * STEP_M - points[last + 1]!
    const blended = Math.min(JOIN_BLEND_POINTS, loopStart)
    for (let k = 1; k < blended; k++) {
      const share = k / (blended - 1)
      const at = (loopStart - blended + k) * 3
      points[at]! += dx * share
      points[at + 1]! += dz * share
    }
  }
  const length = count * loop.spacing
  return {
    points,
    spacing: loop.spacing,
    loopStart,
    start,
    behind: Math.min(MAX_BEHIND_M, length * BEHIND_SHARE),
    ahead: Math.min(MAX_AHEAD_M, length * AHEAD_SHARE),
  }
}

/** Before its start a route goes straight back, under the feet; everything earlier is at this distance. */
const BACK_M: Meters = 0.25

/** Writes x, z and heading at a distance along the path. */
export function getRoutePoint(route: PathRoute, distance: Meters, out: Float64Array): Float64Array {
  const { points, spacing, start } = route
  const place = (distance - start) / spacing
  const index = Math.max(0, Math.floor(place))
  const from = getPointIndex(route, index) * 3
  const to = getPointIndex(route, index + 1) * 3
  const share = Math.min(1, Math.max(0, place - index))
  const before = Math.max(-BACK_M, Math.min(0, place) * spacing)
  const heading = points[from + 2]!
  out[0] = points[from]! + (points[to]! - points[from]!) * share - Math.sin(heading) * before
  out[1] = points[from + 1]! + (points[to + 1]! - points[from + 1]!) * share - Math.cos(heading) * before
  out[2] = heading + wrapAngle(points[to + 2]! - heading) * share
  return out
}

const getPointIndex = ({ points, loopStart }: PathRoute, index: number): number =>
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
  const { points, spacing, start } = route
  const first = Math.max(0, Math.ceil((from - start) / spacing))
  const last = Math.max(0, Math.floor((to - start) / spacing))
  let best = -1
  let nearest = Number.POSITIVE_INFINITY
  for (let index = first; index <= last; index++) {
    const p = getPointIndex(route, index) * 3
    const dx = x - points[p]!
    const dz = z - points[p + 1]!
    const squared = dx * dx + dz * dz
    if (squared >= nearest) continue
    best = index
    nearest = squared
  }
  if (best < 0) return -1
  const p = getPointIndex(route, best) * 3
  const heading = points[p + 2]!
  const dx = x - points[p]!
  const dz = z - points[p + 1]!
  const along = -Math.sin(heading) * dx - Math.cos(heading) * dz
  const aside = Math.cos(heading) * dx - Math.sin(heading) * dz
  // Beyond the ends of the stretch is beside it.
  const past = best === first ? Math.max(0, -along - spacing) : best === last ? Math.max(0, along - spacing) : 0
  if (Math.hypot(aside, past) > maxOffset) return -1
  return Math.max(0, start + best * spacing + Math.min(spacing, Math.max(-spacing, along)))
}
