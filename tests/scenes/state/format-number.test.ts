import { expect, test } from 'vitest'
import { formatNumber, formatPercent } from '../../../scenes/state/format-number.ts'

test.each([
  [-23.06, 'en', 1, '−23.1'],
  [1234.5, 'en', undefined, '1,234.5'],
  [1234.5, 'de', undefined, '1.234,5'],
  [0.25, 'ja', 2, '0.25'],
])('%d in %s with %s digits is %s', (value, language, digits, text) => {
  expect(formatNumber(value, language, digits)).toBe(text)
})

test('a share is written in percent, with the digits asked for', () => {
  expect(formatPercent(0.9731, 'en', 1)).toBe('97.3%')
  expect(formatPercent(0.5, 'en')).toBe('50%')
})
