import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeMelSpectrogram } from '../../../audio/analysis/mel-spectrogram.ts'
import { findCutFrames } from '../../../audio/analysis/slicing.ts'
import { slicings } from '../../../audio/song/song.ts'
import { computeOnsetFMeasure } from '../../onset-f-measure.ts'
import { bursts, noise, readWav } from '../../wav.ts'

describe.each(slicings)('%s', (slicing) => {
  const cut = (samples: Float32Array): number[] => findCutFrames(slicing, computeMelSpectrogram(samples), samples)

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
  const samples = new Float32Array(22050)
  const silence = computeMelSpectrogram(samples)
  for (const slicing of slicings) {
    expect(findCutFrames(slicing, silence, samples)).toEqual(slicing === 'grid' ? [0, 11, 22, 32] : [])
  }
})

test('early cuts come two frames before those of onsets', () => {
  const samples = bursts(8, 22050, 4)
  const spectrogram = computeMelSpectrogram(samples)
  const onsets = findCutFrames('onsets', spectrogram, samples)
  const early = findCutFrames('early', spectrogram, samples)
  expect(early.slice(1, -1).every((frame) => onsets.includes(frame + 2))).toBe(true)
})

test('beats continue through a gap in the music', () => {
  const song = bursts(12, 22050, 2)
  song.fill(0, 5 * 22050, 7 * 22050)
  const beats = findCutFrames('beats', computeMelSpectrogram(song), song)
  const steps = beats.slice(1).map((beat, i) => beat - beats[i]!)
  expect(beats.length).toBeGreaterThanOrEqual(20)
  expect(steps.every((step) => Math.abs(step - 21.5) <= 2)).toBe(true)
})

describe('silence put before a song', () => {
  const songs = {
    bursts: bursts(8, 22050, 4),
    clicks: readWav(new URL('../../golden/clicks.wav', import.meta.url)),
    electronic: readWav(new URL('../../golden/electronic-30s.wav', import.meta.url)),
    founders: readWav(new URL('../../golden/founders-40s.wav', import.meta.url)),
    'founders from a loud place on': readWav(new URL('../../golden/founders-40s.wav', import.meta.url)).slice(300_000),
    'noise in bursts': noise(200_000).map((x, i) => x * Math.exp(-(i % 6000) / 900)),
  }
  const cutTimes = (slicing: (typeof slicings)[number], samples: Float32Array<ArrayBuffer>) =>
    findCutFrames(slicing, computeMelSpectrogram(samples), samples).map((frame) => (frame * 512) / 22050)
  const pad = (samples: Float32Array, silence: Float32Array) => {
    const padded = new Float32Array(silence.length + samples.length)
    padded.set(silence)
    padded.set(samples, silence.length)
    return padded
  }
  const silences = {
    '10 ms': new Float32Array(220),
    '25 ms': new Float32Array(551),
    '1 s': new Float32Array(22050),
    '1 s of the last bits of 16': noise(22050).map((x) => x / 32768),
  }

  test.each(Object.entries(songs))('%s: trimmed keeps its cuts', (_, song) => {
    const cuts = cutTimes('trimmed', song)
    expect(cuts.length).toBeGreaterThan(3)
    for (const silence of Object.values(silences)) {
      const shift = silence.length / 22050
      const moved = cutTimes('trimmed', pad(song, silence)).map((time) => time - shift)
      // The silence is a chunk of its own.
      const common = moved.filter((time) => time > 0.05)
      expect(computeOnsetFMeasure(cuts, common)).toBeGreaterThanOrEqual(0.97)
    }
  })

  test('is a chunk of its own, as long as it is not shorter than a window', () => {
    const padded = cutTimes('trimmed', pad(songs.bursts, silences['1 s']))
    expect(padded[0]).toBeCloseTo(1, 1)
    expect(padded[1]! - padded[0]!).toBeGreaterThan(0.2)
  })
})
