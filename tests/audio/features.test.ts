import { expect, test } from 'vitest'
import { originalFeatures } from '../../audio/features.ts'
import { melSpectrogram } from '../../audio/spectrum.ts'
import { bursts, noise } from '../wav.ts'

const featuresOf = (samples: Float32Array, from: number, to: number): Float64Array =>
  originalFeatures(samples, melSpectrogram(samples), [{ from, to, start: 0, end: 1 }])[0] as Float64Array

test('a chunk is described as if it were a file of its own', () => {
  const song = bursts(3, 22050)
  for (const [from, to] of [
    [0, 20480],
    [5120, 6144],
    [512 * 20, 512 * 21],
    [512 * 40, song.length],
  ] as const) {
    const own = song.slice(from, to)
    expect(Array.from(featuresOf(song, from, to))).toEqual(
      Array.from(featuresOf(own, 0, own.length), (x) => expect.closeTo(x, 5)),
    )
  }
})

test('only the first second counts', () => {
  const song = noise(3 * 22050, 2)
  const changed = song.slice()
  changed.fill(0, 2 * 22050)
  expect(featuresOf(changed, 5120, song.length)).toEqual(featuresOf(song, 5120, song.length))
})

test('loudness does not count, as long as nothing falls below the floor', () => {
  const song = noise(22050, 2)
  const quiet = song.map((x) => x / 10)
  featuresOf(song, 0, song.length).forEach((x, i) => {
    expect(featuresOf(quiet, 0, song.length)[i]).toBeCloseTo(x, 5)
  })
})

test('silence is all zeros, one sample is finite', () => {
  expect(featuresOf(new Float32Array(5000), 0, 5000)).toEqual(new Float64Array(26))
  const single = featuresOf(Float32Array.of(0.5), 0, 1)
  expect(single.every(Number.isFinite)).toBe(true)
})

test('each vector has zero mean and unit deviation', () => {
  const vector = featuresOf(noise(22050), 0, 22050)
  expect(vector.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9)
  expect(vector.reduce((sum, x) => sum + x * x, 0) / 26).toBeCloseTo(1, 9)
})
