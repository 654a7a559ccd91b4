export type Alike = { chunk: number; distance: number }

/**
 * The chunks nearest to one in feature space, exactly: Euclidean, as t-SNE sees them.
 * @returns up to `count`, the nearest first, without the chunk itself; of equally near ones the earlier first
 */
export function mostAlike(chunks: readonly { features: readonly number[] }[], chunk: number, count: number): Alike[] {
  const own = chunks[chunk]?.features
  if (!own) return []
  return chunks
    .map(({ features }, i) => {
      let squared = 0
      for (let d = 0; d < own.length; d++) squared += ((features[d] as number) - (own[d] as number)) ** 2
      return { chunk: i, distance: Math.sqrt(squared) }
    })
    .filter((other) => other.chunk !== chunk)
    .sort((a, b) => a.distance - b.distance || a.chunk - b.chunk)
    .slice(0, count)
}
