import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exponential, logarithm } from '../../audio/exponentials.ts'

const precision = 5e-16

test('e to the power of anything', () => {
  fc.assert(
    fc.property(fc.oneof(fc.double({ min: -700, max: 700 }), fc.double({ min: -2, max: 2 })), (x) => {
      if (!Number.isNaN(x)) expect(Math.abs(exponential(x) / Math.exp(x) - 1)).toBeLessThan(precision)
    }),
    { numRuns: 1000 },
  )
  expect([-Infinity, -800, 0, -0, 800, Infinity, Number.NaN].map(exponential)).toEqual([
    0,
    0,
    1,
    1,
    Infinity,
    Infinity,
    Number.NaN,
  ])
  expect(exponential(-745)).toBe(5e-324)
})

test('the logarithm of anything above zero', () => {
  const numbers = fc.oneof(fc.double({ min: 5e-324 }), fc.double({ min: 0.5, max: 2 }))
  fc.assert(
    fc.property(numbers, (x) => {
      if (!Number.isFinite(x)) return
      const expected = Math.log(x)
      expect(Math.abs(logarithm(x) - expected)).toBeLessThanOrEqual(precision * Math.abs(expected))
    }),
    { numRuns: 1000 },
  )
  expect([0, -0, 1, Infinity, -1, Number.NaN].map(logarithm)).toEqual([
    -Infinity,
    -Infinity,
    0,
    Infinity,
    Number.NaN,
    Number.NaN,
  ])
})

test('the same bits everywhere', () => {
  const values = Float64Array.from({ length: 2000 }, (_, i) =>
    i % 2 ? logarithm(i / 77) : exponential((i - 999) / 77),
  )
  const hash = new Uint32Array(values.buffer).reduce((sum, word) => Math.imul(sum ^ word, 16777619), 1)
  expect(hash).toBe(-503762597)
})
