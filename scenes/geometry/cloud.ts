import type { Meters, Seconds } from '../../audio/units.ts'
import type { PathCurve } from './path-curve.ts'

/** Head of a visitor at the start; the cloud keeps clear of it. */
const START_HEAD_POSITION: readonly [Meters, Meters, Meters] = [0, 1.6, 0]
const HEAD_CLEARANCE_M: Meters = 0.75
/** Above eye height, so that most of the cloud hangs free of the floor. */
export const CLOUD_CENTER_HEIGHT_M: Meters = 1.9
const MIN_EDGE_M: Meters = 0.045
const MAX_EDGE_M: Meters = 0.34
const EDGE_OF_ONE_SECOND_M: Meters = 0.132
/** A box of a long chunk is large, not a wall. */
const MAX_EDGE_MEDIANS = 4
const MIN_BOX_HEIGHT_M: Meters = 0.28

/** RMS radius of the cloud of `count` chunks: constant density between 1.3 m and 4.2 m. */
export const computeCloudRadius = (count: number): Meters => Math.min(4.2, Math.max(1.3, 0.31 * Math.cbrt(count)))

/** Edges of the chunks' cubes: volume proportional to duration, from 4.5 cm to 34 cm and to four times the median. */
export function computeCubeEdges(chunks: readonly { start: Seconds; end: Seconds }[]): Float32Array {
  const edges = Float32Array.from(chunks, ({ start, end }) =>
    Math.min(MAX_EDGE_M, Math.max(MIN_EDGE_M, EDGE_OF_ONE_SECOND_M * Math.cbrt(end - start))),
  )
  const median = edges.toSorted()[edges.length >> 1] ?? MAX_EDGE_M
  const largest = median * MAX_EDGE_MEDIANS
  for (let i = 0; i < edges.length; i++) edges[i] = Math.min(largest, edges[i]!)
  return edges
}

/**
 * Places the embedding in the song's space, y up: scaled, lifted, above the floor, and clear of the visitor's head.
 * Both bends are smooth and fade with distance, so that far boxes are only scaled and lifted.
 * @param embedding 3 × N, centered, unit RMS radius.
 * @param out 3 × N meters; may be `embedding` itself.
 * @param heart where the middle of the cloud stands.
 * @returns `out`.
 */
export function placeCloud(
  embedding: Float32Array,
  radius: Meters,
  out: Float32Array,
  { heartX, heartZ }: Pick<PathCurve, 'heartX' | 'heartZ'>,
): Float32Array {
  const drop = CLOUD_CENTER_HEIGHT_M - MIN_BOX_HEIGHT_M
  for (let i = 0; i < embedding.length; i += 3) {
    let x = heartX + embedding[i]! * radius
    let y = embedding[i + 1]! * radius
    let z = heartZ + embedding[i + 2]! * radius
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
