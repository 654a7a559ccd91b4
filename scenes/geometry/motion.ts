import type { Meters, Radians, Seconds } from '../../audio/units.ts'
import { moveTowards } from './math.ts'

/** A stick rests within this share of its way, and is fully pushed before its end: worn ones never reach it. */
const DEAD_ZONE = 0.18
const STICK_SATURATION = 0.95

/**
 * What a stick's axes are to be multiplied with, so that it rests around its middle, starts softly beyond, and reaches
 * 1 in every direction: a dead zone around the middle, not along the axes.
 */
export function computeDeadZoneScale(x: number, y: number): number {
  const push = Math.hypot(x, y)
  return push <= DEAD_ZONE ? 0 : Math.min(1, (push - DEAD_ZONE) / (STICK_SATURATION - DEAD_ZONE)) / push
}

/**
 * Where a head looks, seen from above: the yaw whose -z is ahead. As good looking straight up or down, where the top of
 * the head tells it.
 * @param forward unit vector out of the eyes, `up` out of the top of the head.
 */
export function getHeading(forward: ArrayLike<number>, up: ArrayLike<number>): Radians {
  const tilt = forward[1]!
  return Math.atan2(up[0]! * tilt - forward[0]!, up[2]! * tilt - forward[2]!)
}

/**
 * How fast to go so as to arrive gently: no faster than `fastest`, slowing down early enough to stop with `braking`,
 * and ever slower on the last stretch.
 * @returns meters per second.
 */
export const computeArrivalSpeed = (distance: Meters, fastest: number, braking: number, rate: number): number =>
  Math.min(fastest, rate * distance, Math.sqrt(2 * braking * distance))

/** How quickly the view narrows and widens again. */
const NARROWING_TIME_S: Seconds = 0.2
const WIDENING_TIME_S: Seconds = 0.6

/** The vignette after `dt`: 0 open, 1 as narrow as asked for; `moved` is how strongly one is being moved, 0-1. */
export function stepVignette(now: number, moved: number, dt: Seconds): number {
  return moveTowards(now, moved, dt / (moved > now ? NARROWING_TIME_S : WIDENING_TIME_S))
}

/** Standing eyes, where the headset gives no other reason. */
export const EYE_HEIGHT_M: Meters = 1.6
/** A head lower than this belongs to somebody who sits. */
const MAX_SITTING_HEIGHT_M: Meters = 1.35

/**
 * How far eyes are lifted.
 * @param head above the real floor.
 * @param seated the visitor says so; else only a head as low as a sitting one is lifted.
 */
export const computeEyeLift = (head: Meters, seated: boolean): Meters =>
  seated || head < MAX_SITTING_HEIGHT_M ? Math.max(0, EYE_HEIGHT_M - head) : 0
