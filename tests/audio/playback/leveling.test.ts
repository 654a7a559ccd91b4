import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeDistanceGain } from '../../../audio/playback/distance-gain.ts'
import {
  computeEnergies,
  computeMakeUpGain,
  computeSongGain,
  limitMakeUp,
  TARGET_LUFS,
} from '../../../audio/playback/leveling.ts'

const toDecibels = (gain: number) => 20 * Math.log10(gain)
const levels = (monoLoudness: number, truePeak: number) => ({ loudness: monoLoudness, monoLoudness, truePeak })

test('songs come to the same loudness', () => {
  for (const loudness of [-8, -13.5, -18, -23.7])
    expect(toDecibels(computeSongGain(levels(loudness, loudness + 12), true, true)) + loudness).toBeCloseTo(
      TARGET_LUFS,
      9,
    )
})

test('a soft song with high peaks is made louder until 2 dB of them are left to the limiter', () => {
  expect(toDecibels(computeSongGain(levels(-30, -3), true, true))).toBeCloseTo(4, 9)
  fc.assert(
    fc.property(
      fc.double({ min: -69, max: 0, noNaN: true }),
      fc.double({ min: -60, max: 3, noNaN: true }),
      (l, peak) => {
        expect(peak + toDecibels(computeSongGain(levels(l, peak), true, true))).toBeLessThanOrEqual(
          Math.max(peak, 1) + 1e-9,
        )
      },
    ),
  )
})

test('silence stays silence', () => {
  expect(computeSongGain(levels(-70, -120), true, true)).toBe(1)
})

test('the make-up is what the distances of the boxes take, on average', () => {
  const ring = Float32Array.from({ length: 300 }, (_, i) => [Math.sin(i), 1, Math.cos(i)][i % 3]! * 1)
  expect(computeMakeUpGain(ring, new Float32Array(100).fill(1), 0, 1, 0, 0.5)).toBeCloseTo(1, 2)
  const far = Float32Array.of(6, 0, 0, 0, 0, 6)
  expect(computeMakeUpGain(far, Float32Array.of(3, 1), 0, 0, 0, 1) * computeDistanceGain(6)).toBeCloseTo(1, 9)
  expect(computeMakeUpGain(far, Float32Array.of(3, 1), 0, 0, 0, 0.5) * computeDistanceGain(3)).toBeCloseTo(1, 9)
  expect(computeMakeUpGain(new Float32Array(0), new Float32Array(0), 0, 0, 0, 1)).toBe(1)
})

test('loud boxes count more than soft ones, long ones more than short ones, silence not at all', () => {
  const [near, far] = [2, 8]
  const positions = Float32Array.of(near, 0, 0, 0, 0, far, 0, 0, 90)
  const chunk = (start: number, end: number, loudness: number) => ({ start, end, loudness })
  const energies = computeEnergies([chunk(0, 1, -20), chunk(1, 3, -10), chunk(3, 9, Number.NEGATIVE_INFINITY)])
  const expected = (computeDistanceGain(near) ** 2 + 20 * computeDistanceGain(far) ** 2) / 21
  expect(computeMakeUpGain(positions, energies, 0, 0, 0, 1)).toBeCloseTo(1 / Math.sqrt(expected), 5)
  expect(computeMakeUpGain(positions, new Float32Array(3), 0, 0, 0, 1)).toBe(1)
})

test('many boxes are sampled: the mean is within 1 dB', () => {
  const positions = Float32Array.from({ length: 6000 }, (_, i) => 6 * Math.sin(i * 12.9898) + (i % 3 === 0 ? 5 : 0))
  let power = 0
  for (let i = 0; i < positions.length; i += 3)
    power += computeDistanceGain(Math.hypot(positions[i]!, positions[i + 1]!, positions[i + 2]!)) ** 2
  const exact = Math.sqrt(positions.length / 3 / power)
  expect(
    Math.abs(
      toDecibels(computeMakeUpGain(positions, new Float32Array(positions.length / 3).fill(1), 0, 0, 0, 1) / exact),
    ),
  ).toBeLessThan(1)
})

test('what is near gets as much of it as makes it no louder than the song, or 3 dB louder', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1, max: 10, noNaN: true }),
      fc.double({ min: 0, max: 60, noNaN: true }),
      (makeUp, far) => {
        const gain = limitMakeUp(makeUp, far, 1)
        expect(gain).toBeGreaterThanOrEqual(1)
        expect(gain).toBeLessThanOrEqual(makeUp)
        expect(gain * computeDistanceGain(far)).toBeLessThanOrEqual(1 + 1e-9)
      },
    ),
  )
  expect(limitMakeUp(4, 0)).toBeCloseTo(Math.SQRT2, 9)
  expect(limitMakeUp(2, 60)).toBe(2)
})

test('a song that is not evened out is as loud from its boxes as recorded, and recorded bit by bit', () => {
  const stereo = { loudness: -21.4, monoLoudness: -23.7, truePeak: -5.6 }
  expect(toDecibels(computeSongGain(stereo, false, true))).toBeCloseTo(2.3, 9)
  expect(computeSongGain(stereo, false, false)).toBe(1)
  expect(toDecibels(computeSongGain({ ...stereo, monoLoudness: -60 }, false, true))).toBeCloseTo(6, 9)
})

test('evened out, a song as recorded is as loud as others without a limiter: peaks end at -1 dBTP, or where they were', () => {
  const soft = { loudness: -21.4, monoLoudness: -23.7, truePeak: -5.6 }
  expect(toDecibels(computeSongGain(soft, true, false))).toBeCloseTo(1.4, 9)
  expect(toDecibels(computeSongGain({ ...soft, truePeak: -2 }, true, false))).toBeCloseTo(1, 9)
  expect(toDecibels(computeSongGain({ ...soft, truePeak: 0.5 }, true, false))).toBeCloseTo(0, 9)
  expect(toDecibels(computeSongGain({ ...soft, loudness: -10 }, true, false))).toBeCloseTo(-10, 9)
})
