/**
 * Procrustes disparity of two interleaved, centered 3D forms, turned, mirrored and scaled to fit (scipy.spatial.procrustes):
 * 1 - (sum of the singular values of AᵀB)², by turns of the columns until they are at right angles (Hestenes 1958).
 */
export function computeProcrustesDisparity(a: Float64Array, b: Float64Array): number {
  const size = Math.hypot(...a) * Math.hypot(...b)
  const column = (d: number) =>
    [0, 1, 2].map((c) => a.reduce((sum, x, i) => (i % 3 === c ? sum + x * b[i - c + d]! : sum), 0) / size)
  const columns = [0, 1, 2].map(column)
  const dot = (x: number[], y: number[]) => x.reduce((sum, value, i) => sum + value * y[i]!, 0)
  for (let sweep = 0; sweep < 20; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const [x, y] = [columns[p], columns[q]] as [number[], number[]]
      const angle = Math.atan2(2 * dot(x, y), dot(x, x) - dot(y, y)) / 2
      const [c, s] = [Math.cos(angle), Math.sin(angle)]
      columns[p] = x.map((value, i) => c * value + s * y[i]!)
      columns[q] = x.map((value, i) => c * y[i]! - s * value)
    }
  }
  return 1 - columns.reduce((sum, x) => sum + Math.sqrt(dot(x, x)), 0) ** 2
}
