import type { Meters } from '../../audio/units.ts'
import type { PathCurve } from './path-curve.ts'

/** So many boxes hang within reach of a visitor who takes a step; as many more lead from there to the form. */
const BOXES_IN_REACH = 14
/** Those in reach are this far from a visitor at the beginning of the path, between the breasts of who stands and who sits. */
const BREAST_HEIGHT_M: Meters = 1.1
const NEAREST_M: Meters = 0.8
const FARTHEST_M: Meters = 1.25
/** Larger boxes stay in the form: they would fill the view. */
const MAX_EDGE_M: Meters = 0.16

/**
 * Draws the boxes nearest to the beginning of the path out of the form, along the lines on which they are seen, so that hands
 * reach them. Their order by distance stays; all others stay where they are, and so do boxes that are nearer already.
 * @param positions 3 × N, changed in place.
 * @param edges N.
 */
export function reachOut(positions: Float32Array, edges: Float32Array, { x, z }: Pick<PathCurve, 'x' | 'z'>): void {
  const distances = Float32Array.from(edges, (_, i) =>
    Math.hypot(positions[i * 3]! - x, positions[i * 3 + 1]! - BREAST_HEIGHT_M, positions[i * 3 + 2]! - z),
  )
  const nearest = Array.from(edges.keys())
    .filter((i) => edges[i]! <= MAX_EDGE_M)
    .sort((a, b) => distances[a]! - distances[b]! || a - b)
    .slice(0, 2 * BOXES_IN_REACH)
  const formDistance = distances[nearest.at(-1) ?? 0] ?? 0
  nearest.forEach((box, k) => {
    const share = k / (BOXES_IN_REACH - 1)
    const wanted =
      share <= 1
        ? NEAREST_M + share * (FARTHEST_M - NEAREST_M)
        : FARTHEST_M + (share - 1) ** 2 * (formDistance - FARTHEST_M)
    const factor = Math.min(1, wanted / distances[box]!)
    const j = box * 3
    positions[j] = x + (positions[j]! - x) * factor
    positions[j + 1] = BREAST_HEIGHT_M + (positions[j + 1]! - BREAST_HEIGHT_M) * factor
    positions[j + 2] = z + (positions[j + 2]! - z) * factor
  })
}
