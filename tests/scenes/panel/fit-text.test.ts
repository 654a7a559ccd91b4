import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { truncateText, wrapText } from '../../../scenes/panel/fit-text.ts'

/** Every code point has width 1. */
const measure = (text: string) => [...text].length

describe('fit-text', () => {
  test.each([
    ['Twelve chars', 12, 'Twelve chars'],
    ['A very long title indeed', 12, 'A very long…'],
    ['夜に駆ける夜に駆ける', 6, '夜に駆ける…'],
    // Graphemes of several code points are not split.
    ['가나👩‍🚀다', 5, '가나…'],
    ['narrow', 0, '…'],
  ])('truncateText cuts “%s” at width %i to “%s”', (text, maxWidth, expected) => {
    expect(truncateText(text, measure, maxWidth)).toBe(expected)
  })

  test.each([
    ['The song could not be opened. Choose another.', 16, ['The song could', 'not be opened.', 'Choose another.']],
    ['', 9, []],
  ])('wrapText breaks “%s” into lines of %i', (text, maxWidth, lines) => {
    expect(wrapText(text, measure, maxWidth)).toEqual(lines)
  })

  test('wrapText breaks text without spaces', () => {
    const lines = wrapText('この曲は開けません', measure, 4)
    expect(lines.join('')).toBe('この曲は開けません')
    for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(4)
  })

  test('wrapText keeps all words in order, and every line fits', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 20 }),
        fc.integer({ min: 9, max: 40 }),
        (words, maxWidth) => {
          const lines = wrapText(words.join(' '), measure, maxWidth)
          expect(lines.join(' ')).toBe(words.join(' '))
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(maxWidth)
        },
      ),
    )
  })
})
