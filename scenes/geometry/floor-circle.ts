import type { Meters } from '../../audio/units.ts'

/** Largest circle on the real floor that a visitor can walk on. */
export type FloorCircle = { x: Meters; z: Meters; radius: Meters }

/** Cells per side of the search grid, and how often it is refined around the best point. */
const GRID_CELLS = 24
const REFINEMENT_ROUNDS = 6

/**
 * Finds the largest circle inside a polygon by a grid that is refined around its best point, to about a millimeter.
 * @param corners x, z of each corner, in order; need not be convex.
 * @returns null for fewer than three corners, or a polygon without inside.
 */
export function findLargestCircle(corners: ArrayLike<number>): FloorCircle | null {
  if (corners.length < 6) return null
  let minX = Infinity
  let maxX = -Infinity
  let minZ = Infinity
  let maxZ = -Infinity
  for (let k = 0; k < corners.length; k += 2) {
    minX = Math.min(minX, corners[k]!)
    maxX = Math.max(maxX, corners[k]!)
    minZ = Math.min(minZ, corners[k + 1]!)
    maxZ = Math.max(maxZ, corners[k + 1]!)
  }
  const best = { x: (minX + maxX) / 2, z: (minZ + maxZ) / 2, radius: 0 }
  best.radius = distanceToEdge(corners, best.x, best.z)
  let halfSide = Math.max(maxX - minX, maxZ - minZ) / 2
  for (let round = 0; round < REFINEMENT_ROUNDS; round++) {
    const { x: centerX, z: centerZ } = best
    for (let i = 0; i <= GRID_CELLS; i++)
      for (let k = 0; k <= GRID_CELLS; k++) {
        const x = centerX + ((2 * i) / GRID_CELLS - 1) * halfSide
        const z = centerZ + ((2 * k) / GRID_CELLS - 1) * halfSide
        const radius = distanceToEdge(corners, x, z)
        if (radius > best.radius + 1e-6) Object.assign(best, { x, z, radius })
      }
    halfSide *= 0.25
  }
  return best.radius > 0 ? best : null
}

/** Distance from a point to the polygon's edge; negative outside. */
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
