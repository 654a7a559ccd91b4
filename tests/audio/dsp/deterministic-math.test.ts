import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cosine, exponential, logarithm, sine } from '../../../audio/dsp/deterministic-math.ts'

test('exponential equals Math.exp up to the last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: -700, max: 709, noNaN: true }), (x) => {
      expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(1e-15)
    }),
    { numRuns: 5000 },
  )
  expect([0, -800, 800, -Infinity, Infinity].map(exponential)).toEqual([1, 0, Infinity, 0, Infinity])
})

test('logarithm equals Math.log up to the last bits, and inverts exponential', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(logarithm(x) - Math.log(x))).toBeLessThanOrEqual(Math.max(2e-16, Math.abs(Math.log(x)) * 4e-16))
    }),
    { numRuns: 5000 },
  )
  expect(logarithm(1)).toBe(0)
  expect(logarithm(exponential(1.5))).toBeCloseTo(1.5, 14)
})

test('sine and cosine equal Math.sin and Math.cos up to the last bits', () => {
  for (let i = -50_000; i < 50_000; i++) {
    const angle = i * 0.731
    expect(Math.abs(sine(angle) - Math.sin(angle))).toBeLessThan(1e-15)
    expect(Math.abs(cosine(angle) - Math.cos(angle))).toBeLessThan(1e-15)
  }
  expect([sine(0), cosine(0)]).toEqual([0, 1])
})
