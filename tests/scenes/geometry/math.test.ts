import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { moveTowards, smoothstep, wrapAngle } from '../../../scenes/geometry/math.ts'

const finite = (min: number, max: number) => fc.double({ min, max, noNaN: true })

describe('smoothstep', () => {
  test('is 0 before 0, 1/2 at 1/2, and 1 beyond 1', () => {
    expect([-3, 0, 0.5, 1, 7].map(smoothstep)).toEqual([0, 0, 0.5, 1, 1])
  })

  test('never falls', () => {
    fc.assert(
      fc.property(finite(-1, 2), finite(0, 1), (t, step) => {
        expect(smoothstep(t + step)).toBeGreaterThanOrEqual(smoothstep(t) - 1e-12)
      }),
    )
  })
})

describe('wrapAngle', () => {
  test('is the same direction, between -π and π', () => {
    fc.assert(
      fc.property(finite(-50, 50), (angle) => {
        const wrapped = wrapAngle(angle)
        expect(Math.abs(wrapped)).toBeLessThanOrEqual(Math.PI)
        expect(Math.cos(wrapped)).toBeCloseTo(Math.cos(angle), 9)
        expect(Math.sin(wrapped)).toBeCloseTo(Math.sin(angle), 9)
      }),
    )
  })

  test('leaves a short turn as it is and turns a long one the other way', () => {
    expect(wrapAngle(0.3)).toBeCloseTo(0.3, 12)
    expect(wrapAngle(Math.PI * 1.5)).toBeCloseTo(-Math.PI / 2, 12)
  })
})

describe('moveTowards', () => {
  test('goes one step in either direction and stops at the target', () => {
    expect(moveTowards(0, 10, 3)).toBe(3)
    expect(moveTowards(10, 0, 3)).toBe(7)
    expect(moveTowards(9, 10, 3)).toBe(10)
    expect(moveTowards(1, 0, 3)).toBe(0)
    expect(moveTowards(2, 5, Number.POSITIVE_INFINITY)).toBe(5)
  })
})
