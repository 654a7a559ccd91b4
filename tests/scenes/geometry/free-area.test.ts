import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeFitDistance,
  easeFreeArea,
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

describe('computeFitDistance', () => {
  const forms = fc.record({
    radius: fc.double({ min: 0.3, max: 12, noNaN: true }),
    bottom: fc.double({ min: 0, max: 1, noNaN: true }),
    top: fc.double({ min: 1.1, max: 9, noNaN: true }),
  })
  const tan = fc.double({ min: 0.2, max: 1.2, noNaN: true })
  const elevation = fc.double({ min: -0.1, max: 1.4, noNaN: true })

  test('every point of the form is in the free area, and the form fills it', () => {
    fc.assert(
      fc.property(forms, elevation, tan, tan, anyArea, (form, angle, tanX, tanY, area) => {
        const free = written(area)
        const distance = computeFitDistance(form, Math.tan(angle), tanX, tanY, free)
        let nearestToEdge = Number.POSITIVE_INFINITY
        for (let k = 0; k < 24; k++)
          for (const side of [-1, 1]) {
            const [x, z] = [form.radius * Math.sin((k * Math.PI) / 12), form.radius * Math.cos((k * Math.PI) / 12)]
            const y = (side * (form.top - form.bottom)) / 2
            const depth = distance - (z * Math.cos(angle) + y * Math.sin(angle))
            const height = y * Math.cos(angle) - z * Math.sin(angle)
            expect(depth).toBeGreaterThan(0)
            const roomX = tanX * (free.right - free.left) - Math.abs(x) / depth
            const roomY = tanY * (free.bottom - free.top) - Math.abs(height) / depth
            nearestToEdge = Math.min(nearestToEdge, roomX, roomY)
          }
        expect(nearestToEdge).toBeGreaterThan(-1e-9)
        expect(nearestToEdge).toBeLessThan(1e-9)
      }),
    )
  })
})
