const count = (word: string, pattern: RegExp): number => word.match(pattern)?.length ?? 0

/** Runs of one kind of letters, and signs without a consonant before them, which Russian has not. */
const costOfCyrillicWord = (word: string): number =>
  3 * count(word, /[аеёиоуыэюя]{3}/g) +
  2 * count(word, /[бвгджзйклмнпрстфхцчшщ]{4}/g) +
  6 * count(word, /(^|[аеёиоуыэюяйьъ])[ьъ]/g) +
  6 * count(word, /^ы/g)

/** A word of several syllables has one accent; one sigma stands at ends alone, the other one never. */
function costOfGreekWord(word: string): number {
  const accents = count(word, /[άέήίόύώΐΰ]/g)
  return (
    (word.length > 4 && accents === 0 ? 3 : 0) +
    5 * Math.max(0, accents - 1) +
    8 * count(word, /ς(?=.)/g) +
    (word.length > 1 ? 6 * count(word, /σ$/g) : 0)
  )
}

/** Vowels are not written, so that words are short; five letters have another form at the end. */
const costOfHebrewWord = (word: string): number =>
  2 * Math.max(0, word.length - 7) +
  6 * count(word, /[םןךףץ](?=.)/g) +
  (word.length > 1 ? 3 * count(word, /[מנכצ]$/g) : 0)

/** Two letters stand at ends alone. */
const costOfArabicWord = (word: string): number => 6 * count(word, /[ىة](?=.)/g)

/** Marks stand on consonants, some vowels before one. */
const costOfThaiWord = (word: string): number =>
  6 * count(word, /(?<![ก-ฮัิ-ฺ็-๎])[ัิ-ฺ็-๎]/gu) + 6 * count(word, /[เ-ไ](?![ก-ฮ])/gu)

const scripts: [pattern: RegExp, cost: (word: string) => number][] = [
  [/\p{Script=Cyrillic}+/gu, costOfCyrillicWord],
  [/\p{Script=Greek}+/gu, costOfGreekWord],
  [/\p{Script=Hebrew}+/gu, costOfHebrewWord],
  [/\p{Script=Arabic}+/gu, costOfArabicWord],
  [/\p{Script=Thai}+/gu, costOfThaiWord],
]

/** What speaks against the words of a text, in nats. */
export function costOfWords(text: string): number {
  const lower = text.toLowerCase()
  return scripts.reduce(
    (sum, [pattern, cost]) => (lower.match(pattern) ?? []).reduce((total, word) => total + cost(word), sum),
    0,
  )
}
