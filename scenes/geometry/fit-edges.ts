import { findNearPairs, GAP_M, measureApart } from './separate-boxes.ts'

/** In a crowd a box is drawn smaller, to no less than this share; large ones, of which there are few, stay large and move instead. */
const MIN_SHARE = 0.4
const MIN_LARGE_SHARE = 0.7
const LARGE_MEDIANS = 2

/**
 * Makes boxes that would cut into each other smaller, both by the same share, those that hang nearest to each other first.
 * @param positions 3 × N centers.
 * @param edges N.
 * @returns N: edges with which most have room where they hang.
 */
export function fitEdges(positions: Float32Array, edges: Float32Array): Float32Array {
  const fitted = edges.slice()
  const large = (edges.toSorted()[edges.length >> 1] ?? 0) * LARGE_MEDIANS
  const smallest = edges.map((edge) => edge * (edge > large ? MIN_LARGE_SHARE : MIN_SHARE))
  const pairs = findNearPairs(positions, edges, GAP_M)
  const room = Float64Array.from({ length: pairs.length / 2 }, (_, k) => {
    const [i, j] = [pairs[k * 2]!, pairs[k * 2 + 1]!]
    return (2 * measureApart(positions, i, j)) / (edges[i]! + edges[j]!)
  })
  const crowded = Uint32Array.from(room.keys()).sort((a, b) => room[a]! - room[b]! || a - b)
  for (const k of crowded) {
    const [i, j] = [pairs[k * 2]!, pairs[k * 2 + 1]!]
    const share = (2 * (measureApart(positions, i, j) - GAP_M)) / (fitted[i]! + fitted[j]!)
    if (share >= 1) continue
    fitted[i] = Math.max(smallest[i]!, fitted[i]! * share)
    fitted[j] = Math.max(smallest[j]!, fitted[j]! * share)
  }
  return fitted
}
