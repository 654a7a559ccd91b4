import { expect, test } from 'vitest'
import { computeMelSpectrogram } from '../../../audio/analysis/mel-spectrogram.ts'
import { backtrackOnsets, computeOnsetStrength, pickOnsets } from '../../../audio/analysis/onsets.ts'
import { bursts } from '../../wav.ts'

test('silence and a single frame have no onsets', () => {
  for (const length of [1, 511, 512, 22050]) {
    const strength = computeOnsetStrength(computeMelSpectrogram(new Float32Array(length)))
    expect(strength).toHaveLength(1 + Math.floor(length / 512))
    expect(pickOnsets(strength)).toEqual([])
  }
})

test('finds each burst, about three frames late as librosa does', () => {
  const onsets = pickOnsets(computeOnsetStrength(computeMelSpectrogram(bursts(5, 22050, 4))))
  for (let beat = 1; beat < 20; beat++) {
    const frame = (beat * 22050) / 4 / 512
    expect(onsets.some((onset) => onset >= frame - 1 && onset <= frame + 4)).toBe(true)
  }
})

test('of two equal neighbors only the first is an onset', () => {
  expect(pickOnsets(Float64Array.of(0, 0, 0, 0, 1, 1, 0, 0, 0, 0))).toEqual([4])
})

test('backtracking stops at the local minimum, or at 0', () => {
  const strength = Float64Array.of(3, 2, 1, 2, 5, 4)
  expect(backtrackOnsets([4], strength)).toEqual([2])
  expect(backtrackOnsets([3], Float64Array.of(0, 1, 2, 3, 4))).toEqual([0])
})
