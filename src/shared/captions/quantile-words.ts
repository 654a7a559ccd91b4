/** Words for five parts of a song's own range, from little to much. */
type Five = readonly [string, string, string, string, string]

export const LOUDNESS: Five = ['quiet', 'rather quiet', 'medium', 'rather loud', 'loud']
export const BRIGHTNESS: Five = ['dull', 'rather dull', 'medium', 'rather bright', 'bright']
export const NOISINESS: Five = ['tonal', 'rather tonal', 'mixed', 'rather noisy', 'noisy']

/** Fewer values than this are no range to compare with. */
const FEWEST = 5

/**
 * Where a value stands within a song: the share of `values` below it, equal ones counting half.
 * @returns 0 to 1; null where there are too few values to compare with
 */
export function rankIn(values: readonly number[], value: number): number | null {
  if (values.length < FEWEST) return null
  const below = values.filter((other) => other < value).length
  const equal = values.filter((other) => other === value).length
  return (below + equal / 2) / values.length
}

/** A fifth of the song's chunks for each word. */
export const wordFor = (words: Five, rank: number): string => words[Math.min(4, Math.floor(rank * 5))] as string

/** At most `most` indices below `count`, evenly through all of them, always the same. */
export const evenly = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(((k + 0.5) * count) / Math.min(count, most)))
