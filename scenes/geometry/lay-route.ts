import type { Meters, Radians } from '../../audio/units.ts'
import { createFloorLoop, type FloorLoop, measureEdgeDistance } from './floor-loop.ts'
import { wrapAngle } from './math.ts'
import type { PathRoute, RouteLeg, WalkingFloor } from './path-route.ts'

const STEP_M: Meters = 0.02
/** Radii of the bends of a lead-in: where there is room a wide one. */
const BEND_RADII_M: readonly Meters[] = [0.45, 0.37, 0.31, 0.25]
/** Points of the loop around the nearest one, among which the next step's nearest is. */
const SEARCH_POINTS = 8
const MAX_LEAD_M: Meters = 12
/** Nearer to the beginning of a song nothing lies behind. */
const MIN_BACK_M: Meters = 0.3
/** Feet steer towards a point of the loop this many offsets ahead, within limits. */
const LOOK_AHEAD_OFFSETS = 1.6
const MIN_LOOK_AHEAD_M: Meters = 0.14
const MAX_LOOK_AHEAD_M: Meters = 0.6
const MAX_LOOK_AHEAD_SHARE = 0.1
/** On the loop: this near to it, and this nearly along it. */
const JOIN_OFFSET_M: Meters = 0.012
const JOIN_ANGLE_RAD: Radians = 0.06
const JOIN_BLEND_POINTS = 30
/** Directions in which a lead-in may begin, at either side of the heading of the feet. */
const DIRECTION_STEP_RAD: Radians = Math.PI / 6
const MAX_DIRECTIONS = 5
/** The way back begins nearly opposite to the way onward. */
const MAX_BACK_DIRECTIONS = 3
/** Costs of a lead-in in meters: a radian aside at its beginning, a meter nearer to the edge than this, a meter less of radius. */
const WANTED_EDGE_M: Meters = 0.3
const TURN_COST = 1
/** Of a radian between the way back and the way onward: a corner under the feet. */
const BACK_TURN_COST = 4
const EDGE_COST = 40
const BEND_COST = 8
/** Shares of the loop that are shown, and the longest stretch that anyone needs. */
const BEHIND_SHARE = 0.24
const AHEAD_SHARE = 0.6
const MAX_BEHIND_M: Meters = 1.6
const MAX_AHEAD_M: Meters = 9

/** Lays a route for feet on a floor. @returns null for a floor too small to walk on. */
export function layRoute({ corners, x, z, heading, start }: WalkingFloor): PathRoute | null {
  const loop = createFloorLoop(corners)
  if (!loop) return null
  const joinIndex = findNearest(loop, x, z, 0, loop.points.length / 2)
  const lead: Lead = findLead(loop, corners, { x, z, heading }, MAX_DIRECTIONS, TURN_COST) ?? {
    points: [],
    direction: 1,
    joinIndex,
    cost: 0,
  }
  const turned = (lead.points[2] ?? heading) + Math.PI
  const back =
    start > MIN_BACK_M ? findLead(loop, corners, { x, z, heading: turned }, MAX_BACK_DIRECTIONS, BACK_TURN_COST) : null
  const length = (loop.points.length / 2) * loop.spacing
  return {
    onward: createLeg(lead, loop),
    back: back && createLeg(back, loop),
    spacing: loop.spacing,
    start,
    behind: Math.min(MAX_BEHIND_M, length * BEHIND_SHARE),
    ahead: Math.min(MAX_AHEAD_M, length * AHEAD_SHARE),
  }
}

type Lead = { points: number[]; direction: 1 | -1; joinIndex: number; cost: number }
type Feet = { x: Meters; z: Meters; heading: Radians }

/** The cheapest way onto the loop, which begins at most so many steps of direction aside. */
function findLead(
  loop: FloorLoop,
  corners: readonly number[],
  { x, z, heading }: Feet,
  directions: number,
  turnCost: number,
): Lead | null {
  let best: Lead | null = null
  // The straightest first: others are given up where they are longer.
  for (let k = 0; k <= 2 * directions; k++)
    for (const bendRadius of BEND_RADII_M)
      for (const direction of [1, -1] as const) {
        const aside = (k % 2 ? -1 : 1) * Math.ceil(k / 2) * DIRECTION_STEP_RAD
        const ownCost = Math.abs(aside) * turnCost + (BEND_RADII_M[0]! - bendRadius) * BEND_COST
        const limit = Math.min(MAX_LEAD_M, (best?.cost ?? Number.POSITIVE_INFINITY) - ownCost)
        const lead = steerOntoLoop(loop, corners, { x, z, heading: heading + aside }, bendRadius, direction, limit)
        if (!lead) continue
        lead.cost += ownCost
        if (!best || lead.cost < best.cost) best = lead
      }
  return best
}

/** Walks until the loop is reached, bending no more than by a radius (pure pursuit). @returns null if it is not within `limit`. */
function steerOntoLoop(
  loop: FloorLoop,
  corners: readonly number[],
  from: Feet,
  bendRadius: Meters,
  direction: 1 | -1,
  limit: Meters,
): Lead | null {
  const { points, spacing } = loop
  const count = points.length / 2
  let { x, z, heading } = from
  const maxLookAhead = Math.min(MAX_LOOK_AHEAD_M, count * spacing * MAX_LOOK_AHEAD_SHARE)
  const walked: number[] = []
  const startEdge = measureEdgeDistance(corners, x, z)
  let nearestEdge = startEdge
  let nearest = findNearest(loop, x, z, 0, count)
  for (let length = 0; length < limit; length += STEP_M) {
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

function createLeg({ points: lead, direction, joinIndex }: Lead, loop: FloorLoop): RouteLeg {
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
  return { points, loopStart }
}
