/**
 * Writes points of a Catmull-Rom spline through the positions of the given chunks. No tangent is longer than its span:
 * between near and far boxes a uniform spline would swing out by meters, through the visitor.
 * Source: E. Catmull & R. Rom, "A class of local interpolating splines" (1974).
 * @param positions 3 × N.
 * @param order chunk indices to pass through, oldest first; the first `count` (≥ 2) are used.
 * @param pointsPerSpan points per span between two chunks.
 * @param out receives 3 × ((count - 1) × pointsPerSpan + 1) numbers.
 * @returns the number of points written.
 */
export function writeTrailPoints(
  positions: Float32Array,
  order: Int32Array,
  count: number,
  pointsPerSpan: number,
  out: Float32Array,
): number {
  let written = 0
  for (let span = 0; span < count - 1; span++) {
    const before = order[Math.max(0, span - 1)]! * 3
    const start = order[span]! * 3
    const end = order[span + 1]! * 3
    const after = order[Math.min(count - 1, span + 2)]! * 3
    const length = computeDistance(positions, start, end)
    const startScale = limitTangent(computeDistance(positions, before, end) / 2, length)
    const endScale = limitTangent(computeDistance(positions, start, after) / 2, length)
    const steps = span === count - 2 ? pointsPerSpan + 1 : pointsPerSpan
    for (let step = 0; step < steps; step++, written++) {
      const t = step / pointsPerSpan
      const rest = 1 - t
      for (let axis = 0; axis < 3; axis++) {
        const from = positions[start + axis]!
        const to = positions[end + axis]!
        const startTangent = ((to - positions[before + axis]!) / 2) * startScale
        const endTangent = ((positions[after + axis]! - from) / 2) * endScale
        // Cubic Hermite interpolation.
        out[written * 3 + axis] =
          rest * rest * ((1 + 2 * t) * from + t * startTangent) + t * t * ((1 + 2 * rest) * to - rest * endTangent)
      }
    }
  }
  return written
}

/** Distance between the points at two offsets. */
const computeDistance = (positions: Float32Array, a: number, b: number): number =>
  Math.hypot(
    positions[b]! - positions[a]!,
    positions[b + 1]! - positions[a + 1]!,
    positions[b + 2]! - positions[a + 2]!,
  )

/** Factor for a tangent, so that it is not longer than its span. */
const limitTangent = (tangent: number, span: number): number => (tangent > span ? span / tangent : 1)

/**
 * Writes an arc from the top of a chunk's tile on the path to its box in the cloud: a quadratic Bézier curve that
 * leaves the path upright and then leans over.
 * @param pathCenters 3 × N: centers of the boxes on the path.
 * @param positions 3 × N: centers of the boxes in the cloud.
 * @param pointCount points to write (≥ 2).
 * @param firstPoint index of the first point in `out`.
 * @param out receives 3 × pointCount numbers from 3 × firstPoint on.
 */
export function writeArcPoints(
  pathCenters: Float32Array,
  positions: Float32Array,
  chunk: number,
  pointCount: number,
  firstPoint: number,
  out: Float32Array,
): void {
  const j = chunk * 3
  const fromX = pathCenters[j]!
  const fromY = pathCenters[j + 1]! * 2
  const fromZ = pathCenters[j + 2]!
  const toX = positions[j]!
  const toY = positions[j + 1]!
  const toZ = positions[j + 2]!
  // The control point stands above the end on the path.
  const controlX = fromX + (toX - fromX) * 0.15
  const controlY = Math.max(fromY, toY) + Math.hypot(toX - fromX, toZ - fromZ) * 0.25
  const controlZ = fromZ + (toZ - fromZ) * 0.15
  for (let k = 0; k < pointCount; k++) {
    const t = k / (pointCount - 1)
    const a = (1 - t) * (1 - t)
    const b = 2 * t * (1 - t)
    const c = t * t
    const o = (firstPoint + k) * 3
    out[o] = a * fromX + b * controlX + c * toX
    out[o + 1] = a * fromY + b * controlY + c * toY
    out[o + 2] = a * fromZ + b * controlZ + c * toZ
  }
}
