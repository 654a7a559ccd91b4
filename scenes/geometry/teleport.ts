import type { Meters, Seconds } from '../../audio/units.ts'

/** The arc of a thrown light: how fast it leaves the hand, in meters per second. */
export const ARC_SPEED = 7
export const ARC_GRAVITY = 9.81
/** No landing beyond this distance along the floor. */
const FARTHEST: Meters = 9

/** How long light thrown at `ARC_SPEED` flies from a height until it meets the floor (y = 0); `dy` up, of length 1. */
export function flightTime(height: Meters, dy: number): Seconds {
  const up = dy * ARC_SPEED
  // height + up t - g t² / 2 = 0.
  return (up + Math.sqrt(up * up + 2 * ARC_GRAVITY * Math.max(0, height))) / ARC_GRAVITY
}

/**
 * Where a teleport arc meets the floor.
 * @param o origin of the hand, `d` its pointing direction (length 1); both in the room.
 * @param out receives x, 0, z of the landing.
 * @returns whether one can land there.
 */
export function teleportLanding(
  ox: Meters,
  oy: Meters,
  oz: Meters,
  dx: number,
  dy: number,
  dz: number,
  out: { [axis: number]: number },
): boolean {
  const reach = flightTime(oy, dy) * ARC_SPEED
  out[0] = ox + dx * reach
  out[1] = 0
  out[2] = oz + dz * reach
  return oy > 0 && Math.hypot(dx, dz) * reach <= FARTHEST
}
