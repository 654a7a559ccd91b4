/**
 * The inner loop of t-SNE, alone: every pair of points pushes apart by q² times their difference, where
 * q = 1 / (1 + squared distance). Plain typed arrays in and out, so that another kernel can take its place.
 * @param positions planar (all x, all y, ...), dims × count
 * @param forces same layout, overwritten: the sum over all other points of q² (own position - theirs)
 * @returns Z, the sum of q over all ordered pairs
 */
export type Repulsion = (positions: Float64Array, forces: Float64Array, count: number) => number

/** {@link Repulsion} in two dimensions. */
export const repel2: Repulsion = (positions, forces, count) => {
  const forceY = forces.subarray(count)
  const y = positions.subarray(count)
  forces.fill(0)
  let z = 0
  for (let i = 0; i < count; i++) {
    const xi = positions[i] as number
    const yi = y[i] as number
    let fx = 0
    let fy = 0
    for (let j = i + 1; j < count; j++) {
      const dx = xi - (positions[j] as number)
      const dy = yi - (y[j] as number)
      const q = 1 / (1 + dx * dx + dy * dy)
      z += q
      const qq = q * q
      fx += qq * dx
      fy += qq * dy
      forces[j] = (forces[j] as number) - qq * dx
      forceY[j] = (forceY[j] as number) - qq * dy
    }
    forces[i] = (forces[i] as number) + fx
    forceY[i] = (forceY[i] as number) + fy
  }
  return 2 * z
}

/** {@link Repulsion} in three dimensions. */
export const repel3: Repulsion = (positions, forces, count) => {
  const forceY = forces.subarray(count, 2 * count)
  const forceZ = forces.subarray(2 * count)
  const y = positions.subarray(count, 2 * count)
  const z = positions.subarray(2 * count)
  forces.fill(0)
  let total = 0
  for (let i = 0; i < count; i++) {
    const xi = positions[i] as number
    const yi = y[i] as number
    const zi = z[i] as number
    let fx = 0
    let fy = 0
    let fz = 0
    for (let j = i + 1; j < count; j++) {
      const dx = xi - (positions[j] as number)
      const dy = yi - (y[j] as number)
      const dz = zi - (z[j] as number)
      const q = 1 / (1 + dx * dx + dy * dy + dz * dz)
      total += q
      const qq = q * q
      fx += qq * dx
      fy += qq * dy
      fz += qq * dz
      forces[j] = (forces[j] as number) - qq * dx
      forceY[j] = (forceY[j] as number) - qq * dy
      forceZ[j] = (forceZ[j] as number) - qq * dz
    }
    forces[i] = (forces[i] as number) + fx
    forceY[i] = (forceY[i] as number) + fy
    forceZ[i] = (forceZ[i] as number) + fz
  }
  return 2 * total
}
