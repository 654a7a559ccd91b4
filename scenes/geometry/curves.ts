/**
 * Writes points of a Catmull-Rom spline through given places, oldest first.
 * @param places 3 × N, indexed by `order`.
 * @param order chunk indices to pass through; at least 2.
 * @param perSpan points per span between two places.
 * @param out receives 3 × ((count - 1) × perSpan + 1) numbers.
 * @returns the number of points written.
 */
export function writeTrailPoints(
  places: Float32Array,
  order: Int32Array,
  count: number,
  perSpan: number,
  out: Float32Array,
): number {
  let written = 0
  for (let span = 0; span < count - 1; span++) {
    const p0 = order[Math.max(0, span - 1)]! * 3
    const p1 = order[span]! * 3
    const p2 = order[span + 1]! * 3
    const p3 = order[Math.min(count - 1, span + 2)]! * 3
    const steps = span === count - 2 ? perSpan + 1 : perSpan
    for (let step = 0; step < steps; step++) {
      const t = step / perSpan
      for (let axis = 0; axis < 3; axis++) {
        const a = places[p0 + axis]!
        const b = places[p1 + axis]!
        const c = places[p2 + axis]!
        const d = places[p3 + axis]!
        out[written * 3 + axis] =
          0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t)
      }
      written++
    }
  }
  return written
}

/**
 * Writes a thin arc from the floor to the cloud: a quadratic curve that first rises and then leans over.
 * @param from index into `floor` (3 × N), `to` into `cloud` (3 × N): the same chunk.
 * @param out receives 3 × count numbers, starting at point `at`.
 */
export function writeArcPoints(
  floor: Float32Array,
  cloud: Float32Array,
  chunk: number,
  count: number,
  at: number,
  out: Float32Array,
): void {
  const j = chunk * 3
  const fx = floor[j]!
  const fy = floor[j + 1]! * 2
  const fz = floor[j + 2]!
  const cx = cloud[j]!
  const cy = cloud[j + 1]!
  const cz = cloud[j + 2]!
  // The bend stands above the floor's end, so that the arc leaves the path upright.
  const bx = fx + (cx - fx) * 0.15
  const by = Math.max(fy, cy) + Math.hypot(cx - fx, cz - fz) * 0.25
  const bz = fz + (cz - fz) * 0.15
  for (let k = 0; k < count; k++) {
    const t = k / (count - 1)
    const a = (1 - t) * (1 - t)
    const b = 2 * t * (1 - t)
    const c = t * t
    const o = (at + k) * 3
    out[o] = a * fx + b * bx + c * cx
    out[o + 1] = a * fy + b * by + c * cy
    out[o + 2] = a * fz + b * bz + c * cz
  }
}
