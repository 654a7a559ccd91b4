import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeSongAffinities } from '../../../../audio/analysis/embedding/embed.ts'
import { createGradient } from '../../../../audio/analysis/embedding/gradient.ts'
import { computePrincipalComponents } from '../../../../audio/analysis/embedding/pca.ts'
import { toPoints } from '../../../../audio/analysis/embedding/points.ts'
import { runTsne } from '../../../../audio/analysis/embedding/tsne.ts'
import { selectBackend } from '../../../../audio/dsp/wasm-kernels.ts'
import { noise } from '../../../wav.ts'

const features = (count: number, seed: number) =>
  toPoints(
    Array.from({ length: count }, (_, i) => noise(26, seed + i)),
    26,
  )

test('this machine runs the kernels', () => {
  expect(selectBackend()).toBe('simd')
})

describe.each([2, 3])('the gradient in %iD', (dims) => {
  test('has the bits of plain TypeScript for any number of points and any spread', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(63, 64, 65, 127, 200)),
        fc.integer({ min: 0, max: 1e6 }),
        fc.constantFrom(0, 1e-4, 1, 50, 1e4),
        (count, seed, spread) => {
          const pairs = computeSongAffinities(features(count, seed), 30)
          const values = Float64Array.from(noise(dims * count, seed), (x) => spread * x)
          const [simd, plain] = (['simd', 'plain'] as const).map((backend) => {
            const gradient = new Float64Array(dims * count)
            createGradient(pairs, count, dims, backend)(values, 3.7, gradient)
            return gradient.map((x) => x + 0)
          })
          expect(simd).toEqual(plain)
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each([1, 2, 3, 4, 5, 17, 250])('500 iterations on %i chunks give the same bits, in two runs', (count) => {
    const points = features(count, 11)
    const pairs = computeSongAffinities(points, 30)
    const start = computePrincipalComponents(points, dims)
    const form = runTsne(pairs, start, undefined, 'simd')
    expect(form.values.every(Number.isFinite)).toBe(true)
    expect(runTsne(pairs, start, undefined, 'plain').values).toEqual(form.values)
    expect(runTsne(pairs, start, undefined, 'simd').values).toEqual(form.values)
  })
})
