import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createChunkFrameReader } from '../../../audio/analysis/chunk-frames.ts'
import { extractOriginalFeatures } from '../../../audio/analysis/features.ts'
import { computeMelSpectrogram, HOP_LENGTH } from '../../../audio/analysis/mel-spectrogram.ts'
import { computeDeviationOverFrames, computeMeanOverFrames, computeMfcc } from '../../../audio/analysis/mfcc.ts'
import { computeMeanDelta } from '../../../audio/analysis/mfcc-delta.ts'
import { backtrackOnsets, computeOnsetStrength, pickOnsets } from '../../../audio/analysis/onsets.ts'
import { readWav } from '../../wav.ts'

type Golden = Record<'onsetEnvelope' | 'onsetFrames' | 'onsetFramesBacktracked', number[]> &
  Record<'mfccMean' | 'mfccStd' | 'deltaMean' | 'original26', number[][]>

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(a).reduce((top, x, i) => Math.max(top, Math.abs(x - (b[i] ?? Number.NaN))), 0)

describe.each(['chirp', 'clicks', 'electronic-30s', 'founders-40s', 'tones'])('librosa 0.11 on %s', (name) => {
  const golden: Golden = JSON.parse(readFileSync(new URL(`../../golden/${name}.json`, import.meta.url), 'utf8'))
  const samples = readWav(new URL(`../../golden/${name}.wav`, import.meta.url))
  const spectrogram = computeMelSpectrogram(samples)
  const strength = computeOnsetStrength(spectrogram)
  const chunks = golden.mfccMean.map((_, i) => ({
    from: golden.onsetFrames[i]! * HOP_LENGTH,
    to: golden.onsetFrames[i + 1]! * HOP_LENGTH,
  }))

  test('onset strength within 1e-3', () => {
    expect(strength.length).toBe(golden.onsetEnvelope.length)
    expect(largestDifference(strength, golden.onsetEnvelope)).toBeLessThan(1e-3)
  })

  test('onsets, plain and backtracked, equal', () => {
    const onsets = pickOnsets(strength)
    expect(onsets).toEqual(golden.onsetFrames)
    expect(backtrackOnsets(onsets, strength)).toEqual(golden.onsetFramesBacktracked)
  })

  test('MFCC means and deviations and delta means within 1e-3', () => {
    const measure = createChunkFrameReader(samples, spectrogram, 22050)
    chunks.forEach(({ from, to }, i) => {
      const { frames, decibels } = measure(from, Math.min(to, from + 22050))
      const values = computeMfcc(decibels)
      const slopes = computeMfcc(computeMeanDelta(decibels))
      expect(largestDifference(computeMeanOverFrames(values, frames), golden.mfccMean[i] as number[])).toBeLessThan(
        1e-3,
      )
      expect(largestDifference(computeDeviationOverFrames(values, frames), golden.mfccStd[i] as number[])).toBeLessThan(
        1e-3,
      )
      expect(largestDifference(slopes, golden.deltaMean[i] as number[])).toBeLessThan(1e-3)
    })
  })

  test('the 26 features within 1e-4', () => {
    const spans = chunks.map((chunk) => ({ ...chunk, start: 0, end: 1 }))
    const features = extractOriginalFeatures(samples, spectrogram, spans)
    expect(features).toHaveLength(golden.original26.length)
    features.forEach((vector, i) => {
      expect(vector).toHaveLength(26)
      expect(largestDifference(vector, golden.original26[i] as number[])).toBeLessThan(1e-4)
    })
  })
})
