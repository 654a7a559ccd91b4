import { expect, test } from 'vitest'
import { computeSongRms } from '../../../scenes/geometry/song-rms.ts'
import { chunksOf } from '../sample-chunks.ts'

test('a song is as loud as its chunks, by their durations', () => {
  expect(computeSongRms(chunksOf([0.2, 3, 1], -20))).toBeCloseTo(0.1, 6)
  const [loud, silent] = [chunksOf([1], 0), chunksOf([3], -120)]
  expect(computeSongRms([...loud, ...silent])).toBeCloseTo(0.5, 5)
  expect(computeSongRms([])).toBe(0)
})
