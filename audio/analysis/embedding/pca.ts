import { centerPoints, type Points } from './points.ts'

/**
 * Principal components (Pearson 1901): the points on the axes of their largest variance, all scaled by one factor so that
 * the first has a standard deviation of 1. The sign of each axis makes its largest loading positive.
 * @param dims of the result; axes beyond the dimensions of the points are zero
 * @returns planar points, centered; all zero if the points coincide
 */
export function computePrincipalComponents(points: Points, dims: number): Points {
  const centered: Points = { ...points, values: points.values.slice() }
  centerPoints(centered)
  const { variances, axes } = decomposeEigen(computeCovariance(centered), points.dims)
  const order = Array.from(variances.keys()).sort((a, b) => variances[b]! - variances[a]! || a - b)
  const { count } = points
  const values = new Float64Array(dims * count)
  const largest = variances[order[0]!]!
  const scale = largest > 1e-18 ? 1 / Math.sqrt(largest) : 0
  for (let d = 0; d < Math.min(dims, points.dims); d++) {
    const axis = axes.subarray(order[d]! * points.dims, (order[d]! + 1) * points.dims)
    const gain = scale * Math.sign(axis.reduce((top, x) => (Math.abs(x) > Math.abs(top) + 1e-9 ? x : top), 0))
    for (let f = 0; f < points.dims; f++) {
      const weight = gain * axis[f]!
      for (let i = 0; i < count; i++) {
        values[d * count + i]! += weight * centered.values[f * count + i]!
      }
    }
  }
  return { count, dims, values }
}

/** The dims × dims covariance of centered points. */
function computeCovariance({ count, dims, values }: Points): Float64Array {
  const matrix = new Float64Array(dims * dims)
  for (let a = 0; a < dims; a++) {
    for (let b = a; b < dims; b++) {
      let sum = 0
      for (let i = 0; i < count; i++) sum += values[a * count + i]! * values[b * count + i]!
      matrix[a * dims + b] = sum / count
      matrix[b * dims + a] = sum / count
    }
  }
  return matrix
}

const MAX_SWEEPS = 60

/**
 * All eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Jacobi 1846; Golub & Van
 * Loan 8.5), which are deterministic.
 * @param matrix n × n, overwritten
 * @returns eigenvalue i and, in row i of `axes`, its unit vector
 */
function decomposeEigen(matrix: Float64Array, n: number): { variances: Float64Array; axes: Float64Array } {
  const axes = new Float64Array(n * n)
  for (let i = 0; i < n; i++) axes[i * n + i] = 1
  for (let sweep = 0; sweep < MAX_SWEEPS && !isDiagonal(matrix, n); sweep++) {
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) applyJacobiRotation(matrix, axes, n, p, q)
  }
  return { variances: Float64Array.from({ length: n }, (_, i) => matrix[i * n + i]!), axes }
}

/** Zeroes matrix[p, q] by a rotation in the plane of p and q, and rotates the axes with it. */
function applyJacobiRotation(matrix: Float64Array, axes: Float64Array, n: number, p: number, q: number): void {
  const apq = matrix[p * n + q]!
  if (apq === 0) return
  const theta = (matrix[q * n + q]! - matrix[p * n + p]!) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const c = 1 / Math.sqrt(t * t + 1)
  const s = t * c
  for (let k = 0; k < n; k++) rotatePair(matrix, k * n + p, k * n + q, c, s)
  for (let k = 0; k < n; k++) {
    rotatePair(matrix, p * n + k, q * n + k, c, s)
    rotatePair(axes, p * n + k, q * n + k, c, s)
  }
}

function rotatePair(values: Float64Array, at: number, other: number, c: number, s: number): void {
  const x = values[at]!
  const y = values[other]!
  values[at] = c * x - s * y
  values[other] = s * x + c * y
}

function isDiagonal(matrix: Float64Array, n: number): boolean {
  let offDiagonal = 0
  let all = 0
  for (let i = 0; i < n * n; i++) {
    const square = matrix[i]! ** 2
    all += square
    if (Math.floor(i / n) !== i % n) offDiagonal += square
  }
  return offDiagonal <= all * 1e-30
}
