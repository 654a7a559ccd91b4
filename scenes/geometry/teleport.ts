import type { Meters, Radians, Seconds } from '../../audio/units.ts'

/** Initial speed of the teleport arc: level from a standing hand it ends 4.7 m away, and rising slightly it passes the limit. */
export const ARC_SPEED_M_PER_S = 9.5
const ARC_GRAVITY_M_PER_S2 = 9.81
/** Farther than this from the visitor along the floor is too far. */
export const MAX_TELEPORT_M: Meters = 8
/** Sine of 45 degrees: who points higher than that means no place. */
const MAX_ARC_SINE = Math.SQRT1_2

type FloorPoint = { x: Meters; z: Meters }

/**
 * Time of flight of the arc from `height` until it meets the floor (y = 0).
 * @param dy upward component of the unit direction.
 */
export function computeFlightTime(height: Meters, dy: number): Seconds {
  const up = dy * ARC_SPEED_M_PER_S
  // height + up t - g t² / 2 = 0.
  return (up + Math.sqrt(up * up + 2 * ARC_GRAVITY_M_PER_S2 * Math.max(0, height))) / ARC_GRAVITY_M_PER_S2
}

/**
 * Finds where a teleport arc meets the floor.
 * @param ox origin of the hand in the room, with oy and oz.
 * @param dx unit vector the hand points along, with dy and dz.
 * @param out receives x and z.
 * @returns whether it means the floor: from above it, and not up into the air.
 */
export function findArcLanding(
  ox: Meters,
  oy: Meters,
  oz: Meters,
  dx: number,
  dy: number,
  dz: number,
  out: FloorPoint,
): boolean {
  const reach = computeFlightTime(oy, dy) * ARC_SPEED_M_PER_S
  out.x = ox + dx * reach
  out.z = oz + dz * reach
  return oy > 0 && dy < MAX_ARC_SINE
}

/** Finds where a straight ray meets the floor: what a hand points at. @returns whether it leads down to it */
export function findRayLanding(
  ox: Meters,
  oy: Meters,
  oz: Meters,
  dx: number,
  dy: number,
  dz: number,
  out: FloorPoint,
): boolean {
  const reach = oy / Math.max(1e-6, -dy)
  out.x = ox + dx * reach
  out.z = oz + dz * reach
  return oy > 0 && dy < 0
}

/** Sine of the angle below the horizon from which on a hand points at the floor; */
export const MAX_FLOOR_AIM_SINE = -0.15
/** from which on the floor is meant rather than a box that is farther away than this from the hand. */
const MAX_LOW_AIM_SINE = -0.26
const NEAR_BOX_M: Meters = 0.5

/**
 * Whether a pinch means the floor and not the box that the ray meets: it meets a tile of the path, or leads down past
 * what hangs before the hand.
 * @param dy upward component of the ray's unit direction.
 * @param boxDistance from the hand to the box that is met; Infinity: its tile is met.
 */
export const meansFloor = (dy: number, boxDistance: Meters): boolean =>
  boxDistance === Number.POSITIVE_INFINITY || (dy < MAX_LOW_AIM_SINE && boxDistance > NEAR_BOX_M)

/** Brings a landing that is too far from `x`, `z` back to the limit. @returns whether it was too far */
export function limitLanding(x: Meters, z: Meters, landing: FloorPoint): boolean {
  const dx = landing.x - x
  const dz = landing.z - z
  const distance = Math.hypot(dx, dz)
  if (distance <= MAX_TELEPORT_M) return false
  landing.x = x + (dx * MAX_TELEPORT_M) / distance
  landing.z = z + (dz * MAX_TELEPORT_M) / distance
  return true
}

/** A stick pushed this nearly straight forward means straight ahead. */
const STRAIGHT_RAD: Radians = Math.PI / 12
/** Horizontal part of a unit direction, below which it has no heading: straight down. */
const MIN_LEVEL_SHARE = 0.15

/**
 * Heading after a landing: where the stick points, seen along the arc.
 * @param dx horizontal part of the arc's direction, with dz.
 * @param ahead heading of the visitor, for an arc that leads straight down.
 * @param aside angle of the stick to the right of forward.
 */
export function computeLandingHeading(dx: number, dz: number, ahead: Radians, aside: Radians): Radians {
  const along = Math.hypot(dx, dz) < MIN_LEVEL_SHARE ? ahead : Math.atan2(-dx, -dz)
  return Math.abs(aside) < STRAIGHT_RAD ? along : along - aside
}
