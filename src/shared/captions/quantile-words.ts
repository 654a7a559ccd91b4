import type { captions } from '../../i18n/languages/en.json'

/** An adjective, by its key under `captions.adjectives` in the language files. */
export type AdjectiveKey = keyof typeof captions.adjectives

/** Adjectives for five equal parts of a song's range, from little to much. */
type QuintileWords = readonly [AdjectiveKey, AdjectiveKey, AdjectiveKey, AdjectiveKey, AdjectiveKey]

export const LOUDNESS_WORDS: QuintileWords = ['quiet', 'ratherQuiet', 'medium', 'ratherLoud', 'loud']
export const BRIGHTNESS_WORDS: QuintileWords = ['dull', 'ratherDull', 'medium', 'ratherBright', 'bright']
export const NOISINESS_WORDS: QuintileWords = ['tonal', 'ratherTonal', 'mixed', 'ratherNoisy', 'noisy']

/** With fewer values a rank says nothing. */
const MIN_RANKED_VALUES = 5

/**
 * The rank of a value within a song: the share of `values` below it, equal ones counting half.
 * @returns 0 to 1; null if there are too few values
 */
export function computeRank(values: readonly number[], value: number): number | null {
  if (values.length < MIN_RANKED_VALUES) return null
  const below = values.filter((other) => other < value).length
  const equal = values.filter((other) => other === value).length
  return (below + equal / 2) / values.length
}

/** Each adjective stands for a fifth of the song's chunks. */
export const selectQuintileWord = (words: QuintileWords, rank: number): AdjectiveKey =>
  words[Math.min(4, Math.floor(rank * 5))] as AdjectiveKey

/** At most `most` indices below `count`, evenly spaced and deterministic. */
export const sampleIndices = (count: number, most: number): number[] =>
  Array.from({ length: Math.min(count, most) }, (_, k) => Math.floor(((k + 0.5) * count) / Math.min(count, most)))
