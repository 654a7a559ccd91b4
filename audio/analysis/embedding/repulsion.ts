/** All pairs are divided into this many shares, with workers or without: one order of summation, one result. */
export const SHARE_COUNT = 8

/** Lanes of a vector; float32 sums over later points have one partial sum a lane. */
const SIMD_LANES = 4

const { fround } = Math

/** `start` begins the repulsion of the current positions; `finish` adds up the forces of all shares and returns Z / 2. */
export type RepulsionRun = { start: () => void; finish: () => number }

/**
 * The repulsion of t-SNE: every pair of points pushes apart by q² times their difference, where
 * q = 1 / (1 + squared distance).
 * @param positions planar (all x, all y, ...), dims × count
 * @param forces same layout, overwritten: the sum over all other points of q² (own position - theirs)
 * @returns Z, the sum of q over all ordered pairs
 */
export type Repulsion = (positions: Float64Array, forces: Float64Array) => number

/**
 * {@link Repulsion} in plain TypeScript: float32 within a share, float64 across shares. Every rounding is that of the
 * kernel (repulsion-kernel.ts), because t-SNE magnifies the smallest difference.
 * @param dims 2 or 3
 */
export function createPlainRepulsion(count: number, dims: number): Repulsion {
  const singlePositions = new Float32Array(dims * count)
  const share = new Float32Array(dims * count)
  const repelShare = dims === 3 ? repelShare3 : repelShare2
  return (positions, forces) => {
    singlePositions.set(positions)
    forces.fill(0)
    let z = 0
    for (let piece = 0; piece < SHARE_COUNT; piece++) {
      z += repelShare(piece, count, singlePositions, share)
      for (let i = 0; i < forces.length; i++) forces[i]! += share[i]!
    }
    return 2 * z
  }
}

/** The pairs of the points piece, piece + SHARE_COUNT, ... with all later points; returns the sum of q over the pairs. */
type RepelShare = (piece: number, count: number, positions: Float32Array, share: Float32Array) => number

const repelShare2: RepelShare = (piece, count, positions, share) => {
  share.fill(0)
  const sum = new Float32Array(SIMD_LANES)
  const fx = new Float32Array(SIMD_LANES)
  const fy = new Float32Array(SIMD_LANES)
  let total = 0
  for (let i = piece; i < count; i += SHARE_COUNT) {
    const xi = positions[i]!
    const yi = positions[count + i]!
    for (let lane = 0; lane < SIMD_LANES; lane++) {
      let pull = fround(0)
      let x1 = fround(0)
      let y1 = fround(0)
      for (let j = i + 1 + lane; j < count; j += SIMD_LANES) {
        const dx = fround(xi - positions[j]!)
        const dy = fround(yi - positions[count + j]!)
        const q = fround(1 / fround(fround(fround(dx * dx) + fround(dy * dy)) + 1))
        const qq = fround(q * q)
        const px = fround(qq * dx)
        const py = fround(qq * dy)
        pull = fround(pull + q)
        x1 = fround(x1 + px)
        y1 = fround(y1 + py)
        share[j] = fround(share[j]! - px)
        share[count + j] = fround(share[count + j]! - py)
      }
      sum[lane] = pull
      fx[lane] = x1
      fy[lane] = y1
    }
    total += sumLanes(sum)
    share[i]! += sumLanes(fx)
    share[count + i]! += sumLanes(fy)
  }
  return total
}

const repelShare3: RepelShare = (piece, count, positions, share) => {
  share.fill(0)
  const second = 2 * count
  const sum = new Float32Array(SIMD_LANES)
  const fx = new Float32Array(SIMD_LANES)
  const fy = new Float32Array(SIMD_LANES)
  const fz = new Float32Array(SIMD_LANES)
  let total = 0
  for (let i = piece; i < count; i += SHARE_COUNT) {
    const xi = positions[i]!
    const yi = positions[count + i]!
    const zi = positions[second + i]!
    for (let lane = 0; lane < SIMD_LANES; lane++) {
      let pull = fround(0)
      let x1 = fround(0)
      let y1 = fround(0)
      let z1 = fround(0)
      for (let j = i + 1 + lane; j < count; j += SIMD_LANES) {
        const dx = fround(xi - positions[j]!)
        const dy = fround(yi - positions[count + j]!)
        const dz = fround(zi - positions[second + j]!)
        const squaredXy = fround(fround(dx * dx) + fround(dy * dy))
        const q = fround(1 / fround(squaredXy + fround(fround(dz * dz) + 1)))
        const qq = fround(q * q)
        const px = fround(qq * dx)
        const py = fround(qq * dy)
        const pz = fround(qq * dz)
        pull = fround(pull + q)
        x1 = fround(x1 + px)
        y1 = fround(y1 + py)
        z1 = fround(z1 + pz)
        share[j] = fround(share[j]! - px)
        share[count + j] = fround(share[count + j]! - py)
        share[second + j] = fround(share[second + j]! - pz)
      }
      sum[lane] = pull
      fx[lane] = x1
      fy[lane] = y1
      fz[lane] = z1
    }
    total += sumLanes(sum)
    share[i]! += sumLanes(fx)
    share[count + i]! += sumLanes(fy)
    share[second + i]! += sumLanes(fz)
  }
  return total
}

/** Adds the lanes in the order of the kernel. */
function sumLanes(lane: Float32Array): number {
  const early = fround(lane[0]! + lane[1]!)
  return fround(early + fround(lane[2]! + lane[3]!))
}
