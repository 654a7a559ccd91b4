import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeLoudnessShares } from '../../../scenes/geometry/loudness-shares.ts'

test('shares lie between 0 and 1, in the order of loudness; the loudest has 1', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: -120, max: 0, noNaN: true }), { minLength: 1 }), (loudness) => {
      const shares = [...computeLoudnessShares(loudness)]
      expect(Math.max(...shares)).toBeCloseTo(1, 6)
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(0)
      for (let k = 1; k < loudness.length; k++)
        if (loudness[k]! > loudness[k - 1]!) expect(shares[k]).toBeGreaterThanOrEqual(shares[k - 1]!)
    }),
  )
})

test('a song of almost one loudness looks level', () => {
  expect(Math.min(...computeLoudnessShares([-10, -10.5, -11]))).toBeGreaterThan(0.8)
})
