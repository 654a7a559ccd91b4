export type SimilarChunk = { chunk: number; distance: number }

/**
 * Finds the chunks nearest to one in feature space by Euclidean distance, as t-SNE does.
 * @returns up to `count`, nearest first, without the chunk itself; at equal distance the earlier first
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
    // Most of ten thousand chunks are farther than those found so far and need no sorting.
    if (nearest.length === count && distance >= (nearest.at(-1)?.distance ?? 0)) return
    nearest.push({ chunk: i, distance })
    nearest.sort((a, b) => a.distance - b.distance || a.chunk - b.chunk)
    nearest.length = Math.min(nearest.length, count)
  })
  return nearest
}
