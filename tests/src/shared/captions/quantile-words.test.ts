import { describe, expect, test } from 'vitest'
import {
  computeRank,
  LOUDNESS_WORDS,
  sampleIndices,
  selectQuintileWord,
} from '../../../../src/shared/captions/quantile-words.ts'

describe('computeRank', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

  test('is the share below it, equal ones counting half', () => {
    expect(computeRank(values, 1)).toBeCloseTo(0.05, 9)
    expect(computeRank(values, 10)).toBeCloseTo(0.95, 9)
    expect(computeRank(values, 0)).toBe(0)
    expect(computeRank(values, 99)).toBe(1)
    expect(computeRank([7, 7, 7, 7, 7], 7)).toBe(0.5)
  })

  test('is null with fewer than five values', () => {
    expect(computeRank([1, 2, 3, 4], 2)).toBeNull()
  })

  test('selects an adjective for each fifth of the song', () => {
    const words = values.map((value) => selectQuintileWord(LOUDNESS_WORDS, computeRank(values, value) as number))
    expect(words).toEqual(LOUDNESS_WORDS.flatMap((word) => [word, word]))
    expect(selectQuintileWord(LOUDNESS_WORDS, 1)).toBe('loud')
    expect(selectQuintileWord(LOUDNESS_WORDS, 0)).toBe('quiet')
  })
})

test('sampleIndices are evenly spaced; a short song is sampled whole', () => {
  expect(sampleIndices(3, 96)).toEqual([0, 1, 2])
  expect(sampleIndices(0, 96)).toEqual([])
  const some = sampleIndices(1000, 96)
  expect(new Set(some).size).toBe(96)
  const gaps = some.slice(1).map((index, k) => index - (some[k] as number))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(11)
  expect(some.every((index) => index >= 0 && index < 1000)).toBe(true)
})
