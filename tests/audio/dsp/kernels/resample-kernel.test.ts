import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readAnalysisInput } from '../../../../audio/analysis/analysis-input.ts'
import { noise } from '../../../wav.ts'

const rates = [8000, 11025, 16000, 22050, 32000, 44056, 44100, 48000, 96000, 192000]

test('the kernels give the bits of plain TypeScript, at any rate, length and number of channels', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...rates),
      fc.integer({ min: 1, max: 8 }),
      fc.oneof(fc.constantFrom(1, 2, 3, 5, 17), fc.integer({ min: 1, max: 60_000 })),
      fc.integer({ min: 0, max: 1e6 }),
      (sampleRate, count, length, seed) => {
        const channels = Array.from({ length: count }, (_, c) => noise(length, seed + c))
        const [simd, plain] = (['simd', 'plain'] as const).map((backend) => {
          const { samples, duration, rmsLevel } = readAnalysisInput({ channels, sampleRate }, undefined, backend)
          return {
            samples: samples.map((x) => x + 0),
            levels: [0, 1, 2].map((k) => rmsLevel((k * 512) / 22050, duration)),
          }
        })
        expect(simd).toEqual(plain)
        expect(simd?.samples.every(Number.isFinite)).toBe(true)
      },
    ),
    { numRuns: 40 },
  )
})
