import { expect, test } from 'vitest'
import { computeTitleOpacity } from '../../../scenes/view/floor-title.ts'

test('the title is there within three seconds, stays to be read, and is gone after thirteen', () => {
  expect(computeTitleOpacity(0)).toBe(0)
  for (let time = 3; time <= 10; time += 0.1) expect(computeTitleOpacity(time)).toBeCloseTo(1, 9)
  expect(computeTitleOpacity(13)).toBe(0)
  // It never flashes.
  for (let time = 0; time < 15; time += 0.1)
    expect(Math.abs(computeTitleOpacity(time + 0.1) - computeTitleOpacity(time))).toBeLessThan(0.1)
})
