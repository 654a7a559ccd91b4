import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findInterval } from '../../audio/find-interval.ts'

describe('findInterval', () => {
  test('finds the same interval as a linear search', () => {
    const lengths = fc.array(fc.double({ min: 0.001, max: 9, noNaN: true }), { minLength: 1, maxLength: 30 })
    fc.assert(
      fc.property(lengths, fc.double({ min: -0.1, max: 99, noNaN: true }), (intervals, value) => {
        const boundaries = [0]
        for (const length of intervals) boundaries.push(boundaries.at(-1)! + length)
        let expected = 0
        for (let i = 0; i < intervals.length; i++) if (boundaries[i]! <= value) expected = i
        expect(findInterval(boundaries, value)).toBe(expected)
      }),
    )
  })

  test('a boundary belongs to the interval that begins there; values outside to the first or last interval', () => {
    const boundaries = Float64Array.of(0, 1, 2, 5)
    const found = [-1, 0, 0.999, 1, 2, 4.9, 5, 99].map((value) => findInterval(boundaries, value))
    expect(found).toEqual([0, 0, 0, 1, 2, 2, 2, 2])
    expect(findInterval(Float64Array.of(0, 3), 2)).toBe(0)
  })

  test('is 0 without intervals', () => {
    expect([findInterval([], 1), findInterval([0], 1)]).toEqual([0, 0])
  })
})
