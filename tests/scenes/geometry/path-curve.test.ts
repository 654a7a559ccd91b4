import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type FloorCircle, findLargestCircle } from '../../../scenes/geometry/floor-circle.ts'
import { createPath, createPathCurve, PATH_WIDTH_M } from '../../../scenes/geometry/path.ts'
import { findPathDistance, getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import { someChunks } from '../sample-chunks.ts'

const point = (curve: ReturnType<typeof createPathCurve>, distance: number) =>
  getPathPoint(curve, distance, new Float64Array(3)) as unknown as [x: number, z: number, heading: number]

const floors: (FloorCircle | null)[] = [null, { x: 0.3, z: -0.2, radius: 1 }, { x: 0, z: 0, radius: 2.5 }]

describe.each(['spiral', 'line'] as const)('findPathDistance on the %s', (layout) => {
  test.each(floors)('inverts getPathPoint, floor %o', (floor) => {
    const curve = createPathCurve(layout, 180, 2, floor)
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 180 * curve.metersPerSecond, noNaN: true }),
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        (distance, offset) => {
          const [x, z, heading] = point(curve, distance)
          const found = findPathDistance(curve, x + Math.cos(heading) * offset, z - Math.sin(heading) * offset, 0.22)
          expect(Math.abs(found - distance)).toBeLessThan(0.02 + Math.abs(offset) * 0.8)
        },
      ),
    )
  })

  test('is -1 beside the path and before its beginning', () => {
    const curve = createPathCurve(layout, 180, 2, null)
    const [x, z, heading] = point(curve, 20)
    expect(findPathDistance(curve, x + Math.cos(heading) * 0.3, z - Math.sin(heading) * 0.3, 0.21)).toBe(-1)
    const [startX, startZ, startHeading] = point(curve, 0)
    const findBefore = (distance: number) =>
      findPathDistance(
        curve,
        startX + Math.sin(startHeading) * distance,
        startZ + Math.cos(startHeading) * distance,
        0.21,
      )
    expect(findBefore(0.3)).toBe(-1)
    expect(findBefore(0.03)).toBe(0)
  })
})

describe('createPathCurve on a real floor', () => {
  const measureRadius = (duration: number, floor: FloorCircle) => {
    const curve = createPathCurve('spiral', duration, 2, floor)
    let radius = 0
    for (let s = 0; s <= duration; s += duration / 900) {
      const [x, z] = point(curve, s * curve.metersPerSecond)
      radius = Math.max(radius, Math.hypot(x - floor.x, z - floor.z))
    }
    return { curve, radius: radius + PATH_WIDTH_M / 2 }
  }

  test.each([30, 180, 3600])('keeps a song of %i seconds within the floor, and fills it', (duration) => {
    for (const radius of [0.9, 1, 1.5, 2.4, 3]) {
      const floor = { x: 0.4, z: -0.1, radius }
      const { curve, radius: used } = measureRadius(duration, floor)
      expect(used).toBeLessThan(radius + 1e-6)
      expect(curve.turnSpacing).toBeGreaterThan(PATH_WIDTH_M)
      if (duration >= 180) expect(used).toBeGreaterThan(radius * 0.98)
    }
  })

  test('keeps all boxes of createPath on the floor', () => {
    const floor = { x: 0, z: 0, radius: 1.5 }
    const { center, tiles } = createPath(someChunks(400), 'spiral', floor)
    for (let i = 0; i < 400; i++)
      expect(Math.hypot(center[i * 3]!, center[i * 3 + 2]!)).toBeLessThan(1.5 - PATH_WIDTH_M / 2 + 0.01)
    for (const number of [...tiles.from, ...tiles.to]) expect(Number.isFinite(number)).toBe(true)
  })

  test('ignores a large floor, one too small to walk on, and any floor for a line', () => {
    const { metersPerSecond, turnSpacing, startRadius } = createPathCurve('spiral', 30, 2, null)
    expect(createPathCurve('spiral', 30, 2, { x: 1, z: 0, radius: 9 })).toMatchObject({
      heartX: 1,
      heartZ: 0,
      metersPerSecond,
      turnSpacing,
      startRadius,
    })
    expect(createPathCurve('spiral', 180, 2, { x: 0, z: 0, radius: 0.6 })).toEqual(
      createPathCurve('spiral', 180, 2, null),
    )
    expect(createPathCurve('line', 180, 2, { x: 0, z: 0, radius: 2 })).toEqual(createPathCurve('line', 180, 2, null))
  })
})

describe('findLargestCircle', () => {
  test('is as wide as the shorter side of a rectangle', () => {
    const found = findLargestCircle([-1, -2, 3, -2, 3, 1, -1, 1]) as FloorCircle
    expect(found.radius).toBeCloseTo(1.5, 3)
    expect(found.z).toBeCloseTo(-0.5, 3)
    expect(found.x).toBeGreaterThan(0.49)
    expect(found.x).toBeLessThan(1.51)
  })

  test('lies in the wider part of an L', () => {
    const found = findLargestCircle([0, 0, 5, 0, 5, 1, 2, 1, 2, 4, 0, 4]) as FloorCircle
    expect(found.radius).toBeCloseTo(1, 3)
    expect(found.x).toBeLessThan(2)
  })

  test('is inside rotated polygons of either winding', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 6, noNaN: true }), fc.boolean(), (angle, back) => {
        const square = [-1, -1, 1, -1, 1, 1, -1, 1]
        const corners: number[] = []
        for (let k = 0; k < 4; k++) {
          const [x, z] = [square[k * 2]!, square[k * 2 + 1]!]
          const place = back ? 3 - k : k
          corners[place * 2] = Math.cos(angle) * x - Math.sin(angle) * z + 7
          corners[place * 2 + 1] = Math.sin(angle) * x + Math.cos(angle) * z
        }
        const found = findLargestCircle(corners) as FloorCircle
        expect(found.radius).toBeCloseTo(1, 2)
        expect(Math.hypot(found.x - 7, found.z)).toBeLessThan(0.01)
      }),
      { numRuns: 20 },
    )
  })

  test('is null for fewer than three corners', () => {
    expect(findLargestCircle([0, 0, 1, 1])).toBeNull()
    expect(findLargestCircle([])).toBeNull()
  })
})
