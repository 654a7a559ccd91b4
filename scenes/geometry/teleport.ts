import type { Meters, Seconds } from '../../audio/units.ts'

/** The arc of a thrown light: how fast it leaves the hand, in meters per second. */
export const ARC_SPEED_M_PER_S = 7
export const ARC_GRAVITY_M_PER_S2 = 9.81
/** No landing beyond this distance along the floor. */
const MAX_TELEPORT_M: Meters = 9

/** How long light thrown at `ARC_SPEED` flies from a height until it meets the floor (y = 0); `dy` up, of length 1. */
export function computeFlightTime(height: Meters, dy: number): Seconds {
  const up = dy * ARC_SPEED_M_PER_S
  // height + up t - g t² / 2 = 0.
  return (up + Math.sqrt(up * up + 2 * ARC_GRAVITY_M_PER_S2 * Math.max(0, height))) / ARC_GRAVITY_M_PER_S2
}

/**
 * Where a teleport arc meets the floor.
 * @param o origin of the hand, `d` its pointing direction (length 1); both in the room.
 * @param out receives x, 0, z of the landing.
 * @returns whether one can land there.
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
