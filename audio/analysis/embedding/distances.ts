import { throwIfCancelled } from '../../dsp/cancellation.ts'
import { type Backend, openKernelMemory, selectBackend } from '../../dsp/wasm-kernels.ts'
import type { Points } from './points.ts'

/** Exact distances from one query at a time to all points. */
export type Distances = {
  /** Squared Euclidean distances of the last {@link Distances.measure}; may be changed. */
  row: Float64Array
  /** Fills the row with the distances from query i to every point. */
  measure: (i: number) => void
  /**
   * Selects the nearest points of the row, nearest first, equal distances by index.
   * @param self excluded point, or -1
   * @param index overwritten; its length, at most the number of candidates, says how many points are selected
   * @param squared overwritten
   */
  nearest: (self: number, index: Int32Array, squared: Float64Array) => void
  /** The number of points nearer than `other`, or equally near with a smaller index. */
  countBefore: (other: number) => number
  /** The sum of 1 / (1 + squared distance) over the row; an entry of Infinity adds nothing. */
  sumSimilarities: () => number
}

/**
 * @param queries points the distances are measured from
 * @param backend both give the same bits
 */
export function createDistances(
  points: Points,
  queries: Points = points,
  backend: Backend = selectBackend(),
): Distances {
  return backend === 'simd' ? createSimdDistances(points, queries) : createPlainDistances(points, queries)
}

function createSimdDistances(points: Points, queries: Points): Distances {
  const { count, dims } = points
  const stride = Math.ceil(count / 8) * 8
  const { kernels, f64, i32, putF64 } = openKernelMemory(
    8 * (dims * (stride + queries.count) + 2 * stride) + 4 * stride + 256,
  )
  const values = f64(dims * stride)
  for (let d = 0; d < dims; d++) values.set(points.values.subarray(d * count, (d + 1) * count), d * stride)
  const queryValues = putF64(queries.values)
  const row = f64(stride)
  const selected = { index: i32(stride), squared: f64(stride) }
  return {
    row: row.subarray(0, count),
    measure: (i) => {
      throwIfCancelled()
      kernels.computeSquaredDistances(
        count,
        dims,
        8 * stride,
        values.byteOffset,
        8 * queries.count,
        queryValues + 8 * i,
        row.byteOffset,
      )
    },
    nearest: (self, index, squared) => {
      if (index.length === 0) return
      kernels.selectNearest(
        count,
        row.byteOffset,
        self,
        index.length,
        selected.index.byteOffset,
        selected.squared.byteOffset,
      )
      index.set(selected.index.subarray(0, index.length))
      squared.set(selected.squared.subarray(0, index.length))
    },
    countBefore: (other) => kernels.countBefore(count, row.byteOffset, other),
    sumSimilarities: () => kernels.sumSimilarities(count, row.byteOffset),
  }
}

function createPlainDistances({ count, dims, values }: Points, queries: Points): Distances {
  const row = new Float64Array(count)
  return {
    row,
    measure: (i) => {
      throwIfCancelled()
      row.fill(0)
      for (let d = 0; d < dims; d++) {
        const base = d * count
        const queryValue = queries.values[d * queries.count + i]!
        for (let j = 0; j < count; j++) {
          const difference = values[base + j]! - queryValue
          row[j]! += difference * difference
        }
      }
    },
    nearest: (self, index, squared) => selectNearest(row, self, index, squared),
    countBefore: (other) => {
      const limit = row[other]!
      let before = 0
      for (let j = 0; j < count; j++) if (row[j]! < limit || (row[j] === limit && j < other)) before++
      return before
    },
    sumSimilarities: () => {
      let even = 0
      let odd = 0
      for (let j = 0; j < count; j += 2) even += 1 / (row[j]! + 1)
      for (let j = 1; j < count; j += 2) odd += 1 / (row[j]! + 1)
      return even + odd
    },
  }
}

/** One pass that keeps the nearest points sorted; most points fail the first comparison. */
function selectNearest(row: Float64Array, self: number, index: Int32Array, squared: Float64Array): void {
  const k = index.length
  let filled = 0
  for (let j = 0; k > 0 && j < row.length; j++) {
    const distance = row[j]!
    if (j === self || (filled === k && distance >= squared[k - 1]!)) continue
    let at = filled < k ? filled++ : k - 1
    while (at > 0 && squared[at - 1]! > distance) {
      squared[at] = squared[at - 1]!
      index[at] = index[at - 1]!
      at--
    }
    squared[at] = distance
    index[at] = j
  }
}
