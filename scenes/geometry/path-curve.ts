import type { Meters, Radians } from '../../audio/units.ts'

/** Where the path runs, in the song's space: it begins at x, z and leads away along -z, the way a headset looks. */
export type PathCurve = {
  layout: 'spiral' | 'line'
  x: Meters
  z: Meters
  /** Of the spiral: its radius where it begins, and how much farther out each turn lies. Its middle is at x + first. */
  startRadius: Meters
  turnSpacing: Meters
  /** Meters of path per second of song. */
  metersPerSecond: number
}

/**
 * A point on the path's middle line.
 * @param distance meters from the path's beginning.
 * @param out receives x, z and the heading (yaw whose -z looks along the path).
 */
export function getPathPoint(course: PathCurve, distance: Meters, out: Float64Array): Float64Array {
  const { layout, x, z, startRadius: first, turnSpacing: winding } = course
  if (layout === 'line') {
    out[0] = x
    out[1] = z - distance
    out[2] = 0
    return out
  }
  // Archimedean spiral: r = r0 + b θ. Its arc length is well within 1 % of r0 θ + b θ² / 2 beyond the first turn,
  // and the approximation only shifts boxes along the curve, never off it.
  const b = winding / (2 * Math.PI)
  const angle = (Math.sqrt(first ** 2 + 2 * b * distance) - first) / b
  const radius = first + b * angle
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  out[0] = x + first - radius * cos
  out[1] = z - radius * sin
  // Tangent of (x, z): (-b cos θ + r sin θ, -b sin θ - r cos θ).
  const tangentX = -b * cos + radius * sin
  const tangentZ = -b * sin - radius * cos
  out[2] = Math.atan2(-tangentX, -tangentZ) as Radians
  return out
}

/** Feet count as on the path a little before it begins. */
const START_MARGIN_M: Meters = 0.05

/**
 * The inverse of `pathPoint`: how far along the path a point of the floor lies.
 * @param aside the point may be so far from the middle line.
 * @returns meters from the path's beginning, or -1 beside it. The path goes on beyond the song's end.
 */
export function findPathDistance(course: PathCurve, x: Meters, z: Meters, aside: Meters): Meters {
  const { layout, startRadius: first, turnSpacing: winding } = course
  const dx = course.x + first - x
  const dz = course.z - z
  if (layout === 'line') return Math.abs(course.x - x) <= aside && dz >= -START_MARGIN_M ? Math.max(0, dz) : -1
  const b = winding / (2 * Math.PI)
  const radius = Math.hypot(dx, dz)
  const within = Math.atan2(dz, dx)
  const turn = Math.max(0, Math.round((radius - first - b * within) / winding))
  const angle = within + 2 * Math.PI * turn
  if (Math.abs(radius - first - b * angle) > aside) return -1
  const distance = first * angle + (b * angle ** 2) / 2
  return distance >= -START_MARGIN_M ? Math.max(0, distance) : -1
}
