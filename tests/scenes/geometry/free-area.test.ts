import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  easeFreeArea,
  fitForm,
  getFreeCenterX,
  getFreeCenterY,
  WHOLE_PICTURE,
  writeFreeArea,
} from '../../../scenes/geometry/free-area.ts'

const share = fc.double({ min: -0.5, max: 1.5, noNaN: true })
const anyArea = fc.record({ left: share, top: share, right: share, bottom: share })
const written = (area: Parameters<typeof writeFreeArea>[0]) => {
  const out = { ...WHOLE_PICTURE }
  writeFreeArea(area, out)
  return out
}

test('a free area lies within the picture and is never a speck, whatever a page tells', () => {
  fc.assert(
    fc.property(anyArea, (area) => {
      const { left, top, right, bottom } = written(area)
      expect(Math.min(left, top, 1 - right, 1 - bottom)).toBeGreaterThanOrEqual(0)
      expect(Math.min(right - left, bottom - top)).toBeGreaterThanOrEqual(0.25)
    }),
  )
})

test('it eases towards another one, or is there at once', () => {
  const target = { left: 0.3, top: 0.1, right: 1, bottom: 0.7 }
  const area = { ...WHOLE_PICTURE }
  easeFreeArea(area, target, 0.1)
  expect(area.left).toBeGreaterThan(0)
  expect(area.left).toBeLessThan(0.3)
  easeFreeArea(area, target, Number.POSITIVE_INFINITY)
  expect(area).toEqual({ ...target, bottom: expect.closeTo(0.7, 12) })
  expect(getFreeCenterX(area)).toBeCloseTo(0.3, 12)
  expect(getFreeCenterY(area)).toBeCloseTo(0.2, 12)
})

describe('fitForm', () => {
  const meters = fc.double({ min: -9, max: 9, noNaN: true })
  const boxes = fc.array(fc.tuple(meters, meters, meters), { minLength: 1, maxLength: 40 })
  const tan = fc.double({ min: 0.2, max: 1.2, noNaN: true })
  const angle = fc.double({ min: -1.4, max: 1.4, noNaN: true })

  test('every box is in the free area, from any direction', () => {
    fc.assert(
      fc.property(boxes, angle, angle, tan, tan, anyArea, (points, yaw, pitch, tanX, tanY, area) => {
        const free = written(area)
        const [c, s, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
        const axes = [c, 0, -s, s * sp, cp, c * sp, s * cp, -sp, c * cp]
        const fit = { x: 0, y: 0, distance: 0 }
        fitForm(Float32Array.from(points.flat()), points.length, 1e3, [0, 0, 0], axes, tanX, tanY, free, fit)
        const eye = [
          fit.x - getFreeCenterX(free) * tanX * fit.distance,
          fit.y - getFreeCenterY(free) * tanY * fit.distance,
          fit.distance,
        ]
        for (const point of points) {
          const [x, y, z] = [0, 1, 2].map(
            (k) => point.reduce((sum, value, axis) => sum + value * axes[k * 3 + axis]!, 0) - eye[k]!,
          ) as [number, number, number]
          expect(z).toBeLessThan(0)
          const [seenX, seenY] = [x / -z / tanX, y / -z / tanY]
          expect(Math.abs(seenX - getFreeCenterX(free))).toBeLessThan(free.right - free.left + 1e-6)
          expect(Math.abs(seenY - getFreeCenterY(free))).toBeLessThan(free.bottom - free.top + 1e-6)
        }
      }),
    )
  })

  test('a path around the form is whole between left and right on a tall screen', () => {
    const axes = [1, 0, 0, 0, Math.cos(0.4), -Math.sin(0.4), 0, Math.sin(0.4), Math.cos(0.4)]
    const boxes = Float32Array.of(-1, 1, 0, 1, 1, 0, 0, 2, 0, 0, 0.5, 0)
    const frame = (tanX: number, pathRadius: number) => {
      const fit = { x: 0, y: 0, distance: 0 }
      fitForm(boxes, 4, 2, [0, 1, 0], axes, tanX, 0.5, WHOLE_PICTURE, fit, pathRadius)
      return fit
    }
    const { distance } = frame(0.3, 2.5)
    for (let k = 0; k < 100; k++) {
      const [x, z] = [2.5 * Math.cos(k), 2.5 * Math.sin(k)]
      const toward = -axes[7]! + z * axes[8]!
      expect(Math.abs(x) / (distance - toward)).toBeLessThan(0.3)
    }
    expect(frame(0.3, 2.5).distance).toBeGreaterThan(frame(0.3, 0).distance)
  })

  test('it goes no farther away than eight radii, and stays without boxes', () => {
    const fit = { x: 1, y: 2, distance: 3 }
    const axes = [1, 0, 0, 0, 1, 0, 0, 0, 1]
    fitForm(new Float32Array(0), 0, 2, [0, 0, 0], axes, 1, 1, WHOLE_PICTURE, fit)
    expect(fit).toEqual({ x: 1, y: 2, distance: 3 })
    fitForm(Float32Array.of(-80, 0, 0, 80, 0, 0), 2, 2, [0, 0, 0], axes, 1, 1, WHOLE_PICTURE, fit)
    expect(fit).toEqual({ x: 0, y: 0, distance: 16 })
  })
})
