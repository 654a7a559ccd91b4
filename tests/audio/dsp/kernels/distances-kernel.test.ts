import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createDistances } from '../../../../audio/analysis/embedding/distances.ts'
import { findNearestAmong, findNearestNeighbors } from '../../../../audio/analysis/embedding/neighbors.ts'
import { toPoints } from '../../../../audio/analysis/embedding/points.ts'
import { computeKlDivergence, computeTrustworthiness } from '../../../../audio/analysis/embedding/quality.ts'
import { noise } from '../../../wav.ts'

/** Points with coarse coordinates, so that many distances are equal. */
const coarse = (count: number, dims: number, seed: number) =>
  toPoints(
    Array.from({ length: count }, (_, i) => noise(dims, seed + i).map((x) => Math.round(2 * x) / 3)),
    dims,
  )

const sizes = {
  count: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(63, 64, 65)),
  queries: fc.integer({ min: 1, max: 20 }),
  dims: fc.constantFrom(1, 2, 3, 26, 45),
  seed: fc.integer({ min: 0, max: 1e6 }),
}

test('distances, ranks and sums have the bits of plain TypeScript', () => {
  fc.assert(
    fc.property(fc.record(sizes), ({ count, queries, dims, seed }) => {
      const points = coarse(count, dims, seed)
      const others = coarse(queries, dims, seed + 1000)
      const [simd, plain] = (['simd', 'plain'] as const).map((backend) => {
        const distances = createDistances(points, others, backend)
        return Array.from({ length: queries }, (_, i) => {
          distances.measure(i)
          const ranks = Array.from({ length: count }, (_, j) => distances.countBefore(j))
          expect(ranks.toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, j) => j))
          return { row: Array.from(distances.row), ranks, sum: distances.sumSimilarities() }
        })
      })
      expect(simd).toEqual(plain)
      const k = 1 + (seed % count)
      expect(findNearestAmong(points, others, k, 'simd')).toEqual(findNearestAmong(points, others, k, 'plain'))
      const own = k % count
      expect(findNearestNeighbors(points, own, 'simd')).toEqual(findNearestNeighbors(points, own, 'plain'))
    }),
    { numRuns: 60 },
  )
})

test('so have the quality measures, with and without known neighbors', () => {
  const features = coarse(101, 26, 1)
  const form = coarse(101, 3, 500)
  const pairs = { from: Int32Array.of(0, 3), to: Int32Array.of(1, 9), p: Float64Array.of(0.3, 0.2) }
  expect(computeKlDivergence(pairs, form, 'simd')).toBe(computeKlDivergence(pairs, form, 'plain'))
  const trusted = computeTrustworthiness(features, form, 12, undefined, undefined, 'plain')
  for (const k of [1, 12, 30]) {
    expect(computeTrustworthiness(features, form, 12, findNearestNeighbors(features, k))).toBe(trusted)
  }
  expect(trusted).toBeLessThan(0.8)
})
