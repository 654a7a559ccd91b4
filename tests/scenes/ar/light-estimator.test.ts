import { expect, test } from 'vitest'
import { computeBrightness } from '../../../scenes/ar/light-estimator.ts'

const computeGreyBrightness = (level: number) => computeBrightness([level, level, level, ...new Array(24).fill(0)])

test('a lit living room is 1, a darker room less, within limits', () => {
  expect(computeGreyBrightness(0.5 / 0.282095)).toBeCloseTo(1)
  expect(computeGreyBrightness(0.3 / 0.282095)).toBeLessThan(1)
  expect(computeGreyBrightness(0)).toBe(0.35)
  expect(computeGreyBrightness(1000)).toBe(1.5)
})

test('green counts most and blue least, as for the eye', () => {
  expect(computeBrightness([0, 2, 0])).toBeGreaterThan(computeBrightness([2, 0, 0]))
  expect(computeBrightness([2, 0, 0])).toBeGreaterThan(computeBrightness([0, 0, 2]))
})

test('invalid coefficients give the default brightness', () => {
  expect(computeBrightness([Number.NaN, 1, 1])).toBe(1)
})
