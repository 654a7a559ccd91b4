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
/** Lengths of chunks in samples of the song: from one sample to a third of a second, not on samples. */
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

/** How loud a part is `t` seconds after its beginning, by its linear ramps. */
function gainAt({ duration, fadeIn, fadeOut }: Segment, t: number): number {
  const rising = fadeIn > 0 ? t / fadeIn : 1
  const falling = fadeOut > 0 ? (duration - t) / fadeOut : 1
  return Math.max(0, Math.min(1, rising, falling))
}

/** Adds a part of `song`, as its voice plays it, to `mix`; sample for sample, shifted by `lead` samples. */
function play(song: Float32Array, part: Segment, sampleRate: number, mix: Float64Array, lead = 0) {
  const from = Math.round(part.offset * sampleRate)
  const length = Math.round(part.duration * sampleRate)
  for (let i = 0; i < length; i++) {
    const at = from + i + lead
    mix[at] = (mix[at] ?? 0) + (song[from + i] ?? 0) * gainAt(part, i / sampleRate)
  }
}

const onSample = (time: number, sampleRate: number): number =>
  Math.abs(time * sampleRate - Math.round(time * sampleRate))

describe('borders', () => {
  test('fall on samples, never go back, and span the song', () => {
    fc.assert(
      fc.property(lengths, rates, (samples, rate) => {
        const chunks = chunksOf(samples, rate)
        const borders = computeBoundaries(chunks, rate)
        expect(borders).toHaveLength(chunks.length + 1)
        expect(borders[0]).toBe(0)
        chunks.forEach(({ end }, i) => {
          expect(borders[i + 1]).toBeGreaterThanOrEqual(borders[i]!)
          expect(onSample(borders[i + 1]!, rate)).toBeLessThan(1e-6)
          expect(Math.abs(borders[i + 1]! - end) * rate).toBeLessThanOrEqual(0.500001)
        })
      }),
    )
  })

  test('toSample finds the nearest sample', () => {
    expect(snapToSample(0.49 / 44100, 44100)).toBe(0)
    expect(snapToSample(0.51 / 44100, 44100)).toBe(1 / 44100)
    expect(snapToSample(1, 22050)).toBe(1)
  })
})

describe('the parts of a song', () => {
  const expectRestored = (samples: number[], rate: number) => {
    const borders = computeBoundaries(chunksOf(samples, rate), rate)
    const length = Math.round(borders[samples.length]! * rate)
    const song = noise(length)
    const mix = new Float64Array(length)
    samples.forEach((_, i) => {
      const part = createSegment(borders, i, rate)
      expect(part.fadeIn + part.fadeOut).toBeLessThanOrEqual(part.duration + 1e-9)
      play(song, part, rate, mix)
    })
    let worst = 0
    song.forEach((value, i) => {
      worst = Math.max(worst, Math.abs(mix[i]! - value))
    })
    expect(worst).toBeLessThan(1e-6)
  }

  test('add up to the song exactly, wherever it is cut', () => {
    fc.assert(fc.property(lengths, rates, expectRestored), { numRuns: 60 })
  })

  test.each([
    ['one chunk', [5000]],
    ['one sample', [1]],
    ['two chunks', [3000, 2000]],
    ['a last chunk of three samples', [4000, 3]],
    ['chunks of a few samples', [2, 3, 1, 4, 2, 500, 1, 1, 900]],
  ])('also with %s', (_, samples) => expectRestored(samples, 44100))

  test('hold only two at a time', () => {
    fc.assert(
      fc.property(lengths, (samples) => {
        const borders = computeBoundaries(chunksOf(samples, 44100), 44100)
        for (let i = 2; i < samples.length; i++) {
          const before = createSegment(borders, i - 2, 44100)
          expect(before.offset + before.duration).toBeLessThanOrEqual(createSegment(borders, i, 44100).offset + 1e-9)
        }
      }),
    )
  })

  test('begin and end on samples', () => {
    fc.assert(
      fc.property(lengths, rates, (samples, rate) => {
        const borders = computeBoundaries(chunksOf(samples, rate), rate)
        samples.forEach((_, i) => {
          const part = createSegment(borders, i, rate)
          for (const time of [part.offset, part.duration, part.fadeIn, part.fadeOut])
            expect(onSample(time, rate)).toBeLessThan(1e-6)
        })
      }),
    )
  })

  test('fade over 8 ms where there is room', () => {
    const borders = computeBoundaries(chunksOf([44100, 44100, 44100], 44100), 44100)
    const { fadeIn, fadeOut, offset } = createSegment(borders, 1, 44100)
    expect(fadeIn).toBeCloseTo(0.008, 4)
    expect(fadeOut).toBeCloseTo(0.008, 4)
    expect(offset).toBeCloseTo(1 - 0.004, 4)
    expect(createSegment(borders, 0, 44100).fadeIn).toBe(0)
    expect(createSegment(borders, 2, 44100).fadeOut).toBe(0)
  })
})

describe('entering a part', () => {
  const borders = computeBoundaries(chunksOf([44100, 44100, 44100], 44100), 44100)
  const part = createSegment(borders, 1, 44100)

  test('before it, or on its beginning, leaves it whole', () => {
    expect(trimSegmentStart(part, 0)).toEqual(part)
    expect(trimSegmentStart(part, part.offset)).toEqual(part)
  })

  test('ends where the part ends, with a fade at the entry', () => {
    const entered = trimSegmentStart(part, 1.5)
    expect(entered).toMatchObject({ chunk: 1, offset: 1.5, fadeIn: EDGE_FADE_S, fadeOut: part.fadeOut })
    expect(entered.offset + entered.duration).toBeCloseTo(part.offset + part.duration, 12)
  })

  test('never leaves more fade than sound, whatever the time', () => {
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

  test('too late for both fades leaves it to the next part', () => {
    const end = part.offset + part.duration
    for (const late of [end - part.fadeOut / 2, end - part.fadeOut - EDGE_FADE_S / 2, end, end + 1])
      expect(trimSegmentStart(part, late).duration).toBe(0)
    expect(trimSegmentStart(part, end - part.fadeOut - EDGE_FADE_S - 0.001).duration).toBeGreaterThan(0.01)
  })
})

describe('a chunk on its own', () => {
  test('never starts or ends on a bare edge', () => {
    fc.assert(
      fc.property(lengths, rates, (samples, rate) => {
        const borders = computeBoundaries(chunksOf(samples, rate), rate)
        samples.forEach((_, i) => {
          const part = createSoloSegment(borders, i, rate)
          const edge = Math.min(EDGE_FADE_S, part.duration / 2)
          expect(part.fadeIn).toBeGreaterThanOrEqual(edge)
          expect(part.fadeOut).toBeGreaterThanOrEqual(edge)
          expect(part.fadeIn + part.fadeOut).toBeLessThanOrEqual(part.duration + 1e-9)
          expect(part).toMatchObject({ chunk: i, offset: createSegment(borders, i, rate).offset })
        })
      }),
    )
  })
})
