import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { truncateText, wrapText } from '../../../scenes/panel/fit-text.ts'

/** Every letter as wide as the next. */
const measure = (text: string) => [...text].length

describe('words on the panel', () => {
  test.each([
    ['Twelve chars', 12, 'Twelve chars'],
    ['A very long title indeed', 12, 'A very long…'],
    ['夜に駆ける夜に駆ける', 6, '夜に駆ける…'],
    // Never half a letter.
    ['가나👩‍🚀다', 5, '가나…'],
    ['narrow', 0, '…'],
  ])('%s in %i is written as %s', (text, room, written) => {
    expect(truncateText(text, measure, room)).toBe(written)
  })

  test.each([
    ['The song could not be opened. Choose another.', 16, ['The song could', 'not be opened.', 'Choose another.']],
    ['', 9, []],
  ])('%s in lines of %i', (text, room, lines) => {
    expect(wrapText(text, measure, room)).toEqual(lines)
  })

  test('what is written without spaces is broken as well', () => {
    const lines = wrapText('この曲は開けません', measure, 4)
    expect(lines.join('')).toBe('この曲は開けません')
    for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(4)
  })

  test('lines hold all words in their order, and are too long only where one word is', () => {
    fc.assert(
      fc.property(
        fc.array(fc.stringMatching(/^[a-z]{1,9}$/), { maxLength: 20 }),
        fc.integer({ min: 9, max: 40 }),
        (words, room) => {
          const lines = wrapText(words.join(' '), measure, room)
          expect(lines.join(' ')).toBe(words.join(' '))
          for (const line of lines) expect(measure(line)).toBeLessThanOrEqual(room)
        },
      ),
    )
  })
})
