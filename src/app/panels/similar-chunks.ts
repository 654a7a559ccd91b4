export type SimilarChunk = { chunk: number; distance: number }

/**
 * The chunks nearest to one in feature space, exactly: Euclidean, as t-SNE sees them.
 * @returns up to `count`, the nearest first, without the chunk itself; of equally near ones the earlier first
 */
export function findSimilarChunks(
  chunks: readonly { features: readonly number[] }[],
  chunk: number,
  count: number,
): SimilarChunk[] {
  const own = chunks[chunk]?.features
  if (!own) return []
  const nearest: SimilarChunk[] = []
  chunks.forEach(({ features }, i) => {
    if (i === chunk) return
    let squared = 0
    for (let d = 0; d < own.length; d++) squared += ((features[d] as number) - (own[d] as number)) ** 2
    const distance = Math.sqrt(squared)
    // Of ten thousand most are farther than the few found so far.
    if (nearest.length === count && distance >= (nearest.at(-1)?.distance ?? 0)) return
    nearest.push({ chunk: i, distance })
    nearest.sort((a, b) => a.distance - b.distance || a.chunk - b.chunk)
    nearest.length = Math.min(nearest.length, count)
  })
  return nearest
}
