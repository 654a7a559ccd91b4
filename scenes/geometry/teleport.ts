import type { Meters } from '../../audio/units.ts'

/** The arc of a thrown light: how fast it leaves the hand, in meters per second. */
const SPEED = 7
const GRAVITY = 9.81

/**
 * Where a teleport arc meets the floor (y = 0).
 * @param o origin of the hand, `d` its pointing direction (length 1); both world.
 * @param points receives 3 × count numbers along the arc up to the floor.
 * @param farthest no landing beyond this distance along the floor.
 * @returns whether it lands; the landing is the last point.
 */
export function teleportArc(
  ox: Meters,
  oy: Meters,
  oz: Meters,
  dx: number,
  dy: number,
  dz: number,
  count: number,
  points: Float32Array,
  farthest: Meters,
): boolean {
  const up = dy * SPEED
  // Height oy + up t - g t² / 2 = 0.
  const time = (up + Math.sqrt(up * up + 2 * GRAVITY * Math.max(0, oy))) / GRAVITY
  for (let k = 0; k < count; k++) {
    const t = (time * k) / (count - 1)
    points[k * 3] = ox + dx * SPEED * t
    points[k * 3 + 1] = Math.max(0, oy + up * t - (GRAVITY * t * t) / 2)
    points[k * 3 + 2] = oz + dz * SPEED * t
  }
  return oy > 0 && Math.hypot(dx, dz) * SPEED * time <= farthest
}
