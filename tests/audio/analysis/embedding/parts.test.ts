import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeAffinities } from '../../../../audio/analysis/embedding/affinities.ts'
import { findNearestNeighbors } from '../../../../audio/analysis/embedding/neighbors.ts'
import { computePrincipalComponents } from '../../../../audio/analysis/embedding/pca.ts'
import { type Points, toPoints, toUnitRms } from '../../../../audio/analysis/embedding/points.ts'
import { computeKlDivergence, computeTrustworthiness } from '../../../../audio/analysis/embedding/quality.ts'
import { createPlainRepulsion } from '../../../../audio/analysis/embedding/repulsion.ts'
import { noise } from '../../../wav.ts'

const randomPoints = (count: number, dims: number, seed = 1): Points => ({
  count,
  dims,
  values: Float64Array.from(noise(count * dims, seed)),
})
const distance = ({ count, dims, values }: Points, i: number, j: number): number => {
  let sum = 0
  for (let d = 0; d < dims; d++) sum += (values[d * count + i]! - values[d * count + j]!) ** 2
  return sum
}
const others = (count: number, i: number): number[] => Array.from({ length: count }, (_, j) => j).filter((j) => j !== i)

describe('findNearestNeighbors', () => {
  test('equals sorting all distances, ties by index', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 4 })), {
          minLength: 2,
          maxLength: 25,
        }),
        fc.nat(),
        (rows, seed) => {
          const points = toPoints(rows, 2)
          const k = 1 + (seed % (rows.length - 1))
          const { index, squared } = findNearestNeighbors(points, k)
          rows.forEach((_, i) => {
            const sorted = others(rows.length, i).sort(
              (a, b) => distance(points, i, a) - distance(points, i, b) || a - b,
            )
            expect(Array.from(index.subarray(i * k, (i + 1) * k))).toEqual(sorted.slice(0, k))
            expect(squared[i * k]).toBe(distance(points, i, sorted[0]!))
          })
        },
      ),
    )
  })
})

describe('affinities', () => {
  test('each conditional row has the perplexity; P sums to 1 over the pairs', () => {
    const points = randomPoints(40, 5)
    const neighbors = findNearestNeighbors(points, 39)
    const { from, to, p } = computeAffinities(neighbors, 40, 8)
    expect(2 * p.reduce((sum, x) => sum + x, 0)).toBeCloseTo(1, 9)
    p.forEach((value, e) => {
      expect(value).toBeGreaterThanOrEqual(0)
      expect(from[e]).toBeLessThan(to[e]!)
    })
  })

  test('equally near neighbors have equal affinities', () => {
    const { p } = computeAffinities(findNearestNeighbors({ count: 6, dims: 2, values: new Float64Array(12) }, 5), 6, 3)
    for (const value of p) expect(value).toBeCloseTo(1 / 30, 12)
  })

  test('do not depend on the scale of the features', () => {
    const points = randomPoints(30, 4)
    const large = { ...points, values: points.values.map((x) => 1e4 * x) }
    const a = computeAffinities(findNearestNeighbors(points, 20), 30, 6)
    const b = computeAffinities(findNearestNeighbors(large, 20), 30, 6)
    a.p.forEach((value, e) => {
      expect(b.p[e]).toBeCloseTo(value, 8)
    })
  })
})

describe('repulsion', () => {
  test.each([2, 3])('in %iD equals the sum over all pairs', (dims) => {
    const points = randomPoints(17, dims)
    const forces = new Float64Array(17 * dims).fill(9)
    const z = createPlainRepulsion(17, dims)(points.values, forces)
    let expected = 0
    for (let i = 0; i < 17; i++) {
      const force = new Float64Array(dims)
      for (const j of others(17, i)) {
        const q = 1 / (1 + distance(points, i, j))
        expected += q
        for (let d = 0; d < dims; d++) {
          const difference = points.values[d * 17 + i]! - points.values[d * 17 + j]!
          force[d]! += q * q * difference
        }
      }
      for (let d = 0; d < dims; d++) expect(forces[d * 17 + i]).toBeCloseTo(force[d]!, 6)
    }
    expect(z).toBeCloseTo(expected, 4)
  })
})

describe('computePrincipalComponents', () => {
  test('finds the longest axis, scales it to 1 and the others in proportion', () => {
    const base = randomPoints(200, 2, 4)
    const rows = Array.from({ length: 200 }, (_, i) => {
      const long = 5 * base.values[i]!
      const short = base.values[200 + i]!
      return [(long - short) / Math.SQRT2, (long + short) / Math.SQRT2, 7]
    })
    const { values } = computePrincipalComponents(toPoints(rows, 3), 3)
    const deviation = (d: number): number =>
      Math.sqrt(values.subarray(d * 200, (d + 1) * 200).reduce((sum, x) => sum + x * x, 0) / 200)
    expect(deviation(0)).toBeCloseTo(1, 9)
    expect(deviation(1)).toBeGreaterThan(0.15)
    expect(deviation(1)).toBeLessThan(0.25)
    expect(deviation(2)).toBeCloseTo(0, 9)
  })

  test('keeps distances in proportion when it keeps all dimensions', () => {
    const points = randomPoints(30, 3, 6)
    const turned = computePrincipalComponents(points, 3)
    const ratio = distance(turned, 0, 1) / distance(points, 0, 1)
    for (let j = 2; j < 30; j++) expect(distance(turned, 0, j) / distance(points, 0, j)).toBeCloseTo(ratio, 6)
  })

  test('coinciding points stay at the origin', () => {
    expect(
      computePrincipalComponents(
        toPoints(
          [
            [1, 2],
            [1, 2],
          ],
          2,
        ),
        3,
      ).values,
    ).toEqual(new Float64Array(6))
  })
})

describe('quality', () => {
  test('KL divergence equals its definition', () => {
    const points = randomPoints(25, 3, 2)
    const pairs = computeAffinities(findNearestNeighbors(randomPoints(25, 6, 3), 24), 25, 6)
    let z = 0
    for (let i = 0; i < 25; i++) for (const j of others(25, i)) z += 1 / (1 + distance(points, i, j))
    let kl = 0
    pairs.p.forEach((p, e) => {
      const q = 1 / (1 + distance(points, pairs.from[e]!, pairs.to[e]!)) / z
      kl += 2 * p * Math.log(p / q)
    })
    expect(computeKlDivergence(pairs, points)).toBeCloseTo(kl, 10)
  })

  test('trustworthiness is 1 for the points themselves and about a half for random points', () => {
    const points = randomPoints(100, 3, 2)
    expect(computeTrustworthiness(points, points, 12)).toBe(1)
    expect(Math.abs(computeTrustworthiness(points, randomPoints(100, 3, 77), 12) - 0.5)).toBeLessThan(0.1)
  })

  test('a unit form is centered, of unit RMS radius, with one scale for all axes', () => {
    const points = randomPoints(50, 3, 5)
    const form = toUnitRms(points)
    const unit = toPoints(
      Array.from({ length: 50 }, (_, i) => form.subarray(3 * i, 3 * i + 3)),
      3,
    )
    expect(form.reduce((sum, x) => sum + x * x, 0) / 50).toBeCloseTo(1, 9)
    const ratio = distance(unit, 0, 1) / distance(points, 0, 1)
    for (let j = 2; j < 50; j++) expect(distance(unit, 0, j) / distance(points, 0, j)).toBeCloseTo(ratio, 9)
  })
})
