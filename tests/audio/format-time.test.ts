import { expect, test } from 'vitest'
import { formatTime } from '../../audio/format-time.ts'

test.each([
  [0, 0, '0:00'],
  [59.999, 0, '0:59'],
  [60, 0, '1:00'],
  [83.456, 2, '1:23.45'],
  [0.29, 2, '0:00.29'],
  [59.999, 2, '0:59.99'],
  [3725, 0, '62:05'],
])('%d s with %d digits is %s', (time, digits, text) => {
  expect(formatTime(time, digits)).toBe(text)
})
