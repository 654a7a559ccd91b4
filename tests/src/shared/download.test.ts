import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toSafeFileName } from '../../../src/shared/download.ts'

test.each([
  ['Für Elise (live)', 'Für Elise (live)'],
  ['AC/DC: “Back in Black”?', 'AC DC “Back in Black”'],
  ['../../etc/passwd', 'etc passwd'],
  ['..\\..\\autorun', 'autorun'],
  ['con', 'con_'],
  ['LPT1', 'LPT1_'],
  ['.hidden. ', 'hidden'],
  ['a\u0000b\u202ec\n', 'a b c'],
  ['<b>&amp;</b>', 'b &amp; b'],
  ['   ', 'song'],
  ['', 'song'],
])('%j becomes %j', (title, name) => expect(toSafeFileName(title)).toBe(name))

test('any title becomes a short name without a path; applied twice it is the same', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (title) => {
      const name = toSafeFileName(title)
      expect(name).toMatch(/^[^<>:"/\\|?*\p{Cc}]{1,81}$/u)
      expect(name).not.toMatch(/^\.|[. ]$/)
      expect(toSafeFileName(name)).toBe(name)
    }),
    { seed: 2017 },
  )
})
