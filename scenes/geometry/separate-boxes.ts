import type { Meters } from '../../audio/units.ts'

/** Left between boxes that touched. */
export const GAP_M: Meters = 0.001
const TOLERANCE_M: Meters = 1e-4
/** Pairs that are this near are watched while others move. */
const WATCHED_M: Meters = 0.03
const MAX_SEARCHES = 12
const MAX_PASSES = 40

/**
 * Moves cubes that cut into each other apart, each by as little as it takes: along the axis on which they overlap least,
 * both by half of it, until none does. Cubes with room around them stay.
 * @param positions 3 × N centers, changed in place.
 * @param edges N.
 */
export function separateBoxes(positions: Float32Array, edges: Float32Array): void {
  for (let search = 0; search < MAX_SEARCHES; search++) {
    const pairs = findNearPairs(positions, edges, WATCHED_M)
    let moved = false
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      let movedNow = false
      for (let k = 0; k < pairs.length; k += 2)
        if (separatePair(positions, edges, pairs[k]!, pairs[k + 1]!)) movedNow = true
      if (!movedNow) break
      moved = true
    }
    if (!moved) return
  }
}

/** How far apart the middles of two cubes are, along the axis on which that is most. */
export const measureApart = (positions: Float32Array, i: number, j: number): Meters =>
  Math.max(
    Math.abs(positions[i * 3]! - positions[j * 3]!),
    Math.abs(positions[i * 3 + 1]! - positions[j * 3 + 1]!),
    Math.abs(positions[i * 3 + 2]! - positions[j * 3 + 2]!),
  )

/** Pairs of boxes that are no farther apart than `margin`: their indices one after the other. A sweep along x. */
export function findNearPairs(positions: Float32Array, edges: Float32Array, margin: Meters): number[] {
  const order = Int32Array.from(edges.keys()).sort((a, b) => positions[a * 3]! - positions[b * 3]! || a - b)
  const largest = edges.reduce((most, edge) => Math.max(most, edge), 0)
  const pairs: number[] = []
  for (let k = 0; k < order.length; k++) {
    const i = order[k]!
    const end = positions[i * 3]! + (edges[i]! + largest) / 2 + margin
    for (let m = k + 1; m < order.length && positions[order[m]! * 3]! <= end; m++) {
      const j = order[m]!
      if (measureApart(positions, i, j) <= (edges[i]! + edges[j]!) / 2 + margin) pairs.push(i, j)
    }
  }
  return pairs
}

/** @returns whether the two overlapped, and were moved. */
function separatePair(positions: Float32Array, edges: Float32Array, i: number, j: number): boolean {
  const apart = (edges[i]! + edges[j]!) / 2 + GAP_M
  const dx = positions[j * 3]! - positions[i * 3]!
  const dy = positions[j * 3 + 1]! - positions[i * 3 + 1]!
  const dz = positions[j * 3 + 2]! - positions[i * 3 + 2]!
  const largest = Math.max(Math.abs(dx), Math.abs(dy), Math.abs(dz))
  if (largest >= apart - TOLERANCE_M) return false
  const axis = largest === Math.abs(dx) ? 0 : largest === Math.abs(dy) ? 1 : 2
  const push = (apart - largest) / 2
  const side = (axis === 0 ? dx : axis === 1 ? dy : dz) < 0 ? -1 : 1
  positions[i * 3 + axis] = positions[i * 3 + axis]! - push * side
  positions[j * 3 + axis] = positions[j * 3 + axis]! + push * side
  return true
}
