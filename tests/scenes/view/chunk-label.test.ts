import { expect, test } from 'vitest'
import { formatLabel } from '../../../scenes/view/chunk-label.ts'

test('formatLabel gives the number from 1, the time to 0.1 s, and the adjectives if there are any', () => {
  expect(formatLabel(112, 42.31, ['loud', 'bright'])).toBe('113 · 0:42.3 · loud, bright')
  expect(formatLabel(0, 0, [])).toBe('1 · 0:00.0')
  expect(formatLabel(9, 119.97, ['quiet'])).toBe('10 · 1:59.9 · quiet')
})
