import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { measureEdgeDistance } from '../../../scenes/geometry/floor-loop.ts'
import { layRoute } from '../../../scenes/geometry/lay-route.ts'
import { createPathCurve, PATH_WIDTH_M } from '../../../scenes/geometry/path.ts'
import { findPathDistance, getPathPoint } from '../../../scenes/geometry/path-curve.ts'
import { WHOLE_PATH } from '../../../scenes/state/path-state.ts'
import { squareOf } from '../locomotion/simulated-walker.ts'

const point = (curve: ReturnType<typeof createPathCurve>, distance: number) =>
  getPathPoint(curve, distance, new Float64Array(3)) as unknown as [x: number, z: number, heading: number]

const floorFrom = (start: number) => ({ corners: squareOf(2, 2, 0.3, -0.2), x: 0, z: 0, heading: 0, start })
const floors = [null, floorFrom(0), floorFrom(20)]

describe.each(['spiral', 'line'] as const)('findPathDistance on the %s', (layout) => {
  test.each(floors)('inverts getPathPoint, floor %o', (floor) => {
    const curve = createPathCurve(layout, 180, 2, floor && layRoute(floor))
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 180 * curve.metersPerSecond, noNaN: true }),
        fc.double({ min: -0.2, max: 0.2, noNaN: true }),
        (distance, offset) => {
          const [x, z, heading] = point(curve, distance)
          const found = findPathDistance(curve, x + Math.cos(heading) * offset, z - Math.sin(heading) * offset, 0.22, {
            from: distance - 0.8,
            to: distance + 0.8,
          })
          expect(Math.abs(found - distance)).toBeLessThan(0.02 + Math.abs(offset) * 0.8)
        },
      ),
    )
  })

  test('is -1 beside the path and before its beginning', () => {
    const curve = createPathCurve(layout, 180, 2, null)
    const [x, z, heading] = point(curve, 20)
    expect(findPathDistance(curve, x + Math.cos(heading) * 0.3, z - Math.sin(heading) * 0.3, 0.21, WHOLE_PATH)).toBe(-1)
    const [startX, startZ, startHeading] = point(curve, 0)
    const findBefore = (distance: number) =>
      findPathDistance(
        curve,
        startX + Math.sin(startHeading) * distance,
        startZ + Math.cos(startHeading) * distance,
        0.21,
        WHOLE_PATH,
      )
    expect(findBefore(0.3)).toBe(-1)
    expect(findBefore(0.2)).toBe(0)
  })
})

describe('createPathCurve on a real floor', () => {
  const floor = { corners: squareOf(2.4, 2), x: 0, z: 0.3, heading: 0, start: 0 }

  test('walks at full pace through any song, and leaves the form where it was', () => {
    for (const duration of [30, 180, 3600]) {
      const curve = createPathCurve('spiral', duration, 2, layRoute(floor))
      const { heartX, heartZ } = createPathCurve('spiral', duration, 2, null)
      expect(curve).toMatchObject({ metersPerSecond: 0.5, heartX, heartZ })
      for (let s = 0; s <= duration; s += 0.73) {
        const [x, z] = point(curve, s * 0.5)
        expect(measureEdgeDistance(floor.corners, x, z)).toBeGreaterThan(PATH_WIDTH_M / 2)
      }
    }
  })

  test('ignores a floor that is too small to walk on', () => {
    expect(layRoute({ ...floor, corners: squareOf(1.2) })).toBeNull()
  })
})
