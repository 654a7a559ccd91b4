import { expect, test } from 'vitest'
import { computeTouchHeat } from '../../../../src/exhibit/statistics/touch-heat.ts'

test('heat is the square root of touches relative to the most touched chunk; unknown chunks are ignored', () => {
  expect(
    computeTouchHeat(
      [
        [1, 25],
        [2, 100],
        [9, 400],
      ],
      4,
    ),
  ).toEqual([0, 0.5, 1, 0])
})

test('without touches all heat is 0', () => expect(computeTouchHeat([], 2)).toEqual([0, 0]))
