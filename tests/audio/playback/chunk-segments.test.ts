import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeBoundaries,
  createSegment,
  createSoloSegment,
  EDGE_FADE_S,
  type Segment,
  snapToSample,
  trimSegmentStart,
} from '../../../audio/playback/chunk-segments.ts'
import { noise } from '../../wav.ts'

const rates = fc.constantFrom(8000, 22050, 44100, 48000, 96000)
/** Lengths of chunks in samples, fractional, from one sample to a third of a second. */
const lengths = fc.array(
  fc.oneof(fc.double({ min: 1, max: 12, noNaN: true }), fc.double({ min: 12, max: 9000, noNaN: true })),
  {
    minLength: 1,
    maxLength: 30,
  },
)

function chunksOf(samples: number[], sampleRate: number): { start: number; end: number }[] {
  let start = 0
  return samples.map((length) => {
    const chunk = { start, end: start + length / sampleRate }
    start = chunk.end
    return chunk
  })
}

/** The gain of a segment `t` seconds after its beginning. */
function gainAt({ duration, fadeIn, fadeOut }: Segment, t: number): number {
  const rising = fadeIn > 0 ? t / fadeIn : 1
  const falling = fadeOut > 0 ? (duration - t) / fadeOut : 1
  return Math.max(0, Math.min(1, rising, falling))
}

/** Adds a segment of `song` with its fades to `mix`, shifted by `lead` samples. */
function play(song: Float32Array, segment: Segment, sampleRate: number, mix: Float64Array, lead = 0) {
  const from = Math.round(segment.offset * sampleRate)
  const length = Math.round(segment.duration * sampleRate)
  for (let i = 0; i < length; i++) {
    const at = from + i + lead
    mix[at] = (mix[at] ?? 0) + (song[from + i] ?? 0) * gainAt(segment, i / sampleRate)
  }
}

const onSample = (time: number, sampleRate: number): number =>
  Math.abs(time * sampleRate - Math.round(time * sampleRate))

describe('boundaries', () => {
  test('fall on samples, ascend, and span the song', () => {
    fc.assert(
      fc.property(lengths, rates, (samples, rate) => {
        const chunks = chunksOf(samples, rate)
        const boundaries = computeBoundaries(chunks, rate)
        expect(boundaries).toHaveLength(chunks.length + 1)
        expect(boundaries[0]).toBe(0)
        chunks.forEach(({ end }, i) => {
          expect(boundaries[i + 1]).toBeGreaterThanOrEqual(boundaries[i]!)
          expect(onSample(boundaries[i + 1]!, rate)).toBeLessThan(1e-6)
          expect(Math.abs(boundaries[i + 1]! - end) * rate).toBeLessThanOrEqual(0.500001)
        })
      }),
    )
  })

  test('snapToSample finds the nearest sample', () => {
    expect(snapToSample(0.49 / 44100, 44100)).toBe(0)
    expect(snapToSample(0.51 / 44100, 44100)).toBe(1 / 44100)
    expect(snapToSample(1, 22050)).toBe(1)
  })
})

describe('the segments of a song', () => {
  const expectRestored = (samples: number[], rate: number) => {
    const boundaries = computeBoundaries(chunksOf(samples, rate), rate)
    const length = Math.round(boundaries[samples.length]! * rate)
    const song = noise(length)
    const mix = new Float64Array(length)
    samples.forEach((_, i) => {
      const segment = createSegment(boundaries, i, rate)
      expect(segment.fadeIn + segment.fadeOut).toBeLessThanOrEqual(segment.duration + 1e-9)
      play(song, segment, rate, mix)
    })
    let worst = 0
    song.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(mix[i]! - value))
    })
    expect(worst).toBeLessThan(1e-6)
  }

  test('add up to the song exactly, for any cuts', () => {
    fc.assert(fc.property(lengths, rates, expectRestored), { numRuns: 60 })
  })

  test.each([
    ['one chunk', [5000]],
    ['one sample', [1]],
    ['two chunks', [3000, 2000]],
    ['a last chunk of three samples', [4000, 3]],
    ['chunks of a few samples', [2, 3, 1, 4, 2, 500, 1, 1, 900]],
  ])('also with %s', (_, samples) => expectRestored(samples, 44100))

  test('overlap in pairs only', () => {
    fc.assert(
      fc.property(lengths, (samples) => {
        const boundaries = computeBoundaries(chunksOf(samples, 44100), 44100)
        for (let i = 2; i < samples.length; i++) {
          const before = createSegment(boundaries, i - 2, 44100)
          expect(before.offset + before.duration).toBeLessThanOrEqual(createSegment(boundaries, i, 44100).offset + 1e-9)
        }
      }),
    )
  })

  test('begin and end on samples', () => {
    fc.assert(
      fc.property(lengths, rates, (samples, rate) => {
        const boundaries = computeBoundaries(chunksOf(samples, rate), rate)
        samples.forEach((_, i) => {
          const segment = createSegment(boundaries, i, rate)
          for (const time of [segment.offset, segment.duration, segment.fadeIn, segment.fadeOut])
            expect(onSample(time, rate)).toBeLessThan(1e-6)
        })
      }),
    )
  })

  test('cross-fade over 8 ms beside long chunks', () => {
    const boundaries = computeBoundaries(chunksOf([44100, 44100, 44100], 44100), 44100)
    const { fadeIn, fadeOut, offset } = createSegment(boundaries, 1, 44100)
    expect(fadeIn).toBeCloseTo(0.008, 4)
    expect(fadeOut).toBeCloseTo(0.008, 4)
    expect(offset).toBeCloseTo(1 - 0.004, 4)
    expect(createSegment(boundaries, 0, 44100).fadeIn).toBe(0)
    expect(createSegment(boundaries, 2, 44100).fadeOut).toBe(0)
  })
})

describe('trimSegmentStart', () => {
  const boundaries = computeBoundaries(chunksOf([44100, 44100, 44100], 44100), 44100)
  const segment = createSegment(boundaries, 1, 44100)

  test('keeps a segment that begins at the time or later', () => {
    expect(trimSegmentStart(segment, 0)).toEqual(segment)
    expect(trimSegmentStart(segment, segment.offset)).toEqual(segment)
  })

  test('keeps the end and fades in at the time', () => {
    const entered = trimSegmentStart(segment, 1.5)
    expect(entered).toMatchObject({ chunk: 1, offset: 1.5, fadeIn: EDGE_FADE_S, fadeOut: segment.fadeOut })
    expect(entered.offset + entered.duration).toBeCloseTo(segment.offset + segment.duration, 12)
  })

  test('never makes the fades longer than the segment', () => {
    fc.assert(
      fc.property(lengths, fc.nat(29), fc.double({ min: 0, max: 1.5, noNaN: true }), (samples, index, share) => {
        const all = computeBoundaries(chunksOf(samples, 44100), 44100)
        const whole = createSegment(all, index % samples.length, 44100)
        const entered = trimSegmentStart(whole, whole.offset + share * whole.duration)
        expect(entered.duration).toBeGreaterThanOrEqual(0)
        expect(entered.fadeIn + entered.fadeOut).toBeLessThanOrEqual(entered.duration + 1e-9)
        expect(entered.offset + entered.duration).toBeCloseTo(whole.offset + whole.duration, 9)
      }),
    )
  })

  test('gives a duration of 0 if both fades do not fit', () => {
    const end = segment.offset + segment.duration
    for (const late of [end - segment.fadeOut / 2, end - segment.fadeOut - EDGE_FADE_S / 2, end, end + 1])
      expect(trimSegmentStart(segment, late).duration).toBe(0)
    expect(trimSegmentStart(segment, end - segment.fadeOut - EDGE_FADE_S - 0.001).duration).toBeGreaterThan(0.01)
  })
})

describe('createSoloSegment', () => {
  test('fades at both ends', () => {
    fc.assert(
      fc.property(lengths, rates, (samples, rate) => {
        const boundaries = computeBoundaries(chunksOf(samples, rate), rate)
        samples.forEach((_, i) => {
          const segment = createSoloSegment(boundaries, i, rate)
          const edge = Math.min(EDGE_FADE_S, segment.duration / 2)
          expect(segment.fadeIn).toBeGreaterThanOrEqual(edge)
          expect(segment.fadeOut).toBeGreaterThanOrEqual(edge)
          expect(segment.fadeIn + segment.fadeOut).toBeLessThanOrEqual(segment.duration + 1e-9)
          expect(segment).toMatchObject({ chunk: i, offset: createSegment(boundaries, i, rate).offset })
        })
      }),
    )
  })
})
