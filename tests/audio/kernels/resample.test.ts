import fc from 'fast-check'
import { expect, test } from 'vitest'
import { resample } from '../../../audio/resample.ts'
import { noise } from '../../wav.ts'

const rates = [8000, 11025, 16000, 22050, 32000, 44056, 44100, 48000, 96000, 192000]

test('the kernels give the bits of plain TypeScript, at any rate and length', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rates),
      fc.oneof(fc.constantFrom(0, 1, 2, 3, 5, 17), fc.integer({ min: 0, max: 60_000 })),
      fc.integer({ min: 0, max: 1e6 }),
      (from, length, seed) => {
        const samples = noise(length, seed)
        const [simd, plain] = (['simd', 'plain'] as const).map((path) =>
          resample(samples, from, 22050, undefined, path).map((x) => x + 0),
        )
        expect(simd).toEqual(plain)
        expect(simd?.every(Number.isFinite)).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})

test('the same bits twice', () => {
  const samples = noise(200_000, 5)
  expect(resample(samples, 48000, 22050)).toEqual(resample(samples, 48000, 22050))
})
