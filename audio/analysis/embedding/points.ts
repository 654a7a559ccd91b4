/**
 * Points in a space of `dims` dimensions, planar: coordinate d of point i is values[d * count + i], the order that suits
 * SIMD kernels.
 */
export type Points = { count: number; dims: number; values: Float64Array }

/** @param rows one point each, of `dims` numbers */
export function toPoints(rows: ArrayLike<number>[], dims: number): Points {
  const count = rows.length
  const values = new Float64Array(dims * count)
  rows.forEach((row, i) => {
    for (let d = 0; d < dims; d++) values[d * count + i] = row[d]!
  })
  return { count, dims, values }
}

/** Subtracts the mean of every coordinate, in place. */
export function centerPoints({ count, dims, values }: Points): void {
  for (let d = 0; d < dims; d++) {
    const axis = values.subarray(d * count, (d + 1) * count)
    let mean = 0
    for (let i = 0; i < count; i++) mean += axis[i]!
    mean /= count
    for (let i = 0; i < count; i++) axis[i]! -= mean
  }
}

/**
 * The points centered and scaled by one factor to a root mean square radius of 1.
 * @returns interleaved: x, y, z of point 0, then of point 1 ...; all zero if the points coincide
 */
export function toUnitRms(points: Points): Float64Array {
  const { count, dims } = points
  const centered: Points = { count, dims, values: points.values.slice() }
  centerPoints(centered)
  let energy = 0
  for (let i = 0; i < centered.values.length; i++) energy += centered.values[i]! ** 2
  const radius = Math.sqrt(energy / count)
  const scale = radius > 1e-12 ? 1 / radius : 0
  const interleaved = new Float64Array(count * dims)
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dims; d++) interleaved[i * dims + d] = centered.values[d * count + i]! * scale
  }
  return interleaved
}

/** The points with these indices, in their order. */
export function selectPoints({ count, dims, values }: Points, indices: Int32Array): Points {
  const selected = new Float64Array(dims * indices.length)
  for (let d = 0; d < dims; d++) {
    indices.forEach((i, n) => {
      selected[d * indices.length + n] = values[d * count + i]!
    })
  }
  return { count: indices.length, dims, values: selected }
}
