import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exponential, logarithm } from '../../audio/exponential.ts'

const near = (a: number, b: number): void => expect(Math.abs(a - b)).toBeLessThanOrEqual(2e-15 * Math.abs(b))

test('logarithm and exponential are those of mathematics, within a few last bits', () => {
  fc.assert(
    fc.property(fc.double({ min: -300, max: 300, noNaN: true }), (power) => {
      near(logarithm(10 ** power), Math.log(10 ** power))
    }),
    { numRuns: 500 },
  )
  fc.assert(
    fc.property(fc.double({ min: -708, max: 709, noNaN: true }), (x) => {
      near(exponential(x), Math.exp(x))
    }),
    { numRuns: 500 },
  )
})

test('their ends', () => {
  expect(logarithm(1)).toBe(0)
  expect(exponential(0)).toBe(1)
  expect(exponential(-Infinity)).toBe(0)
  expect(exponential(710)).toBe(Infinity)
})
