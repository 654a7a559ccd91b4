import type { Meters, Seconds } from '../../audio/units.ts'

/** Initial speed of the teleport arc. */
export const ARC_SPEED_M_PER_S = 7
export const ARC_GRAVITY_M_PER_S2 = 9.81
/** Largest distance of a landing along the floor. */
const MAX_TELEPORT_M: Meters = 9

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
 * @param out receives x, 0, z of the landing.
 * @returns whether the landing is near enough and the hand above the floor.
 */
export function findTeleportLanding(
  ox: Meters,
  oy: Meters,
  oz: Meters,
  dx: number,
  dy: number,
  dz: number,
  out: { [axis: number]: number },
): boolean {
  const reach = computeFlightTime(oy, dy) * ARC_SPEED_M_PER_S
  out[0] = ox + dx * reach
  out[1] = 0
  out[2] = oz + dz * reach
  return oy > 0 && Math.hypot(dx, dz) * reach <= MAX_TELEPORT_M
}
