import { describe, expect, test } from 'vitest'
import type { ChunkSpan } from '../../../audio/analysis/chunks.ts'
import { extractFeatures } from '../../../audio/analysis/features.ts'
import { createHarmonyAnalyzer } from '../../../audio/analysis/harmony.ts'
import { computeMelSpectrogram } from '../../../audio/analysis/mel-spectrogram.ts'
import { presets, type SongSettings } from '../../../audio/song/song.ts'
import { bursts, noise, sine } from '../../wav.ts'

type Preset = SongSettings['preset']

const span = (from: number, to: number): ChunkSpan => ({ from, to, start: 0, end: 1 })
const describeAll = (preset: Preset, samples: Float32Array, chunks: ChunkSpan[]): Float64Array[] =>
  extractFeatures(preset, samples, computeMelSpectrogram(samples), chunks)
const featuresOf = (preset: Preset, samples: Float32Array, from: number, to: number): Float64Array =>
  describeAll(preset, samples, [span(from, to)])[0] as Float64Array

const sizes: Record<Preset, number> = { original: 26, ml4a: 39, timbre: 26, 'timbre-no-loudness': 24, harmony: 45 }
/** Presets that standardize each chunk by itself. */
const single = presets.filter((preset) => preset !== 'harmony')

describe.each(presets)('%s', (preset) => {
  test('silence is all zeros, one sample is finite', () => {
    const zeros = new Float64Array(sizes[preset])
    expect(describeAll(preset, new Float32Array(5000), [span(0, 512), span(512, 5000)])).toEqual([zeros, zeros])
    const song = Float32Array.of(...noise(1024), 0.5)
    const vectors = describeAll(preset, song, [span(0, 1024), span(1024, 1025)])
    expect(vectors.every((vector) => vector.length === sizes[preset] && vector.every(Number.isFinite))).toBe(true)
  })

  test('only the first second is described', () => {
    const song = noise(4 * 22050, 2)
    const changed = song.slice()
    changed.fill(0, 2 * 22050, 3 * 22050)
    const chunks = [span(5120, 3 * 22050), span(512 * 140, song.length)]
    expect(describeAll(preset, changed, chunks)).toEqual(describeAll(preset, song, chunks))
  })

  test('reports progress up to 1', () => {
    const song = bursts(1, 22050)
    const told: number[] = []
    const chunks = [span(0, 5120), span(5120, song.length)]
    extractFeatures(preset, song, computeMelSpectrogram(song), chunks, (fraction) => told.push(fraction))
    expect(told).toEqual([0.5, 1])
  })
})

describe.each(single)('%s', (preset) => {
  test('a chunk has the features of a file of its own', () => {
    const song = bursts(3, 22050)
    for (const [from, to] of [
      [0, 20480],
      [5120, 6144],
      [512 * 20, 512 * 21],
      [512 * 40, song.length],
    ] as const) {
      const own = song.slice(from, to)
      expect(Array.from(featuresOf(preset, song, from, to))).toEqual(
        Array.from(featuresOf(preset, own, 0, own.length), (x) => expect.closeTo(x, 5)),
      )
    }
  })

  test('loudness has no effect while all bands are above the floor', () => {
    const song = noise(22050, 2)
    const quiet = featuresOf(
      preset,
      song.map((x) => x / 10),
      0,
      song.length,
    )
    featuresOf(preset, song, 0, song.length).forEach((x, i) => {
      expect(quiet[i]).toBeCloseTo(x, 5)
    })
  })

  test('each vector has zero mean and unit deviation', () => {
    const vector = featuresOf(preset, noise(22050), 0, 22050)
    expect(vector.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9)
    expect(vector.reduce((sum, x) => sum + x * x, 0) / vector.length).toBeCloseTo(1, 9)
  })
})

describe('harmony', () => {
  test('each number has zero mean and unit deviation over the chunks', () => {
    const vectors = describeAll(
      'harmony',
      noise(22050),
      [0, 10, 20, 30].map((t) => span(512 * t, 512 * (t + 7))),
    )
    for (let d = 0; d < 45; d++) {
      const numbers = vectors.map((vector) => vector[d]!)
      expect(numbers.reduce((sum, x) => sum + x, 0)).toBeCloseTo(0, 9)
      expect(numbers.reduce((sum, x) => sum + x * x, 0) / 4).toBeCloseTo(1, 9)
    }
  })

  test('a tone has its pitch class in every octave, C first', () => {
    const measure = createHarmonyAnalyzer()
    for (const [hertz, pitchClass] of [
      [261.63, 0],
      [523.25, 0],
      [440, 9],
      [880, 9],
      [659.26, 4],
    ] as const) {
      const tone = sine(hertz, 22050, 11025)
      const chroma = Array.from(measure(tone, 0, tone.length).subarray(0, 12))
      expect(chroma.indexOf(Math.max(...chroma))).toBe(pitchClass)
      expect(chroma[pitchClass]).toBeCloseTo(1, 1)
    }
  })

  test('a tone has more contrast than noise', () => {
    const measure = createHarmonyAnalyzer()
    const contrastOf = (samples: Float32Array): number => measure(samples, 0, samples.length)[12 + 3]!
    expect(contrastOf(sine(1000, 22050, 11025))).toBeGreaterThan(contrastOf(noise(11025)) + 5)
  })
})
