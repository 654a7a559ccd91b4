import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createChunkFrameReader } from '../../../audio/analysis/chunk-frames.ts'
import { extractFeatures } from '../../../audio/analysis/features.ts'
import { createHarmonyAnalyzer } from '../../../audio/analysis/harmony.ts'
import { ANALYSIS_RATE_HZ, computeMelSpectrogram, HOP_LENGTH } from '../../../audio/analysis/mel-spectrogram.ts'
import { computeMfcc } from '../../../audio/analysis/mfcc.ts'
import { computeMeanDeltaDelta } from '../../../audio/analysis/mfcc-delta.ts'
import { computeOnsetStrength } from '../../../audio/analysis/onsets.ts'
import { findCutFrames } from '../../../audio/analysis/slicing.ts'
import { estimateBeatPeriod } from '../../../audio/analysis/tempo.ts'
import { presets, type SongSettings } from '../../../audio/song/song.ts'
import { readWav } from '../../wav.ts'

// tests/golden/more.py computes these numbers with librosa.
const slicings = ['onsets', 'early', 'backtracked', 'superflux', 'beats'] as const
type Golden = Record<(typeof slicings)[number], number[]> &
  Record<SongSettings['preset'] | 'delta2Mean' | 'chroma' | 'contrast', number[][]> & {
    tempo: number
    chunks: [number, number][]
  }
const goldens: Record<string, Golden> = JSON.parse(
  readFileSync(new URL('../../golden/more.json', import.meta.url), 'utf8'),
)

function expectClose(actual: ArrayLike<number>[], expected: number[][], tolerance: number): void {
  expect(actual.map(({ length }) => length)).toEqual(expected.map(({ length }) => length))
  const differences = expected.flatMap((row, i) => row.map((x, d) => Math.abs(x - actual[i]![d]!)))
  expect(Math.max(...differences)).toBeLessThan(tolerance)
}

describe.each(Object.entries(goldens))('librosa 0.11 on %s', (name, golden) => {
  const samples = readWav(new URL(`../../golden/${name}.wav`, import.meta.url))
  const spectrogram = computeMelSpectrogram(samples)
  const chunks = golden.chunks.map(([from, to]) => ({ from: from * HOP_LENGTH, to: to * HOP_LENGTH, start: 0, end: 1 }))
  /** The first second of every chunk. */
  const stretches = chunks.map(({ from, to }) => [from, Math.min(to, from + ANALYSIS_RATE_HZ)] as const)

  test.each(slicings)('%s: the same frames', (slicing) => {
    expect(findCutFrames(slicing, spectrogram, samples)).toEqual(golden[slicing])
  })

  test('the tempo', () => {
    const strength = computeOnsetStrength(spectrogram, { aggregate: 'median' })
    const isStill = strength.every((value) => value === 0)
    expect(isStill ? 0 : (60 * ANALYSIS_RATE_HZ) / HOP_LENGTH / estimateBeatPeriod(strength)).toBeCloseTo(
      golden.tempo,
      3,
    )
  })

  test.each(presets)('%s within 1e-4', (preset) => {
    expectClose(extractFeatures(preset, samples, spectrogram, chunks), golden[preset], 1e-4)
  })

  test('means of the second delta, of chroma and of contrast within 1e-4', () => {
    const measure = createChunkFrameReader(samples, spectrogram, 22050)
    const bends = stretches.map(([from, to]) => computeMfcc(computeMeanDeltaDelta(measure(from, to).decibels)))
    expectClose(bends, golden.delta2Mean, 1e-4)
    const measureHarmony = createHarmonyAnalyzer()
    const harmonies = stretches.map(([from, to]) => measureHarmony(samples, from, to))
    expectClose(
      harmonies.map((x) => x.subarray(0, 12)),
      golden.chroma,
      1e-4,
    )
    expectClose(
      harmonies.map((x) => x.subarray(12)),
      golden.contrast,
      1e-4,
    )
  })
})
