import { findNearPairs, GAP_M, measureApart } from './separate-boxes.ts'

/** In a crowd a box is drawn smaller, by no more than this. */
const MIN_SHARE = 0.4

/**
 * Makes boxes that would cut into each other smaller, both by the same share, those that hang nearest to each other first.
 * @param positions 3 × N centers.
 * @param edges N.
 * @returns N: edges with which most have room where they hang.
 */
export function fitEdges(positions: Float32Array, edges: Float32Array): Float32Array {
  const fitted = edges.slice()
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
    fitted[i] = Math.max(MIN_SHARE * edges[i]!, fitted[i]! * share)
    fitted[j] = Math.max(MIN_SHARE * edges[j]!, fitted[j]! * share)
  }
  return fitted
}
