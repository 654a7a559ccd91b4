import type { Meters, Seconds } from '../../audio/units.ts'

/** Where the visitor's head is at the start; the cloud keeps clear of it. */
const START_HEAD_POSITION: readonly [Meters, Meters, Meters] = [0, 1.6, 0]
const HEAD_CLEARANCE_M: Meters = 0.75
/** The cloud's own middle is a little above the eyes, so that as much of it as possible hangs free of the floor. */
const CLOUD_CENTER_HEIGHT_M: Meters = 1.9
const MIN_BOX_HEIGHT_M: Meters = 0.28

/** RMS radius in meters of the cloud of N chunks: constant density within what is comfortable to stand in. */
export const computeCloudRadius = (count: number): Meters => Math.min(4.2, Math.max(1.3, 0.31 * Math.cbrt(count)))

/** Edge of the cube whose volume is proportional to the duration. */
export const computeCubeEdge = (duration: Seconds): Meters =>
  Math.min(0.34, Math.max(0.045, 0.132 * Math.cbrt(duration)))

/**
 * From the form (centered, unit RMS radius) to the room, y up: scaled, lifted, nothing below the floor,
 * nothing inside the visitor's head. Both bends are smooth and fade with distance: far from the floor and the head
 * the form is only scaled and lifted.
 * @param form 3 × N.
 * @param out 3 × N, may be the same array as `form`.
 */
export function placeCloud(form: Float32Array, radius: Meters, out: Float32Array): Float32Array {
  const drop = CLOUD_CENTER_HEIGHT_M - MIN_BOX_HEIGHT_M
  for (let i = 0; i < form.length; i += 3) {
    let x = form[i]! * radius
    let y = form[i + 1]! * radius
    let z = form[i + 2]! * radius
    // Downwards distances are compressed so that even an infinite one ends at LOWEST; slope 1 at the middle.
    y = y >= 0 ? CLOUD_CENTER_HEIGHT_M + y : MIN_BOX_HEIGHT_M + drop * Math.exp(y / drop)
    // Distances from the head grow as (d³ + c³)^(1/3): at least CLEARANCE, and nearly unchanged beyond twice that.
    const dx = x - START_HEAD_POSITION[0]
    const dy = y - START_HEAD_POSITION[1]
    const dz = z - START_HEAD_POSITION[2]
    const distance = Math.hypot(dx, dy, dz)
    if (distance > 1e-6) {
      const pushed = Math.cbrt(distance ** 3 + HEAD_CLEARANCE_M ** 3) / distance
      x = START_HEAD_POSITION[0] + dx * pushed
      y = Math.max(MIN_BOX_HEIGHT_M, START_HEAD_POSITION[1] + dy * pushed)
      z = START_HEAD_POSITION[2] + dz * pushed
    } else {
      z = START_HEAD_POSITION[2] - HEAD_CLEARANCE_M
    }
    out[i] = x
    out[i + 1] = y
    out[i + 2] = z
  }
  return out
}
