import type { Meters, Seconds } from '../../audio/units.ts'
import type { FormExtent } from './free-area.ts'

/** Head of a visitor at the start; the cloud keeps clear of it. */
const START_HEAD_POSITION: readonly [Meters, Meters, Meters] = [0, 1.6, 0]
const HEAD_CLEARANCE_M: Meters = 0.75
/** Above eye height, so that most of the cloud hangs free of the floor. */
const CLOUD_CENTER_HEIGHT_M: Meters = 1.9
const MIN_BOX_HEIGHT_M: Meters = 0.28

/** RMS radius of the cloud of `count` chunks: constant density between 1.3 m and 4.2 m. */
export const computeCloudRadius = (count: number): Meters => Math.min(4.2, Math.max(1.3, 0.31 * Math.cbrt(count)))

/** Edge of a chunk's cube: volume proportional to the duration, between 4.5 cm and 34 cm. */
export const computeCubeEdge = (duration: Seconds): Meters =>
  Math.min(0.34, Math.max(0.045, 0.132 * Math.cbrt(duration)))

/**
 * Places the embedding in the song's space, y up: scaled, lifted, above the floor, and clear of the visitor's head.
 * Both bends are smooth and fade with distance, so that far boxes are only scaled and lifted.
 * @param embedding 3 × N, centered, unit RMS radius.
 * @param out 3 × N meters; may be `embedding` itself.
 * @returns `out`.
 */
export function placeCloud(embedding: Float32Array, radius: Meters, out: Float32Array): Float32Array {
  const drop = CLOUD_CENTER_HEIGHT_M - MIN_BOX_HEIGHT_M
  for (let i = 0; i < embedding.length; i += 3) {
    let x = embedding[i]! * radius
    let y = embedding[i + 1]! * radius
    let z = embedding[i + 2]! * radius
    // Downward distances are compressed: infinity ends at MIN_BOX_HEIGHT_M; slope 1 at the center.
    y = y >= 0 ? CLOUD_CENTER_HEIGHT_M + y : MIN_BOX_HEIGHT_M + drop * Math.exp(y / drop)
    // A distance d from the head becomes (d³ + HEAD_CLEARANCE_M³)^(1/3): nearly d beyond twice the clearance.
    const dx = x - START_HEAD_POSITION[0]
    const dy = y - START_HEAD_POSITION[1]
    const dz = z - START_HEAD_POSITION[2]
    const distance = Math.hypot(dx, dy, dz)
    if (distance > 1e-6) {
      const factor = Math.cbrt(distance ** 3 + HEAD_CLEARANCE_M ** 3) / distance
      x = START_HEAD_POSITION[0] + dx * factor
      y = Math.max(MIN_BOX_HEIGHT_M, START_HEAD_POSITION[1] + dy * factor)
      z = START_HEAD_POSITION[2] + dz * factor
    } else {
      z = START_HEAD_POSITION[2] - HEAD_CLEARANCE_M
    }
    out[i] = x
    out[i + 1] = y
    out[i + 2] = z
  }
  return out
}

/** Where most boxes of a cloud that is still unknown will be. */
export const estimateFormExtent = (radius: Meters): FormExtent => ({
  radius: radius * 1.8,
  bottom: MIN_BOX_HEIGHT_M,
  top: CLOUD_CENTER_HEIGHT_M + radius * 1.5,
})

/**
 * Measures the cylinder around all boxes of a cloud.
 * @param positions 3 × N. @param edgeLength N.
 */
export function measureFormExtent(positions: Float32Array, edgeLength: Float32Array, out: FormExtent): void {
  out.radius = 0
  out.bottom = positions.length > 0 ? Number.POSITIVE_INFINITY : 0
  out.top = 0
  for (let i = 0; i < edgeLength.length; i++) {
    const halfEdge = edgeLength[i]! / 2
    out.radius = Math.max(out.radius, Math.hypot(positions[i * 3]!, positions[i * 3 + 2]!) + halfEdge * Math.SQRT2)
    out.bottom = Math.min(out.bottom, positions[i * 3 + 1]! - halfEdge)
    out.top = Math.max(out.top, positions[i * 3 + 1]! + halfEdge)
  }
}
