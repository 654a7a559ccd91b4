/** What the panel's font can draw. */
const DRAWN = /[^A-Za-z0-9ÄÖÜäöü |$()@[\]{}§\\/%&?!#;:~+=_*^°"',`.<>-]/gu
const ALIKE: Record<string, string> = {
  '–': '-',
  '—': '-',
  '−': '-',
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  '…': '...',
  ß: 'ss',
  ø: 'o',
  Ø: 'O',
  æ: 'ae',
  Æ: 'Ae',
  ł: 'l',
  Ł: 'L',
}

/**
 * The same words in letters the panel's font has, cut to fit; letters of other scripts are left out.
 * @param longest characters
 */
export function legible(text: string, longest: number): string {
  const plain = [...text.normalize('NFC')].map((letter) => {
    if (letter.search(DRAWN) < 0) return letter
    return ALIKE[letter] ?? letter.normalize('NFD').replace(DRAWN, '')
  })
  const words = plain.join('').replace(/\s+/g, ' ').trim()
  return words.length > longest ? `${words.slice(0, longest - 3).trimEnd()}...` : words
}
