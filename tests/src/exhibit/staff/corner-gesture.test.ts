import { describe, expect, test } from 'vitest'
import { createTapCounter } from '../../../../src/exhibit/staff/corner-gesture.ts'

describe('createTapCounter', () => {
  test('returns true for five taps in the corner within three seconds', () => {
    const taps = createTapCounter()
    const at = (times: number[], x = 40, y = 79) => times.map((time) => taps(x, y, time))
    expect(at([0, 700, 1400, 2100, 2800])).toEqual([false, false, false, false, true])
    expect(at([2900, 3000, 3100, 3200])).toEqual([false, false, false, false])
    // A hand that rests elsewhere.
    expect(taps(400, 40, 3250)).toBe(false)
    expect(at([3300])).toEqual([true])
    expect(at([10_000, 11_000, 12_000, 13_000, 14_000, 15_000])).not.toContain(true)
    expect(at([20_000, 20_100, 20_200, 20_300, 20_400], 81)).not.toContain(true)
  })
})
