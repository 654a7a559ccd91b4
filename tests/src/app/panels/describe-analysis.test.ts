import '../../../../src/i18n/page-texts.ts'
import { describe, expect, test } from 'vitest'
import { defaultSettings } from '../../../../audio/song/song.ts'
import { describeAnalysis, roundUsedPerplexity } from '../../../../src/app/panels/describe-analysis.ts'
import { i18n } from '../../../../src/i18n/i18n.ts'

describe('describeAnalysis', () => {
  test('names slicing, joining, preset, engine and perplexity', () => {
    expect(describeAnalysis(defaultSettings, 400, i18n.t)).toBe(
      'Cut at its onsets, each chunk described by 26 numbers for timbre and its movement, arranged by exact t-SNE with perplexity 30.',
    )
    const other = { ...defaultSettings, slicing: 'beats', minChunk: 0.14, engine: 'pca' } as const
    expect(describeAnalysis(other, 400, i18n.t)).toMatch(
      /^Cut on its beats \(shorter than 140 ms joined\), .* arranged by PCA\.$/,
    )
  })

  test('names the perplexity after clamping to the number of chunks', () => {
    expect(describeAnalysis(defaultSettings, 61, i18n.t)).toContain('perplexity 20.')
    expect(roundUsedPerplexity(defaultSettings, 91)).toBe(30)
    expect(roundUsedPerplexity(defaultSettings, 62)).toBe(20.3)
    expect(roundUsedPerplexity(defaultSettings, 1)).toBe(1)
  })
})
