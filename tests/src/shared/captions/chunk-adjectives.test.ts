import { describe, expect, test } from 'vitest'
import { formatTime } from '../../../../audio/format-time.ts'
import { defaultSettings } from '../../../../audio/song/song.ts'
import { clampPerplexity, describeAnalysis } from '../../../../src/app/panels/describe-analysis.ts'
import { i18n } from '../../../../src/i18n/i18n.ts'
import {
  computeRank,
  LOUDNESS_WORDS,
  sampleIndices,
  selectQuintileWord,
} from '../../../../src/shared/captions/quantile-words.ts'

test.each([
  [0, 0, '0:00'],
  [59.999, 0, '0:59'],
  [60, 0, '1:00'],
  [83.456, 2, '1:23.45'],
  [0.29, 2, '0:00.29'],
  [59.999, 2, '0:59.99'],
  [3725, 0, '62:05'],
])('%d s with %d digits is %s', (time, digits, text) => {
  expect(formatTime(time, digits)).toBe(text)
})

describe('where a value stands in its song', () => {
  const values = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]

  test('is the share below it, equal ones counting half', () => {
    expect(computeRank(values, 1)).toBeCloseTo(0.05, 9)
    expect(computeRank(values, 10)).toBeCloseTo(0.95, 9)
    expect(computeRank(values, 0)).toBe(0)
    expect(computeRank(values, 99)).toBe(1)
    expect(computeRank([7, 7, 7, 7, 7], 7)).toBe(0.5)
  })

  test('is not told of a song with hardly any chunks', () => {
    expect(computeRank([1, 2, 3, 4], 2)).toBeNull()
  })

  test('has a word for every fifth of the song', () => {
    const words = values.map((value) => selectQuintileWord(LOUDNESS_WORDS, computeRank(values, value) as number))
    expect(words).toEqual(LOUDNESS_WORDS.flatMap((word) => [word, word]))
    expect(selectQuintileWord(LOUDNESS_WORDS, 1)).toBe('loud')
    expect(selectQuintileWord(LOUDNESS_WORDS, 0)).toBe('quiet')
  })
})

test('a sample of a song goes evenly through it; a short song is its own sample', () => {
  expect(sampleIndices(3, 96)).toEqual([0, 1, 2])
  expect(sampleIndices(0, 96)).toEqual([])
  const some = sampleIndices(1000, 96)
  expect(new Set(some).size).toBe(96)
  const gaps = some.slice(1).map((index, k) => index - (some[k] as number))
  expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10)
  expect(Math.max(...gaps)).toBeLessThanOrEqual(11)
  expect(some.every((index) => index >= 0 && index < 1000)).toBe(true)
})

describe('how a song was analyzed', () => {
  test('says what was asked for', () => {
    expect(describeAnalysis(defaultSettings, 400, i18n.t)).toBe(
      'Cut at its onsets, each chunk described by 26 numbers for timbre and its movement, arranged by exact t-SNE with perplexity 30.',
    )
    const other = { ...defaultSettings, slicing: 'beats', minChunk: 0.14, engine: 'pca' } as const
    expect(describeAnalysis(other, 400, i18n.t)).toMatch(
      /^Cut on its beats \(shorter than 140 ms joined\), .* arranged by PCA\.$/,
    )
  })

  test('names the perplexity that was used, not the one that was asked for', () => {
    expect(describeAnalysis(defaultSettings, 61, i18n.t)).toContain('perplexity 20.')
    expect(clampPerplexity(defaultSettings, 91)).toBe(30)
    expect(clampPerplexity(defaultSettings, 62)).toBe(20.3)
    expect(clampPerplexity(defaultSettings, 1)).toBe(1)
  })
})
