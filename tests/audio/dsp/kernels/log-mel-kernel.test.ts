import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { partitionSong } from '../../../../audio/analysis/chunks.ts'
import { extractFeatures } from '../../../../audio/analysis/features.ts'
import { ANALYSIS_RATE_HZ, computeMelSpectrogram } from '../../../../audio/analysis/mel-spectrogram.ts'
import { computeOnsetStrength, pickOnsets } from '../../../../audio/analysis/onsets.ts'
import { bursts, noise, readWav } from '../../../wav.ts'

const golden = (name: string) => readWav(new URL(`../../../golden/${name}.wav`, import.meta.url))

describe.each(['chirp', 'clicks', 'electronic-30s', 'founders-40s', 'tones'])('%s', (name) => {
  const samples = golden(name)
  const [simd, plain] = (['simd', 'plain'] as const).map((backend) => {
    const spectrogram = computeMelSpectrogram(samples, undefined, backend)
    const strength = computeOnsetStrength(spectrogram, {}, backend)
    const onsets = pickOnsets(strength)
    const chunks = partitionSong(onsets, samples.length / ANALYSIS_RATE_HZ, samples.length)
    const [ml4a, timbre] = (['ml4a', 'timbre'] as const).map((preset) =>
      extractFeatures(preset, samples, spectrogram, chunks, undefined, backend),
    )
    return { spectrogram, strength, onsets, ml4a, timbre }
  })

  test('spectrogram, onset strength and features have the bits of plain TypeScript', () => {
    expect(simd).toEqual(plain)
  })

  test('the onsets are librosa’s', () => {
    const { onsetFrames } = JSON.parse(readFileSync(new URL(`../../../golden/${name}.json`, import.meta.url), 'utf8'))
    expect(plain?.onsets).toEqual(onsetFrames)
  })
})

test('the spectrogram has the bits of plain TypeScript for any length and loudness', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 30_000, max: 70_000 })),
      fc.constantFrom(0, 1e-20, 1e-3, 1, 1e6),
      fc.integer({ min: 0, max: 1e6 }),
      (length, gain, seed) => {
        const samples = noise(length, seed).map((x) => gain * x)
        expect(computeMelSpectrogram(samples, undefined, 'simd')).toEqual(
          computeMelSpectrogram(samples, undefined, 'plain'),
        )
      },
    ),
    { numRuns: 40 },
  )
})

test('a spectrogram does not depend on the sound before it', () => {
  const samples = bursts(2, ANALYSIS_RATE_HZ)
  const first = computeMelSpectrogram(samples)
  computeMelSpectrogram(new Float32Array(100_000).fill(Number.NaN))
  expect(computeMelSpectrogram(samples)).toEqual(first)
})
