import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { computeAffinities } from '../../../../audio/analysis/embedding/affinities.ts'
import { computeSongAffinities, embed } from '../../../../audio/analysis/embedding/embed.ts'
import { measureEmbedding } from '../../../../audio/analysis/embedding/embedding-report.ts'
import { createGradient } from '../../../../audio/analysis/embedding/gradient.ts'
import { findNearestNeighbors } from '../../../../audio/analysis/embedding/neighbors.ts'
import { type Points, toPoints, toUnitRms } from '../../../../audio/analysis/embedding/points.ts'
import { computeKlDivergence, computeTrustworthiness } from '../../../../audio/analysis/embedding/quality.ts'
import { computeProcrustesDisparity } from '../../../procrustes-disparity.ts'
import { noise } from '../../../wav.ts'

const golden: { original26: number[][]; tsne3d: { kl: number; trustworthiness12: number } } = JSON.parse(
  readFileSync(new URL('../../../golden/electronic-30s.json', import.meta.url), 'utf8'),
)
const rows = golden.original26.map((row) => Float64Array.from(row))

const randomRows = (count: number, seed: number): Float64Array[] =>
  Array.from({ length: count }, (_, i) => Float64Array.from(noise(26, seed + i)))

/** All pairwise distances of an interleaved 3D form, invariant under rotation and reflection. */
function distances(form: Float64Array): number[] {
  const points = Array.from({ length: form.length / 3 }, (_, i) => form.subarray(3 * i, 3 * i + 3))
  return points.flatMap((a, i) => points.slice(0, i).map((b) => Math.hypot(...a.map((x, d) => x - b[d]!))))
}

describe('the golden 165 chunks', () => {
  const snapshots: { kl: number; form: Float64Array; iteration: number }[] = []
  const pairs = computeSongAffinities(toPoints(rows, 26), 30)
  const { features, form, map } = embed(rows, 30, {
    onForm: (points, iteration) => {
      snapshots.push({ kl: computeKlDivergence(pairs, points), form: toUnitRms(points), iteration })
    },
  })

  test('KL divergence not above scikit-learn’s, over the same kind of P and over the dense one', () => {
    const dense = computeAffinities(findNearestNeighbors(features, rows.length - 1), rows.length, 30)
    expect(computeKlDivergence(pairs, form)).toBeLessThanOrEqual(golden.tsne3d.kl)
    expect(computeKlDivergence(dense, form)).toBeLessThanOrEqual(golden.tsne3d.kl)
  })

  test('trustworthiness not below scikit-learn’s by more than 0.005', () => {
    expect(computeTrustworthiness(features, form, 12)).toBeGreaterThan(golden.tsne3d.trustworthiness12 - 0.005)
    expect(computeTrustworthiness(features, map, 12)).toBeGreaterThan(0.95)
  })

  test('a snapshot every ten iterations; the KL divergence falls', () => {
    expect(snapshots.map(({ iteration }) => iteration)).toEqual(Array.from({ length: 51 }, (_, i) => i * 10))
    // The first iterations follow the exaggerated affinities, the last ones those of a larger perplexity.
    for (let i = 6; i <= 35; i++) expect(snapshots[i]?.kl).toBeLessThan((snapshots[i - 1]?.kl as number) + 1e-4)
    expect(snapshots.at(-1)?.kl).toBeLessThan((snapshots[0]?.kl as number) / 4)
  })

  test('the form moves little between snapshots', () => {
    const settled = snapshots.slice(2).map((snapshot) => snapshot.form)
    settled.slice(1).forEach((form, i) => {
      const before = settled[i] as Float64Array
      expect(Math.hypot(...form.map((x, k) => x - before[k]!)) / Math.sqrt(rows.length)).toBeLessThan(0.3)
    })
  })

  test('same input, same bits', () => {
    const again = embed(rows, 30)
    expect(again.form.values).toEqual(form.values)
    expect(again.map.values).toEqual(map.values)
  })

  test('a little noise on the features changes the distances of the form little', () => {
    const shaken = rows.map((row, i) => row.map((x, d) => x + 0.05 * noise(26, 100 * i)[d]!))
    const before = distances(toUnitRms(form))
    const after = distances(toUnitRms(embed(shaken, 30).form))
    const moved = before.reduce((sum, x, i) => sum + (x - after[i]!) ** 2, 0)
    expect(moved / before.reduce((sum, x) => sum + x * x, 0)).toBeLessThan(0.01)
  })
})

describe.each([2, 3])('the gradient in %iD', (dims) => {
  test('is the derivative of the KL divergence', () => {
    const count = 20
    const features = toPoints(randomRows(count, 5), 26)
    const pairs = computeSongAffinities(features, 5)
    const points: Points = { count, dims, values: Float64Array.from(noise(count * dims, 9)) }
    const gradient = new Float64Array(points.values.length)
    createGradient(pairs, count, dims)(points.values, 1, gradient)
    const step = 1e-5
    for (let i = 0; i < gradient.length; i++) {
      const at = (shift: number): number =>
        computeKlDivergence(pairs, { ...points, values: points.values.map((x, k) => (k === i ? x + shift : x)) })
      expect(4 * gradient[i]!).toBeCloseTo((at(step) - at(-step)) / (2 * step), 6)
    }
  })
})

describe('small and degenerate songs', () => {
  test.each([1, 2, 3, 4, 10])('%i chunks', (count) => {
    const embedding = embed(randomRows(count, 3), 30)
    const { form, map } = embedding
    expect(form.values).toHaveLength(3 * count)
    expect(map.values).toHaveLength(2 * count)
    for (const values of [form.values, map.values]) expect(values.every(Number.isFinite)).toBe(true)
    const { trust, divergence, trustworthiness } = measureEmbedding(embedding, form)
    expect(divergence).toBeGreaterThanOrEqual(0)
    expect(divergence).toBeLessThan(1)
    expect(trustworthiness).toBeGreaterThanOrEqual(0)
    expect(trustworthiness).toBeLessThanOrEqual(1)
    // With at most twelve other chunks, all are neighbors.
    expect(trust).toEqual(trust.map(() => 1))
  })

  test.each([2, 5, 50])('%i chunks with equal features are spread apart', (count) => {
    const { form } = embed(
      Array.from({ length: count }, () => new Float64Array(26)),
      30,
    )
    const unit = toUnitRms(form)
    expect(unit.every(Number.isFinite)).toBe(true)
    const { squared } = findNearestNeighbors(form, 1)
    expect(Math.min(...squared)).toBeGreaterThan(1e-12)
  })

  test('a loop: groups of equal chunks', () => {
    const kinds = randomRows(4, 8)
    const { form, map } = embed(
      Array.from({ length: 60 }, (_, i) => kinds[i % 4] as Float64Array),
      30,
    )
    expect(form.values.every(Number.isFinite)).toBe(true)
    expect(map.values.every(Number.isFinite)).toBe(true)
  })
})

describe('3 % noise on the features', () => {
  const normals = (count: number, seed: number): Float64Array =>
    Float64Array.from(noise(4 * count, seed)).reduce((sums, x, i) => {
      // The sum of four uniform deviates, each of variance 1/3, is nearly normal.
      sums[i % count]! += x * Math.sqrt(3 / 4)
      return sums
    }, new Float64Array(count))
  /** 3 % of the standard deviation of each feature over the song. */
  const shake = (all: Float64Array[], seed: number) => {
    const deviations = Float64Array.from(all[0] as Float64Array, (_, d) => {
      const mean = all.reduce((sum, row) => sum + row[d]!, 0) / all.length
      return Math.sqrt(all.reduce((sum, row) => sum + (row[d]! - mean) ** 2, 0) / all.length)
    })
    return all.map((row, i) => {
      const shift = normals(row.length, 1e6 * seed + 31 * i)
      return row.map((x, d) => x + 0.03 * deviations[d]! * shift[d]!)
    })
  }
  const disparities = (song: Float64Array[], seeds: number[]) => {
    const before = toUnitRms(embed(song, 30).form)
    return seeds.map((seed) => computeProcrustesDisparity(before, toUnitRms(embed(shake(song, seed), 30).form)))
  }
  const grid: { features: number[][] } = JSON.parse(
    readFileSync(new URL('../../../golden/founders-grid.json', import.meta.url), 'utf8'),
  )
  const founders = grid.features.map((row) => Float64Array.from(row))

  test('on 653 chunks of a real song moves the form by a Procrustes disparity of at most 0.01', () => {
    for (const moved of disparities(founders, [1, 2, 3, 4])) expect(moved).toBeLessThan(0.01)
  })

  test('the same on 500 chunks of twelve clusters', () => {
    const kinds = randomRows(12, 70)
    const song = Array.from({ length: 500 }, (_, i) => {
      const own = noise(26, 1000 + i)
      return (kinds[i % 12] as Float64Array).map((x, d) => x + 0.3 * own[d]!)
    })
    for (const moved of disparities(song, [5, 6])) expect(moved).toBeLessThan(0.01)
  })

  test('the same on 165 chunks of a real song', () => {
    for (const moved of disparities(rows, [1, 2, 3, 4])) expect(moved).toBeLessThan(0.01)
  })
})
