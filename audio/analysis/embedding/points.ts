/**
 * Points in a space of `dims` dimensions, planar: all first coordinates, then all second ones and so on
 * (coordinate d of point i is values[d * count + i]), the order a SIMD kernel reads best.
 */
export type Points = { count: number; dims: number; values: Float64Array }

/** Rows of equal length to planar points. */
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
 * Centered and scaled alike along all axes to a root mean square radius of 1.
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
  const form = new Float64Array(count * dims)
  for (let i = 0; i < count; i++) {
    for (let d = 0; d < dims; d++) form[i * dims + d] = centered.values[d * count + i]! * scale
  }
  return form
}

/** Some of the points, in the order of the indices. */
export function selectPoints({ count, dims, values }: Points, indices: Int32Array): Points {
  const picked = new Float64Array(dims * indices.length)
  for (let d = 0; d < dims; d++) {
    indices.forEach((i, n) => {
      picked[d * indices.length + n] = values[d * count + i]!
    })
  }
  return { count: indices.length, dims, values: picked }
}
