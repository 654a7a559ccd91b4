import type { Meters } from '../../audio/units.ts'

/** How a ray passes a point: so far along the ray (negative: behind its origin), at this squared distance. */
export type Passing = { along: Meters; missSquared: number }

export const createPassing = (): Passing => ({ along: 0, missSquared: 0 })

/**
 * Measures how a ray passes one of `points`.
 * @param points 3 × N.
 * @param ox ray origin, with oy and oz.
 * @param dx unit direction, with dy and dz.
 */
export function measurePassing(
  points: Float32Array,
  i: number,
  ox: number,
  oy: number,
  oz: number,
  dx: number,
  dy: number,
  dz: number,
  out: Passing,
): void {
  const x = points[i * 3]! - ox
  const y = points[i * 3 + 1]! - oy
  const z = points[i * 3 + 2]! - oz
  const along = x * dx + y * dy + z * dz
  out.along = along
  out.missSquared = Math.max(0, x * x + y * y + z * z - along * along)
}
