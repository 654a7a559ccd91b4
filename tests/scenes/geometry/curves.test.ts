import { describe, expect, test } from 'vitest'
import { writeArcPoints, writeTrailPoints } from '../../../scenes/geometry/curves.ts'

const pointAt = (array: Float32Array, i: number) => Array.from(array.subarray(i * 3, i * 3 + 3))

describe('writeTrailPoints', () => {
  const positions = Float32Array.from([0, 0, 0, 1, 2, 0, 3, 1, -1, 4, 0, 2])

  test('passes through every position in the given order', () => {
    const order = Int32Array.from([2, 0, 3, 1])
    const out = new Float32Array(3 * 31)
    expect(writeTrailPoints(positions, order, 4, 10, out)).toBe(31)
    order.forEach((chunk, k) => {
      for (const [axis, value] of pointAt(out, k * 10).entries())
        expect(value).toBeCloseTo(positions[chunk * 3 + axis]!, 5)
    })
  })

  test('keeps neighboring points close to each other', () => {
    const out = new Float32Array(3 * 31)
    writeTrailPoints(positions, Int32Array.from([0, 1, 2, 3]), 4, 10, out)
    for (let k = 1; k < 31; k++) {
      const [a, b] = [pointAt(out, k - 1), pointAt(out, k)]
      expect(Math.hypot(...a.map((value, axis) => value - b[axis]!))).toBeLessThan(0.7)
    }
  })

  test('between near and far positions it swings out by no more than a sixth of each span', () => {
    const chain = Float32Array.from([0, 0, 0, 8, 1, 0, 8.2, 1, 0.1, 0, 1, 0.5, 0.3, 1, 0.4, 7, 2, -3])
    const out = new Float32Array(3 * 51)
    const order = Int32Array.from([0, 1, 2, 3, 4, 5])
    writeTrailPoints(chain, order, 6, 10, out)
    for (let span = 0; span < 5; span++) {
      const [from, to] = [pointAt(chain, span), pointAt(chain, span + 1)]
      const length = Math.hypot(...to.map((value, axis) => value - from[axis]!))
      for (let k = 0; k <= 10; k++) {
        const point = pointAt(out, span * 10 + k)
        for (let axis = 0; axis < 3; axis++) {
          const reach = length / 6
          expect(point[axis]).toBeGreaterThan(Math.min(from[axis]!, to[axis]!) - reach)
          expect(point[axis]).toBeLessThan(Math.max(from[axis]!, to[axis]!) + reach)
        }
      }
    }
  })

  test('joins two positions by a straight line, and writes nothing for one', () => {
    const out = new Float32Array(3 * 5)
    expect(writeTrailPoints(positions, Int32Array.from([0, 1]), 2, 4, out)).toBe(5)
    for (let k = 0; k < 5; k++) expect(out[k * 3 + 1]).toBeCloseTo(2 * out[k * 3]!, 5)
    expect(writeTrailPoints(positions, Int32Array.from([0]), 1, 4, out)).toBe(0)
  })
})

describe('writeArcPoints', () => {
  test('leads upright from the top of the tile to the box, and writes only its own points', () => {
    const pathCenters = Float32Array.from([0, 0, 0, 1, 0.05, 2])
    const cloud = Float32Array.from([0, 0, 0, -1, 2.2, 0.5])
    const out = new Float32Array(3 * 20).fill(-99)
    writeArcPoints(pathCenters, cloud, 1, 16, 2, out)
    const expectClose = (actual: number[], expected: number[]) => {
      for (const [axis, value] of actual.entries()) expect(value).toBeCloseTo(expected[axis]!, 5)
    }
    expectClose(pointAt(out, 2), [1, 0.1, 2])
    expectClose(pointAt(out, 17), [-1, 2.2, 0.5])
    expect(Math.min(...out.subarray(0, 6), ...out.subarray(54))).toBe(-99)
    expect(Math.max(...out.subarray(0, 6), ...out.subarray(54))).toBe(-99)
    // Upright: it rises faster than it moves sideways.
    const [first, second] = [pointAt(out, 2), pointAt(out, 3)] as [number[], number[]]
    const rise = second[1]! - first[1]!
    expect(rise).toBeGreaterThan(2 * Math.hypot(second[0]! - 1, second[2]! - 2))
  })
})
