import type { Meters, Radians } from '../../audio/units.ts'
import { findRouteDistance, getRoutePoint, type PathRoute } from './path-route.ts'
import { findRowDistance, type PathRows, writeRowPoint } from './path-rows.ts'

/**
 * Middle line of the path in the song's space: it begins at x, z, and winds around, or lies in rows before, the point
 * x, z - startRadius, ahead of a visitor who looks along -z. `turnSpacing`: between neighboring turns or rows.
 */
export type PathCurve = PathRows & {
  layout: 'spiral' | 'line'
  x: Meters
  z: Meters
  /** Meters of path per second of song. */
  metersPerSecond: number
  /** Point of the floor below the middle of the cloud. */
  heartX: Meters
  heartZ: Meters
  /** On a real floor the path follows this route instead of its layout. */
  route: PathRoute | null
}

/** Stretch of the path that is on the floor, in meters from the path's beginning: all of it unless it is laid on a real floor. */
export type PathStretch = { from: Meters; to: Meters }

/**
 * Writes a point of the middle line.
 * @param distance along the path from its beginning.
 * @param out receives x, z and the heading (the yaw whose -z looks along the path).
 * @returns `out`.
 */
export function getPathPoint(curve: PathCurve, distance: Meters, out: Float64Array): Float64Array {
  const { layout, x, z, startRadius, turnSpacing } = curve
  if (curve.route) return getRoutePoint(curve.route, distance, out)
  if (layout === 'line') {
    writeRowPoint(curve, distance, out)
    out[0]! += x
    out[1]! += z - startRadius
    return out
  }
  // Archimedean spiral r = r0 - b θ, inward to the left. Its arc length is r0 θ - b θ² / 2 to 1 % while r is 7 b or more;
  // the approximation shifts boxes along the curve, never off it.
  const b = turnSpacing / (2 * Math.PI)
  const angle: Radians = (startRadius - Math.sqrt(Math.max(0, startRadius ** 2 - 2 * b * distance))) / b
  const radius = startRadius - b * angle
  const cos = Math.cos(angle)
  const sin = Math.sin(angle)
  out[0] = x - radius * sin
  out[1] = z - startRadius + radius * cos
  // Tangent of (x, z): (b sin θ - r cos θ, -b cos θ - r sin θ).
  const tangentX = b * sin - radius * cos
  const tangentZ = -b * cos - radius * sin
  out[2] = Math.atan2(-tangentX, -tangentZ)
  return out
}

/** From the heart to beyond the outer edge of a spiral; 0 for what has no such circle. */
export const getPathRadius = ({ layout, route, startRadius, turnSpacing }: PathCurve): Meters =>
  layout === 'spiral' && route === null ? startRadius + turnSpacing : 0

/** The first tile begins this far behind the path's beginning: it lies under the feet of who stands there. */
export const START_LENGTH_M: Meters = 0.25

/**
 * Inverse of `getPathPoint`: projects a point of the floor onto the path.
 * @param maxOffset largest distance from the middle line.
 * @param stretch of a route, which passes the same places again and again.
 * @returns distance along the path from its beginning, or -1 beside it. The path goes on beyond the song's end.
 */
export function findPathDistance(
  curve: PathCurve,
  x: Meters,
  z: Meters,
  maxOffset: Meters,
  stretch: PathStretch,
): Meters {
  const { layout, startRadius, turnSpacing, route } = curve
  if (route) return findRouteDistance(route, x, z, maxOffset, stretch.from, stretch.to)
  const fromX = x - curve.x
  const fromZ = z - curve.z + startRadius
  if (layout === 'line') {
    const distance = findRowDistance(curve, fromX, fromZ, maxOffset)
    return distance >= -START_LENGTH_M ? Math.max(0, distance) : -1
  }
  const b = turnSpacing / (2 * Math.PI)
  const radius = Math.hypot(fromX, fromZ)
  const angleInTurn = Math.atan2(-fromX, fromZ)
  const turn = Math.max(0, Math.round((startRadius - radius - b * angleInTurn) / turnSpacing))
  const angle = angleInTurn + 2 * Math.PI * turn
  if (Math.abs(startRadius - radius - b * angle) > maxOffset) return -1
  const distance = startRadius * angle - (b * angle ** 2) / 2
  return distance >= -START_LENGTH_M ? Math.max(0, distance) : -1
}
