import { expect, test } from 'vitest'
import { loudness } from '../../audio/loudness.ts'
import { mixToMono } from '../../audio/mono.ts'
import { sanitize } from '../../audio/sanitize.ts'
import { sine } from '../wav.ts'

test('loudness is the RMS level over all channels', () => {
  const square = { channels: [new Float32Array(100).fill(1)], sampleRate: 100 }
  expect(loudness(square, 0, 1)).toBeCloseTo(0, 9)
  const half = { channels: [sine(100, 8000, 8000), new Float32Array(8000)], sampleRate: 8000 }
  expect(loudness(half, 0, 1)).toBeCloseTo(10 * Math.log10(0.125 / 2), 6)
  expect(loudness(half, 0.5, 0.5)).toBe(-120)
  expect(loudness({ channels: [new Float32Array(9)], sampleRate: 9 }, 0, 1)).toBe(-120)
})

test('mono is the mean of the channels and leaves them alone', () => {
  const channels = [Float32Array.of(1, 0), Float32Array.of(0, 0.5), Float32Array.of(-1, 1)]
  expect(mixToMono({ channels, sampleRate: 1 })).toEqual(Float32Array.of(0, 0.5))
  expect(channels[0]).toEqual(Float32Array.of(1, 0))
  expect(mixToMono({ channels: [], sampleRate: 1 })).toHaveLength(0)
})

test('sanitize zeroes what is no number and cuts what is absurd', () => {
  const samples = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.5, 1e30, -1e30)
  sanitize(samples)
  expect(samples).toEqual(Float32Array.of(0, 0, 0, 0.5, 1e6, -1e6))
})
