import type { Meters, Seconds } from '../../audio/units.ts'
import { fitEdges } from './fit-edges.ts'
import { EYE_HEIGHT_M } from './motion.ts'
import type { PathCurve } from './path-curve.ts'
import { reachOut } from './reach-out.ts'
import { separateBoxes } from './separate-boxes.ts'

type CloudCurve = Pick<PathCurve, 'x' | 'z' | 'heartX' | 'heartZ'>

/** The cloud keeps clear of the head of a visitor at the beginning of the path. */
const HEAD_CLEARANCE_M: Meters = 0.75
/** Above eye height, so that most of the cloud hangs free of the floor. */
export const CLOUD_CENTER_HEIGHT_M: Meters = 1.75
const MIN_EDGE_M: Meters = 0.042
const MAX_EDGE_M: Meters = 0.31
const EDGE_OF_ONE_SECOND_M: Meters = 0.122
/** A box of a long chunk is large, not a wall. */
const MAX_EDGE_MEDIANS = 4
/** The underside of the cloud: its lower half hangs between hips and eyes, where hands are. */
const MIN_BOX_HEIGHT_M: Meters = 0.5

const RADIUS_OF_ONE_CHUNK_M: Meters = 0.31
const MAX_RADIUS_M: Meters = 4.2

/** RMS radius of the cloud of `count` chunks: constant density between 1.3 m and 4.2 m. */
export const computeCloudRadius = (count: number): Meters =>
  Math.min(MAX_RADIUS_M, Math.max(1.3, RADIUS_OF_ONE_CHUNK_M * Math.cbrt(count)))

/**
 * Edges of the chunks' cubes: volume proportional to duration, from 4.2 cm to 31 cm and to four times the median. More chunks
 * than the largest cloud has room for are smaller.
 */
export function computeCubeEdges(chunks: readonly { start: Seconds; end: Seconds }[]): Float32Array {
  const scale = Math.min(1, MAX_RADIUS_M / (RADIUS_OF_ONE_CHUNK_M * Math.cbrt(chunks.length)))
  const edges = Float32Array.from(
    chunks,
    ({ start, end }) =>
      scale * Math.min(MAX_EDGE_M, Math.max(MIN_EDGE_M, EDGE_OF_ONE_SECOND_M * Math.cbrt(end - start))),
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
 * @param curve where the path begins, and where the middle of the cloud stands.
 * @returns `out`.
 */
export function placeCloud(
  embedding: Float32Array,
  radius: Meters,
  out: Float32Array,
  { x: startX, z: startZ, heartX, heartZ }: CloudCurve,
): Float32Array {
  const drop = CLOUD_CENTER_HEIGHT_M - MIN_BOX_HEIGHT_M
  for (let i = 0; i < embedding.length; i += 3) {
    let x = heartX + embedding[i]! * radius
    let y = embedding[i + 1]! * radius
    let z = heartZ + embedding[i + 2]! * radius
    // Downward distances are compressed: infinity ends at MIN_BOX_HEIGHT_M; slope 1 at the center.
    y = y >= 0 ? CLOUD_CENTER_HEIGHT_M + y : MIN_BOX_HEIGHT_M + drop / (1 - y / drop)
    // A distance d from the head becomes (d³ + HEAD_CLEARANCE_M³)^(1/3): nearly d beyond twice the clearance.
    const dx = x - startX
    const dy = y - EYE_HEIGHT_M
    const dz = z - startZ
    const distance = Math.hypot(dx, dy, dz)
    if (distance > 1e-6) {
      const factor = Math.cbrt(distance ** 3 + HEAD_CLEARANCE_M ** 3) / distance
      x = startX + dx * factor
      y = Math.max(MIN_BOX_HEIGHT_M, EYE_HEIGHT_M + dy * factor)
      z = startZ + dz * factor
    } else {
      z = startZ - HEAD_CLEARANCE_M
    }
    out[i] = x
    out[i + 1] = y
    out[i + 2] = z
  }
  return out
}

/**
 * Lays a finished form: placed as `placeCloud` does, its boxes made to fit where they are crowded, and moved apart where that
 * is not enough.
 * @param edges of the cubes, N.
 * @param reaches boxes come to meet a visitor in a headset at the beginning of the path.
 * @returns 3 × N, and the edges that they have there.
 */
export function layCloud(
  embedding: Float32Array,
  radius: Meters,
  edges: Float32Array,
  curve: CloudCurve,
  reaches: boolean,
): { positions: Float32Array; edges: Float32Array } {
  const positions = placeCloud(embedding, radius, new Float32Array(embedding.length), curve)
  if (reaches) reachOut(positions, edges, curve)
  const fitted = fitEdges(positions, edges)
  separateBoxes(positions, fitted)
  return { positions, edges: fitted }
}
