import type { Meters } from '../../audio/units.ts'

/** The largest circle on the real floor that a visitor can walk on. */
export type FloorCircle = { x: Meters; z: Meters; radius: Meters }

/** Cells along the longer side of the first search, and how often the best one is looked at more closely. */
const GRID_CELLS = 24
const REFINEMENT_ROUNDS = 6

/**
 * The largest circle inside a polygon, by a grid that is refined around its best point: within a millimeter or so.
 * @param corners x, z of each corner, in order; need not be convex.
 * @returns null for fewer than three corners, or where nothing is inside.
 */
export function findLargestCircle(corners: ArrayLike<number>): FloorCircle | null {
  if (corners.length < 6) return null
  let [left, right, near, far] = [Infinity, -Infinity, Infinity, -Infinity]
  for (let k = 0; k < corners.length; k += 2) {
    left = Math.min(left, corners[k]!)
    right = Math.max(right, corners[k]!)
    near = Math.min(near, corners[k + 1]!)
    far = Math.max(far, corners[k + 1]!)
  }
  const best = { x: (left + right) / 2, z: (near + far) / 2, radius: 0 }
  best.radius = distanceToEdge(corners, best.x, best.z)
  let reach = Math.max(right - left, far - near) / 2
  let { x, z } = best
  for (let round = 0; round < REFINEMENT_ROUNDS; round++) {
    for (let i = 0; i <= GRID_CELLS; i++)
      for (let k = 0; k <= GRID_CELLS; k++) {
        const [px, pz] = [x + ((2 * i) / GRID_CELLS - 1) * reach, z + ((2 * k) / GRID_CELLS - 1) * reach]
        const radius = distanceToEdge(corners, px, pz)
        if (radius > best.radius + 1e-6) Object.assign(best, { x: px, z: pz, radius })
      }
    ;({ x, z } = best)
    reach *= 0.25
  }
  return best.radius > 0 ? best : null
}

/** How far a point lies from the polygon's edge; negative outside. */
function distanceToEdge(corners: ArrayLike<number>, x: Meters, z: Meters): Meters {
  let nearest = Number.POSITIVE_INFINITY
  let inside = false
  for (let k = 0, before = corners.length - 2; k < corners.length; before = k, k += 2) {
    const [ax, az] = [corners[before]!, corners[before + 1]!]
    const [bx, bz] = [corners[k]!, corners[k + 1]!]
    const [ex, ez] = [bx - ax, bz - az]
    const along = Math.min(1, Math.max(0, ((x - ax) * ex + (z - az) * ez) / Math.max(ex * ex + ez * ez, 1e-12)))
    nearest = Math.min(nearest, Math.hypot(x - ax - ex * along, z - az - ez * along))
    if (az > z !== bz > z && x < ax + ((z - az) / (bz - az)) * ex) inside = !inside
  }
  return inside ? nearest : -nearest
}
