import { expect, test } from 'vitest'
import { computeBrightness } from '../../../scenes/ar/light-estimator.ts'

const lit = (level: number) => computeBrightness([level, level, level, ...new Array(24).fill(0)])

test('a room lit like a living room is 1, a darker one less, within limits', () => {
  expect(lit(0.5 / 0.282095)).toBeCloseTo(1)
  expect(lit(0.3 / 0.282095)).toBeLessThan(1)
  expect(lit(0)).toBe(0.35)
  expect(lit(1000)).toBe(1.5)
})

test('green counts most, as for the eye', () => {
  expect(computeBrightness([0, 2, 0])).toBeGreaterThan(computeBrightness([2, 0, 0]))
  expect(computeBrightness([2, 0, 0])).toBeGreaterThan(computeBrightness([0, 0, 2]))
})

test('what cannot be is taken as usual light', () => {
  expect(computeBrightness([Number.NaN, 1, 1])).toBe(1)
})
