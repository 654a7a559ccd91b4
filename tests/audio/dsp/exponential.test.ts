import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exponential, logarithm } from '../../../audio/dsp/exponential.ts'

test('the exponential is that of the engine, but for the last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-15)
    }),
    { numRuns: 5000 },
  )
  expect([0, -800, 800, -Infinity, Infinity].map(exponential)).toEqual([1, 0, Infinity, 0, Infinity])
})

test('so is the logarithm, which undoes it', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(Math.max(2e-16, Math.abs(Math.log(x)) * 4e-16))
    }),
    { numRuns: 5000 },
  )
  expect(logarithm(1)).toBe(0)
  expect(logarithm(exponential(1.5))).toBeCloseTo(1.5, 14)
})
