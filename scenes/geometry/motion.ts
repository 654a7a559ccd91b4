import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { moveTowards } from './math.ts'

/** Deflection of a thumbstick (0 to 1) below which it counts as released. */
const DEAD_ZONE = 0.18
/** Deflection that counts as full: worn sticks never reach 1. */
const STICK_SATURATION = 0.95

/**
 * Factor for both axes of a thumbstick: radial dead zone, then linear from 0 to 1 in every direction.
 * @param x -1 to 1, like y.
 */
export function computeDeadZoneScale(x: number, y: number): number {
  const deflection = Math.hypot(x, y)
  if (deflection <= DEAD_ZONE) return 0
  return Math.min(1, (deflection - DEAD_ZONE) / (STICK_SATURATION - DEAD_ZONE)) / deflection
}

/**
 * Heading of a head: the yaw whose -z lies ahead of it. Also exact straight up or down, where the top of the head
 * points along the heading.
 * @param forward unit vector, 3 numbers.
 * @param up unit vector out of the top of the head, 3 numbers.
 */
export function getHeading(forward: ArrayLike<number>, up: ArrayLike<number>): Radians {
  const tilt = forward[1]!
  return Math.atan2(up[0]! * tilt - forward[0]!, up[2]! * tilt - forward[2]!)
}

/**
 * Speed of a gentle arrival: at most `maxSpeed`, low enough to stop with `deceleration`, proportional at the end.
 * @param maxSpeed meters per second.
 * @param deceleration meters per second².
 * @param rate share of the distance per second, on the last stretch.
 * @returns meters per second.
 */
export const computeArrivalSpeed = (distance: Meters, maxSpeed: number, deceleration: number, rate: number): number =>
  Math.min(maxSpeed, rate * distance, Math.sqrt(2 * deceleration * distance))

/** Time of the vignette from open to closed, and back. */
const NARROWING_TIME_S: Seconds = 0.2
const WIDENING_TIME_S: Seconds = 0.6

/**
 * Strength of the vignette one frame later: 0 open, 1 fully narrowed.
 * @param motion 0 to 1: how strongly the visitor is moved.
 */
export function stepVignette(vignette: number, motion: number, dt: Seconds): number {
  return moveTowards(vignette, motion, dt / (motion > vignette ? NARROWING_TIME_S : WIDENING_TIME_S))
}

/** Eye height of a standing visitor, where nothing measures it. */
export const EYE_HEIGHT_M: Meters = 1.6
/** A head below this height is taken for a seated one. */
const MAX_SITTING_HEIGHT_M: Meters = 1.35

/**
 * Correction that lifts the eyes of a seated visitor to standing height.
 * @param headHeight above the real floor.
 * @param seated preference; without it only a head at sitting height is lifted.
 */
export const computeEyeLift = (headHeight: Meters, seated: boolean): Meters =>
  seated || headHeight < MAX_SITTING_HEIGHT_M ? Math.max(0, EYE_HEIGHT_M - headHeight) : 0
