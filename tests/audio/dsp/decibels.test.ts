import fc from 'fast-check'
import { expect, test } from 'vitest'
import { powerToDecibels } from '../../../audio/dsp/decibels.ts'

test('decibels are ten times the decimal logarithm, in single precision', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.double({ min: -9.99, max: 38, noNaN: true }), fc.double({ min: -1e-6, max: 1e-6, noNaN: true })),
      (exponent) => {
        const power = Math.fround(10 ** exponent)
        const expected = 10 * Math.log10(power)
        expect(Math.abs(powerToDecibels(power) - expected)).toBeLessThanOrEqual(4e-7 * Math.abs(expected))
      },
    ),
    { numRuns: 1000 },
  )
})

test('NaN, negative and tiny powers are -100 dB', () => {
  for (const power of [0, -1, 1e-10, 1e-300, Number.NaN, -Infinity]) expect(powerToDecibels(power)).toBe(-100)
  expect(powerToDecibels(1)).toBe(0)
})
