import { commonHangul, commonKanji, commonSimplified, commonTraditional } from './common-characters.ts'
import { costOfWords } from './cost-of-words.ts'
import { letterCosts } from './letter-costs.ts'

/** The script a text is expected to be in besides ASCII; `any` for Unicode. */
export type Script =
  | 'latin'
  | 'central'
  | 'cyrillic'
  | 'greek'
  | 'hebrew'
  | 'arabic'
  | 'thai'
  | 'korean'
  | 'simplified'
  | 'traditional'
  | 'japanese'
  | 'any'

// Costs are about the negative logarithm of a character's share in titles of its language, in nats.

const { latin: latinLetters, cyrillic: cyrillicLetters } = letterCosts
const unexpected = { script: 6, kana: 8, hanja: 5, cyrillic: 10, latin: 8 }

type Class = 'latin' | 'accented' | 'cyrillic' | 'alphabet' | 'other'

const classOf = (char: string): Class => {
  if (/[a-z]/i.test(char)) return 'latin'
  if (/\p{Script=Latin}/u.test(char) && char !== 'ª' && char !== 'º') return 'accented'
  if (/\p{Script=Cyrillic}/u.test(char)) return 'cyrillic'
  return /[\p{Script=Greek}\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Thai}]/u.test(char) ? 'alphabet' : 'other'
}

function costOfHan(char: string, script: Script): number {
  const lists = {
    simplified: [commonSimplified],
    traditional: [commonTraditional],
    japanese: [commonKanji],
    any: [commonSimplified, commonTraditional, commonKanji],
  }[script as string]
  if (!lists) return 9.8 + unexpected.hanja
  if (!lists.some((list) => list.has(char))) return { japanese: 10.5, any: 12 }[script as string] ?? 9.8
  return script === 'japanese' ? 7.3 : 6.5
}

function costOfCharacter(char: string, script: Script): number {
  const code = char.codePointAt(0) as number
  const foreign = (own: Script, cost: number): number =>
    script === own || script === 'any' || (script === 'central' && own === 'latin') ? 0 : cost
  if (code < 0x80) {
    if (code < 0x20 || code === 0x7f) return 18
    if (/[a-z]/i.test(char)) return 3
    if (char === ' ') return 2
    return /[0-9]/.test(char) ? 3.8 : 4.5
  }
  if (code < 0xa0) return 18
  const lower = char.toLowerCase()
  const own = script === 'latin' ? undefined : letterCosts[script as keyof typeof letterCosts]?.[lower]
  if (own !== undefined) return own
  if (latinLetters[lower] !== undefined) return latinLetters[lower] + foreign('latin', unexpected.latin)
  if (code < 0x100 || (code >= 0x2010 && code <= 0x203a)) {
    if ('“”‘’–—…'.includes(char)) return 6
    return '¿¡«»'.includes(char) ? 7 : '©®ªº·„‚'.includes(char) ? 9 : char === '°' ? 7 : '½¥€£×'.includes(char) ? 9 : 14
  }
  if (code < 0x250) return 9
  if (code < 0x370) return 7
  if (code < 0x400) return 4.5 + foreign('any', unexpected.script)
  if (code < 0x530) {
    return (cyrillicLetters[lower] ?? 9) + foreign('cyrillic', unexpected.cyrillic)
  }
  if (code < 0x1100 || (code >= 0x1e00 && code < 0x2000)) return 5 + foreign('any', unexpected.script)
  if (code >= 0x3041 && code < 0x3097) return 5 + foreign('japanese', unexpected.kana)
  if (code >= 0x30a1 && code <= 0x30fc) return 5.6 + foreign('japanese', unexpected.kana)
  if (code >= 0xac00 && code < 0xd7a4) return (commonHangul.has(char) ? 5.7 : 10.5) + foreign('korean', unexpected.kana)
  if (/\p{Script=Han}/u.test(char)) return costOfHan(char, script)
  if (code >= 0x3000 && code < 0x3040) return 7.5
  if (code >= 0xff01 && code < 0xff61) return 8.5
  if (code >= 0xff61 && code < 0xffa0) return 8.5 + foreign('japanese', unexpected.kana)
  if (code >= 0x2500 && code < 0x25a0) return 14
  if (code >= 0x2020 && code < 0x2c00) return 9.5
  return code >= 0x1f300 && code < 0x1fb00 ? 9 : 20
}

const isUpper = (letter: string): boolean => letter !== letter.toLowerCase()

/** What speaks against a character after the one before it. */
function costOfPair(before: string, char: string): number {
  const [first, second] = [classOf(before), classOf(char)]
  if (second === 'cyrillic' && first === 'other') return 0.7
  if (first === 'alphabet' || second === 'alphabet') return costOfAlphabetPair(before, char, first, second)
  if (first === 'other' || second === 'other') return costOfMixedWord(before, char)
  const isLatin = (one: Class): boolean => one !== 'cyrillic'
  if (isLatin(first) !== isLatin(second)) return 6
  if (first === 'latin' && second === 'latin') return 0
  const grows = !isUpper(before) && isUpper(char) ? 5 : 0
  if (first === 'cyrillic') return grows + (isUpper(before) && isUpper(char) ? 0.4 : 0)
  return grows + (first === 'accented' && second === 'accented' ? 4 : 0)
}

/** Greek, Hebrew, Arabic and Thai stand in words of their own; a capital begins one, or all are capitals. */
function costOfAlphabetPair(before: string, char: string, first: Class, second: Class): number {
  if (first === 'other') return 0.7
  if (second === 'other') return 0
  if (first !== second) return 8
  return !isUpper(before) && isUpper(char) ? 5 : 0
}

/** Letters of East Asia beside small Latin ones, without a space. */
function costOfMixedWord(before: string, char: string): number {
  const isSmall = (letter: string): boolean => /[a-zß-ÿ]/.test(letter)
  const isEastAsian = (letter: string): boolean => letter > '\u3000' && /\p{L}/u.test(letter)
  if ((isSmall(before) && isEastAsian(char)) || (isEastAsian(before) && isSmall(char))) return 4
  return /[A-Z]/.test(before) && isEastAsian(char) ? 1.5 : 0
}

/**
 * How improbable a text is as a title: lower is better; texts that stand for the same bytes can be compared.
 * @param script the language's, of the encoding it was read with
 * @returns nats
 */
export function computeTextCost(text: string, script: Script): number {
  let cost = 0
  let before = ' '
  for (const char of text) {
    cost += costOfCharacter(char, script) + costOfPair(before, char)
    before = char
  }
  // Hardly any Western word of several letters has accents on all of them.
  for (const word of text.match(/\p{L}{2,}/gu) ?? [])
    if (Array.from(word).every((char) => classOf(char) === 'accented')) cost += 4
  cost += costOfWords(text)
  // Titles begin with a capital where there are any.
  const [initial = ''] = text.match(/\p{L}/u) ?? []
  return classOf(initial) === 'cyrillic' && !isUpper(initial) ? cost + 2 : cost
}
