import { expect, test } from 'vitest'
import { computeRecordingSize } from '../../../../src/app/export/recording.ts'

test.each([
  [
    [1280, 720],
    [1280, 720],
  ],
  [
    [2880, 1800],
    [1920, 1200],
  ],
  [
    [1170, 2532],
    [888, 1920],
  ],
  [
    [801, 451],
    [802, 452],
  ],
  [
    [5000, 1],
    [1920, 2],
  ],
] as const)('a canvas of %j is recorded as %j: even, and no edge above 1920', ([width, height], [w, h]) => {
  expect(computeRecordingSize({ width, height })).toEqual({ width: w, height: h })
})
