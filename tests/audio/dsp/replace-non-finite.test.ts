import { expect, test } from 'vitest'
import { sanitizeSamples } from '../../../audio/dsp/replace-non-finite.ts'

test('sanitizeSamples zeroes NaN, infinities and tiny samples, and limits huge ones', () => {
  const samples = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, 1e30, -1e30)
  sanitizeSamples(samples)
  expect(samples).toEqual(Float32Array.of(0, 0, 0, 0.5, 1e6, -1e6))
  const quiet = Float32Array.of(1e-40, -1e-20, 1e-14, 0)
  sanitizeSamples(quiet)
  expect(quiet).toEqual(Float32Array.of(0, 0, 1e-14, 0))
})
