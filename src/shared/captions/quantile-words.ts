/** Words for five parts of a song's own range, from little to much. */
type QuintileWords = readonly [string, string, string, string, string]

export const LOUDNESS_WORDS: QuintileWords = ['quiet', 'rather quiet', 'medium', 'rather loud', 'loud']
export const BRIGHTNESS_WORDS: QuintileWords = ['dull', 'rather dull', 'medium', 'rather bright', 'bright']
export const NOISINESS_WORDS: QuintileWords = ['tonal', 'rather tonal', 'mixed', 'rather noisy', 'noisy']

/** Fewer values than this are no range to compare with. */
const MIN_RANKED_VALUES = 5

/**
 * Where a value stands within a song: the share of `values` below it, equal ones counting half.
 * @returns 0 to 1; null where there are too few values to compare with
 */
export function computeRank(values: readonly number[], value: number): number | null {
  if (values.length < MIN_RANKED_VALUES) return null
  const below = values.filter((other) => other < value).length
  const equal = values.filter((other) => other === value).length
  return (below + equal / 2) / values.length
}

/** A fifth of the song's chunks for each word. */
export const selectQuintileWord = (words: QuintileWords, rank: number): string =>
  words[Math.min(4, Math.floor(rank * 5))] as string

/** At most `most` indices below `count`, evenly through all of them, always the same. */
export const sampleIndices = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(((k + 0.5) * count) / Math.min(count, most)))
