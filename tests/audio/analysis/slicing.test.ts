import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeMelSpectrogram } from '../../../audio/analysis/mel-spectrogram.ts'
import { findCutFrames } from '../../../audio/analysis/slicing.ts'
import { slicings } from '../../../audio/song/song.ts'
import { bursts, noise } from '../../wav.ts'

describe.each(slicings)('%s', (slicing) => {
  const cut = (samples: Float32Array): number[] => findCutFrames(slicing, computeMelSpectrogram(samples))

  test('gives ascending frames of the song for any sound', () => {
    const sounds = fc.record({
      length: fc.oneof(fc.integer({ min: 1, max: 3000 }), fc.integer({ min: 1, max: 80_000 })),
      kind: fc.constantFrom('silence', 'noise', 'constant', 'bursts', 'impulse', 'late noise'),
    })
    fc.assert(
      fc.property(sounds, ({ length, kind }) => {
        const samples = {
          silence: () => new Float32Array(length),
          noise: () => noise(length),
          constant: () => new Float32Array(length).fill(1e6),
          bursts: () => bursts(length / 22050, 22050, 7),
          impulse: () => new Float32Array(length).fill(1, length >> 1, (length >> 1) + 1),
          'late noise': () => noise(length).fill(0, 0, length >> 1),
        }[kind]()
        const frames = cut(samples)
        expect(frames.every((frame) => Number.isInteger(frame) && frame >= 0 && frame <= length / 512)).toBe(true)
        expect(frames.every((frame, i) => i === 0 || frame > frames[i - 1]!)).toBe(true)
      }),
      { numRuns: 40 },
    )
  })

  test('cuts at a burst every quarter of a second', () => {
    const frames = cut(bursts(8, 22050, 4))
    for (let beat = 1; beat < 30; beat++) {
      if (slicing === 'beats' && beat % 2 === 1) continue
      const frame = (beat * 22050) / 4 / 512
      expect(frames.some((cut) => cut >= frame - 2 && cut <= frame + 5)).toBe(true)
    }
  })
})

test('silence has no cuts, except for the grid', () => {
  const silence = computeMelSpectrogram(new Float32Array(22050))
  for (const slicing of slicings) {
    expect(findCutFrames(slicing, silence)).toEqual(slicing === 'grid' ? [0, 11, 22, 32] : [])
  }
})

test('early cuts come two frames before those of onsets', () => {
  const spectrogram = computeMelSpectrogram(bursts(8, 22050, 4))
  const onsets = findCutFrames('onsets', spectrogram)
  const early = findCutFrames('early', spectrogram)
  expect(early.slice(1, -1).every((frame) => onsets.includes(frame + 2))).toBe(true)
})

test('beats continue through a gap in the music', () => {
  const song = bursts(12, 22050, 2)
  song.fill(0, 5 * 22050, 7 * 22050)
  const beats = findCutFrames('beats', computeMelSpectrogram(song))
  const steps = beats.slice(1).map((beat, i) => beat - beats[i]!)
  expect(beats.length).toBeGreaterThanOrEqual(20)
  expect(steps.every((step) => Math.abs(step - 21.5) <= 2)).toBe(true)
})
