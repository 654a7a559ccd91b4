import { expect, test } from 'vitest'
import { selectAdjectives } from '../../../../src/shared/captions/chunk-adjectives.ts'

test('selectAdjectives returns keys for ranks off the middle, medium if none is, nothing without ranks', () => {
  expect(selectAdjectives({ loudness: 0.95, brightness: 0.5, noisiness: 0.1 })).toEqual(['loud', 'tonal'])
  expect(selectAdjectives({ loudness: 0.5, brightness: 0.5, noisiness: 0.5 })).toEqual(['medium'])
  expect(selectAdjectives({ loudness: 0.25, brightness: null, noisiness: null })).toEqual(['ratherQuiet'])
  expect(selectAdjectives({ loudness: null, brightness: null, noisiness: null })).toEqual([])
})
