import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeFitDistance,
  createFormExtent,
  easeFreeArea,
  getFormMiddle,
  getFreeCenterX,
  getFreeCenterY,
  WHOLE_PICTURE,
  widenExtent,
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
  const layer = fc.tuple(
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.double({ min: 0.02, max: 0.5, noNaN: true }),
    fc.double({ min: 0.1, max: 12, noNaN: true }),
  )
  const forms = fc
    .tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1.1, max: 9, noNaN: true }), fc.array(layer))
    .map(([bottom, top, layers]) => {
      const form = createFormExtent(bottom, top, 0)
      const all = [[0, 1, 0.1], ...layers].map(([from, height, radius]) => {
        const low = bottom + from! * (top - bottom)
        return [low, Math.min(top, low + height! * (top - bottom)), radius!] as const
      })
      for (const [low, high, radius] of all) widenExtent(form, low, high, radius)
      return { form, all }
    })
  const tan = fc.double({ min: 0.2, max: 1.2, noNaN: true })
  const elevation = fc.double({ min: -0.1, max: 1.4, noNaN: true })

  test('every point of the form is in the free area', () => {
    fc.assert(
      fc.property(forms, elevation, tan, tan, anyArea, ({ form, all }, angle, tanX, tanY, area) => {
        const free = written(area)
        const distance = computeFitDistance(form, Math.tan(angle), tanX, tanY, free)
        for (let k = 0; k < 24; k++)
          for (const [low, high, radius] of all)
            for (const y of [low - getFormMiddle(form), high - getFormMiddle(form)]) {
              const [x, z] = [radius * Math.sin((k * Math.PI) / 12), radius * Math.cos((k * Math.PI) / 12)]
              const depth = distance - (z * Math.cos(angle) + y * Math.sin(angle))
              const height = y * Math.cos(angle) - z * Math.sin(angle)
              expect(depth).toBeGreaterThan(-1e-6)
              expect(Math.abs(x)).toBeLessThan(depth * tanX * (free.right - free.left) + 1e-5)
              expect(Math.abs(height)).toBeLessThan(depth * tanY * (free.bottom - free.top) + 1e-5)
            }
      }),
    )
  })

  test('a cylinder seen from its side fills the picture', () => {
    const distance = computeFitDistance(createFormExtent(0, 2, 1), 0, 1, 0.5, WHOLE_PICTURE)
    // Its near rim is 1 m high at half the picture's height.
    expect(distance).toBeCloseTo(1 + 1 / 0.5, 6)
  })
})
