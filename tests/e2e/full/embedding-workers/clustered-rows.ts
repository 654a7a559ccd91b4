/** Feature vectors in twelve loose groups, always the same. */
export function createClusteredRows(count: number): number[][] {
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
  const groups = Array.from({ length: 12 }, () => Array.from({ length: 26 }, random))
  return Array.from({ length: count }, (_, i) => groups[i % 12]?.map((x) => x + 0.7 * random()) as number[])
}
