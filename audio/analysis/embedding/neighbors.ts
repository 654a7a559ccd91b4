import type { Backend } from '../../dsp/wasm-kernels.ts'
import { createDistances } from './distances.ts'
import type { Points } from './points.ts'

/** Row i holds the k points nearest to point i, nearest first, equal distances by index. */
export type Neighbors = { k: number; index: Int32Array; squared: Float64Array }

/**
 * The exact k nearest neighbors of each point by Euclidean distance, without the point itself.
 * @param k at most count - 1
 * @returns indices and squared distances, count × k each
 */
export function findNearestNeighbors(points: Points, k: number, backend?: Backend): Neighbors {
  return searchNeighbors(points, points, k, true, backend)
}

/**
 * The exact k nearest points to each query.
 * @param k at most points.count
 * @returns indices into `points` and squared distances, queries.count × k each
 */
export function findNearestAmong(points: Points, queries: Points, k: number, backend?: Backend): Neighbors {
  return searchNeighbors(points, queries, k, false, backend)
}

function searchNeighbors(
  points: Points,
  queries: Points,
  k: number,
  excludeSelf: boolean,
  backend?: Backend,
): Neighbors {
  const index = new Int32Array(queries.count * k)
  const squared = new Float64Array(queries.count * k)
  const distances = createDistances(points, queries, backend)
  for (let i = 0; i < queries.count; i++) {
    distances.measure(i)
    distances.nearest(excludeSelf ? i : -1, index.subarray(i * k, (i + 1) * k), squared.subarray(i * k, (i + 1) * k))
  }
  return { k, index, squared }
}

/** The first k neighbors of each row. */
export function truncateNeighbors(neighbors: Neighbors, k: number): Neighbors {
  if (k === neighbors.k) return neighbors
  const count = neighbors.k > 0 ? neighbors.index.length / neighbors.k : 0
  const index = new Int32Array(count * k)
  const squared = new Float64Array(count * k)
  for (let i = 0; i < count; i++) {
    const from = i * neighbors.k
    index.set(neighbors.index.subarray(from, from + k), i * k)
    squared.set(neighbors.squared.subarray(from, from + k), i * k)
  }
  return { k, index, squared }
}
