// biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal would interpret control characters
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g

export const removeControlCharacters = (text: string): string => text.replace(CONTROL_CHARACTERS, ' ')

/** Quotes a text of unknown origin for a terminal: without control characters, at most 80 characters. */
export function quote(text: string): string {
  const line = removeControlCharacters(text)
  return `“${line.length > 80 ? `${line.slice(0, 79)}…` : line}”`
}

/** 1st, 2nd, 3rd, 4th, 11th. */
export function formatOrdinal(n: number): string {
  const teen = n % 100 > 10 && n % 100 < 14
  return `${n}${(!teen && ['th', 'st', 'nd', 'rd'][n % 10]) || 'th'}`
}

export const formatCount = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? '' : 's'}`

/** Ends a sentence with the most similar known name, if one differs by at most a third of the letters. */
export function suggestName(given: string, known: readonly string[]): string {
  const plain = (text: string) => text.normalize('NFC').toLowerCase().slice(0, 100)
  const candidates = known.map((name) => ({ name, distance: computeEditDistance(plain(given), plain(name)) }))
  const [best] = candidates.sort((a, b) => a.distance - b.distance)
  return best && best.distance <= Math.ceil(given.length / 3) ? `; did you mean ${quote(best.name)}?` : '.'
}

/** Levenshtein distance. */
function computeEditDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] as number) + 1, (next[j - 1] as number) + 1))
    }
    row = next
  }
  return row[b.length] as number
}

/** More are read by nobody; the next check has the rest. */
const MAX_PROBLEM_LINES = 20

/** Problems, one a line. */
export function joinProblems(problems: readonly string[]): string {
  const more = problems.length - MAX_PROBLEM_LINES
  return [
    ...problems.slice(0, MAX_PROBLEM_LINES),
    ...(more > 0 ? [`And ${formatCount(more, 'problem')} more.`] : []),
  ].join('\n')
}
