import { describe, expect, test } from 'vitest'
import { legible } from '../../../scenes/panel/words.ts'

describe('words on the panel', () => {
  test.each([
    ['Founders', 'Founders'],
    ['Für Elise', 'Für Elise'],
    ['Clair de lune – Débussy’s “étude”…', 'Clair de lune - Debussy\'s "etude"...'],
    ['Sigur Rós: Ágætis byrjun', 'Sigur Ros: Agaetis byrjun'],
    ['夜に駆ける', ''],
    ['a\n  b', 'a b'],
  ])('%s is written as %s', (text, written) => {
    expect(legible(text, 60)).toBe(written)
  })

  test('are cut to what fits', () => {
    expect(legible('A very long title indeed', 12)).toBe('A very lo...')
    expect(legible('Twelve chars', 12)).toBe('Twelve chars')
  })
})
