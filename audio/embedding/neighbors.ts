import { type Points, squaredDistances } from './points.ts'

/** Row i, of k entries, lists the points nearest to point i, nearest first; equal distances by index. */
export type Neighbors = { k: number; index: Int32Array; squared: Float64Array }

/**
 * Exact k nearest neighbors by Euclidean distance, oneself not counted.
 * @param k at most count - 1
 * @returns indices and squared distances, count × k each
 */
export function nearestNeighbors(points: Points, k: number): Neighbors {
  const { count } = points
  const index = new Int32Array(count * k)
  const squared = new Float64Array(count * k)
  const row = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    squaredDistances(points, i, row)
    keepNearest(row, i, index.subarray(i * k, (i + 1) * k), squared.subarray(i * k, (i + 1) * k))
  }
  return { k, index, squared }
}

/** One pass that keeps the nearest so far sorted; most points fail the first comparison. */
function keepNearest(row: Float64Array, self: number, index: Int32Array, squared: Float64Array): void {
  const k = index.length
  if (k === 0) return
  let filled = 0
  for (let j = 0; j < row.length; j++) {
    const distance = row[j] as number
    if (j === self || (filled === k && distance >= (squared[k - 1] as number))) continue
    let at = filled < k ? filled++ : k - 1
    while (at > 0 && (squared[at - 1] as number) > distance) {
      squared[at] = squared[at - 1] as number
      index[at] = index[at - 1] as number
      at--
    }
    squared[at] = distance
    index[at] = j
  }
}
