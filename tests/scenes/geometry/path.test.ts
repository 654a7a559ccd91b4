import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeCloudRadius } from '../../../scenes/geometry/cloud.ts'
import {
  computeTileHeight,
  createPath,
  createPathCurve,
  type FloorPath,
  PATH_WIDTH_M,
  type PathLayout,
} from '../../../scenes/geometry/path.ts'
import { getPathPoint, type PathCurve, START_LENGTH_M } from '../../../scenes/geometry/path-curve.ts'
import { anyChunks, chunksOf, someChunks } from '../sample-chunks.ts'

const layouts: PathLayout[] = ['spiral', 'line']
const LENGTH_M = 100
const someCurve = (layout: PathLayout) => createPathCurve(layout, LENGTH_M * 2, 2, null)
const locate = (curve: PathCurve, distance: number) => {
  const [x, z, yaw] = getPathPoint(curve, distance, new Float64Array(3)) as unknown as [number, number, number]
  return { x, z, yaw }
}
const at = (layout: PathLayout, distance: number) => locate(someCurve(layout), distance)
const tripleAt = (array: Float32Array, i: number) => Array.from(array.subarray(i * 3, i * 3 + 3))

describe.each(layouts)('the %s', (layout) => {
  test('has the arc length of its parameter, within 0.1 %', () => {
    for (let d = 0; d < LENGTH_M; d += 0.37) {
      const step = 1e-3
      const [a, b] = [at(layout, d), at(layout, d + step)]
      const pace = Math.hypot(b.x - a.x, b.z - a.z) / step
      expect(pace).toBeGreaterThan(0.999)
      expect(pace).toBeLessThan(1.001)
    }
  })

  test('has a heading along its tangent', () => {
    for (let d = 0.1; d < LENGTH_M; d += 0.71) {
      const [a, b] = [at(layout, d - 1e-4), at(layout, d + 1e-4)]
      const length = Math.hypot(b.x - a.x, b.z - a.z)
      const { yaw } = at(layout, d)
      expect(-Math.sin(yaw)).toBeCloseTo((b.x - a.x) / length, 5)
      expect(-Math.cos(yaw)).toBeCloseTo((b.z - a.z) / length, 5)
    }
  })

  test('keeps a gap of 30 cm between its turns', () => {
    const points = Array.from({ length: LENGTH_M * 2 }, (_, i) => ({ ...at(layout, i / 2), d: i / 2 }))
    let nearest = Number.POSITIVE_INFINITY
    for (const a of points)
      for (const b of points) if (b.d - a.d > 2) nearest = Math.min(nearest, Math.hypot(b.x - a.x, b.z - a.z))
    expect(nearest).toBeGreaterThan(PATH_WIDTH_M + 0.3)
  })

  test.each([1, 2, 10, 2000])('lays %i chunks in time order, each as long as its duration', (count) => {
    const chunks = someChunks(count)
    const path = createPath(chunks, layout)
    expectLaid(path, chunks, layout)
  })

  test('lays any chunks in time order, each as long as its duration', () => {
    fc.assert(
      fc.property(anyChunks, (chunks) => expectLaid(createPath(chunks, layout), chunks, layout)),
      { numRuns: 60 },
    )
  })

  test('keeps a walking pace through a song of an hour, with finite tiles', () => {
    const chunks = chunksOf(Array.from({ length: 9000 }, () => 0.4))
    const path = createPath(chunks, layout)
    const [x, , z] = tripleAt(path.center, 8999) as [number, number, number]
    expect(Math.hypot(x, z)).toBeLessThanOrEqual(layout === 'spiral' ? 28 : 64)
    expect(path.tiles.count).toBeLessThanOrEqual(9002)
    for (const number of [...path.center, ...path.tiles.size]) expect(Number.isFinite(number)).toBe(true)
  })
})

describe('the form and the path of any song', () => {
  const songs = [
    fc.double({ min: 0.1, max: 4000, noNaN: true }),
    fc.double({ min: 1.3, max: 4.2, noNaN: true }),
  ] as const

  test('the spiral begins at the origin, straight before the form, and winds inward around it', () => {
    fc.assert(
      fc.property(...songs, (duration, radius) => {
        const curve = createPathCurve('spiral', duration, radius, null)
        expect(locate(curve, 0)).toMatchObject({ x: 0, z: 0 })
        expect(curve.heartX).toBe(0)
        for (let share = 0; share <= 1; share += 0.02) {
          const { x, z, yaw } = locate(curve, share * duration * curve.metersPerSecond)
          const [toX, toZ] = [curve.heartX - x, curve.heartZ - z]
          // Never behind: the heart is less than a quarter turn aside, to the right.
          expect(-Math.sin(yaw) * toX - Math.cos(yaw) * toZ).toBeGreaterThan(0)
          expect(Math.cos(yaw) * toX - Math.sin(yaw) * toZ).toBeGreaterThan(0)
          expect(Math.hypot(toX, toZ)).toBeGreaterThan(radius * 1.69)
        }
      }),
      { numRuns: 50 },
    )
  })

  test('the line begins at the origin, straight before the form, and comes nearer row by row', () => {
    fc.assert(
      fc.property(...songs, (duration, radius) => {
        const curve = createPathCurve('line', duration, radius, null)
        const { x, z } = locate(curve, 0)
        expect(Math.hypot(x, z)).toBeLessThan(1e-9)
        expect(curve.heartX).toBe(0)
        let nearest = Number.POSITIVE_INFINITY
        for (let share = 0; share <= 1; share += 0.01) {
          const { x, z, yaw } = locate(curve, share * duration * curve.metersPerSecond)
          const [toX, toZ] = [curve.heartX - x, curve.heartZ - z]
          const away = Math.hypot(toX, toZ)
          // Rows lie abeam of the heart, bends turn towards it.
          expect(-Math.sin(yaw) * toX - Math.cos(yaw) * toZ).toBeGreaterThan(-0.41)
          expect(away).toBeLessThan(nearest + 0.41)
          nearest = Math.min(nearest, away)
          expect(away).toBeGreaterThan(radius * 1.69)
          // Before the form, not around it.
          expect(Math.atan2(toX, -toZ)).toBeLessThan(2.1)
        }
      }),
      { numRuns: 50 },
    )
  })
})

function expectLaid(path: FloorPath, chunks: ReturnType<typeof someChunks>, layout: PathLayout) {
  const duration = chunks.at(-1)?.end as number
  const curve = createPathCurve(layout, duration, computeCloudRadius(chunks.length), null)
  const { metersPerSecond: pace } = curve
  const { tiles } = path
  const length = new Float64Array(chunks.length)
  for (let t = 0; t < tiles.count; t++) {
    const chunk = tiles.chunk[t]!
    length[chunk] = length[chunk]! + tiles.size[t * 3 + 2]!
    if (t === 0) continue
    const before = tiles.chunk[t - 1]!
    expect(chunk - before === 0 || chunk - before === 1).toBe(true)
    const [ends, begins] = [tripleAt(tiles.to, t - 1), tripleAt(tiles.from, t)]
    if (chunk === before) expect(begins).toEqual(ends)
    else {
      // A gap of at most 1.2 cm, and no overlap.
      const [dx, dz] = [begins[0]! - ends[0]!, begins[1]! - ends[1]!]
      const yaw = ends[2]!
      expect(-Math.sin(yaw) * dx - Math.cos(yaw) * dz).toBeGreaterThan(-1e-5)
      expect(Math.hypot(dx, dz)).toBeLessThan(0.0126)
    }
  }
  chunks.forEach((chunk, i) => {
    const before = i === 0 ? START_LENGTH_M : 0
    const whole = (chunk.end - chunk.start) * pace + before
    expect(whole - length[i]!).toBeGreaterThan(-1e-4)
    expect(whole - length[i]!).toBeLessThan(0.0121)
    const { x, z } = locate(curve, ((chunk.start + chunk.end) / 2) * pace - before / 2)
    const [cx, cy, cz] = tripleAt(path.center, i) as [number, number, number]
    expect(Math.hypot(cx - x, cz - z)).toBeLessThan(0.004)
    expect(cy).toBeCloseTo(computeTileHeight(chunk.loudness) / 2, 6)
  })
}

describe('computeTileHeight', () => {
  test('grows with loudness, from 2 cm to 11 cm', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -120, max: 20, noNaN: true }),
        fc.double({ min: 0, max: 40, noNaN: true }),
        (a, more) => {
          expect(computeTileHeight(a + more)).toBeGreaterThanOrEqual(computeTileHeight(a))
          expect(computeTileHeight(a)).toBeGreaterThanOrEqual(0.02)
          expect(computeTileHeight(a)).toBeLessThanOrEqual(0.11)
        },
      ),
    )
    expect(computeTileHeight(-10)).toBeGreaterThan(computeTileHeight(-30))
  })
})

test('createPath makes no tiles without chunks', () => {
  expect(createPath([], 'spiral').tiles.count).toBe(0)
})
