import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeCloudRadius, computeCubeEdges, placeCloud } from '../../../scenes/geometry/cloud.ts'
import { anyChunks, chunksOf } from '../sample-chunks.ts'

const number = fc.oneof(
  fc.float({ min: -4, max: 4, noNaN: true }),
  fc.float({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constant(0),
)
const embedding = fc.array(fc.tuple(number, number, number), { minLength: 1, maxLength: 30 }).map((p) => p.flat())
const radius = fc.double({ min: 0.5, max: 5, noNaN: true })
const AT_ORIGIN = { x: 0, z: 0, heartX: 0, heartZ: 0 }
const place = (points: readonly number[], r: number, heart = AT_ORIGIN) =>
  placeCloud(Float32Array.from(points), r, new Float32Array(points.length), heart)

describe('placeCloud', () => {
  test('keeps any embedding finite, above the floor and clear of the head', () => {
    fc.assert(
      fc.property(embedding, radius, (points, r) => {
        const placed = place(points, r)
        for (let i = 0; i < placed.length; i += 3) {
          const [x, y, z] = placed.subarray(i, i + 3) as unknown as [number, number, number]
          expect(Number.isFinite(x) && Number.isFinite(y) && Number.isFinite(z)).toBe(true)
          expect(y).toBeGreaterThan(0.4999)
          expect(Math.hypot(x, y - 1.6, z)).toBeGreaterThan(0.7499)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('above eye height and beyond 3 m only scales and lifts, within 2 cm', () => {
    fc.assert(
      fc.property(
        fc.float({ min: -6, max: 6, noNaN: true }),
        fc.float({ min: 0, max: 6, noNaN: true }),
        fc.float({ min: -6, max: 6, noNaN: true }),
        (x, y, z) => {
          fc.pre(Math.hypot(x, y, z) > 3)
          const placed = place([x / 2, y / 2, z / 2], 2)
          expect(Math.hypot(placed[0]! - x, placed[1]! - y - 1.75, placed[2]! - z)).toBeLessThan(0.02)
        },
      ),
    )
  })

  test('keeps the order of heights', () => {
    const heights = Array.from({ length: 200 }, (_, i) => -3 + i * 0.03)
    const placed = place(
      heights.flatMap((y) => [1.2, y, 0.4]),
      1.5,
    )
    for (let i = 1; i < heights.length; i++) expect(placed[i * 3 + 1]).toBeGreaterThanOrEqual(placed[i * 3 - 2]!)
  })

  test('maps equal points to equal positions', () => {
    for (const value of [0, -0.2, 1]) {
      const placed = place(
        Array.from({ length: 30 }, () => value),
        1.3,
      )
      for (let i = 3; i < placed.length; i++) expect(placed[i]).toBe(placed[i % 3])
    }
  })

  test('moves a point at the center of the head out of it', () => {
    const drop = 1.75 - 0.5
    const y = drop * Math.log((1.6 - 0.28) / drop)
    const placed = place([0, y, 0], 1)
    expect(Math.hypot(placed[0]!, placed[1]! - 1.6, placed[2]!)).toBeGreaterThan(0.7499)
  })

  test('can write into its own input', () => {
    const points = Float32Array.from([0.3, -1, 0.2, 1, 0.5, -0.7])
    const separate = placeCloud(points, 2, new Float32Array(6), AT_ORIGIN)
    expect(placeCloud(points, 2, points, AT_ORIGIN)).toEqual(separate)
  })
})

test('computeCloudRadius grows with the number of chunks, from 1.3 m to 4.2 m', () => {
  const radii = [1, 10, 100, 435, 2000, 20000].map(computeCloudRadius)
  expect(radii).toEqual([...radii].sort((a, b) => a - b))
  expect(radii[0]).toBe(1.3)
  expect(radii.at(-1)).toBe(4.2)
  expect(computeCloudRadius(435)).toBeGreaterThan(2)
})

test('a cloud whose heart is elsewhere only moves there', () => {
  const points = [3, 1, 2, -4, 0.5, -3]
  const [here, there] = [place(points, 1), place(points, 1, { ...AT_ORIGIN, heartX: 30, heartZ: -40 })]
  for (let i = 0; i < 6; i++) expect(there[i]).toBeCloseTo(here[i]! + [30, 0, -40][i % 3]!, 1)
})

describe('computeCubeEdges', () => {
  test('eight times the duration is twice the edge, between 4.2 and 31 cm', () => {
    const [short, long] = computeCubeEdges(chunksOf([0.1, 0.8]))
    expect(long! / short!).toBeCloseTo(2, 5)
    expect(computeCubeEdges(chunksOf([1e-6]))[0]).toBeCloseTo(0.042, 6)
    expect(computeCubeEdges(chunksOf([3600]))[0]).toBeCloseTo(0.31, 6)
    expect(computeCubeEdges([])).toHaveLength(0)
  })

  test('more chunks than the largest cloud has room for are smaller: the same share of it is filled', () => {
    const edgeOf = (count: number) => computeCubeEdges(chunksOf(Array<number>(count).fill(1)))[0]!
    expect(edgeOf(2000)).toBe(edgeOf(10))
    expect(edgeOf(20_000) ** 3 * 20_000).toBeCloseTo(edgeOf(5000) ** 3 * 5000, 4)
  })

  test('no box of any song is larger than four times the median', () => {
    fc.assert(
      fc.property(anyChunks, (chunks) => {
        const edges = computeCubeEdges(chunks).toSorted()
        expect(edges.at(-1)! / edges[edges.length >> 1]!).toBeLessThan(4.001)
      }),
    )
    const withLongNote = computeCubeEdges(chunksOf([...Array(50).fill(0.05), 17]))
    expect(withLongNote.at(-1)! / withLongNote[0]!).toBeCloseTo(4, 5)
  })
})
