import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeKWeighting } from '../../../audio/dsp/k-weighting.ts'
import { SILENCE_LUFS } from '../../../audio/dsp/levels.ts'
import { createLoudnessMeter } from '../../../audio/dsp/loudness-meter.ts'

const RATE = 48_000
const sine = (seconds: number, decibels: number, hertz = 1000, rate = RATE) =>
  Float32Array.from(
    { length: Math.round(seconds * rate) },
    (_, i) => 10 ** (decibels / 20) * Math.sin((2 * Math.PI * hertz * i) / rate),
  )
const join = (...parts: Float32Array[]) => {
  const joined = new Float32Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}
const measure = (channels: Float32Array[], rate = RATE) => {
  const meter = createLoudnessMeter(rate, channels.length)
  meter.push(channels)
  return meter.finish()
}
const inBoth = (samples: Float32Array) => measure([samples, samples]).loudness

test('the filters at 48 kHz are those of BS.1770-4', () => {
  const { shelf, highPass } = computeKWeighting(48_000)
  const published = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]
  published.forEach((value, i) => void expect(shelf[i]).toBeCloseTo(value, 9))
  ;[1, -2, 1, -1.99004745483398, 0.99007225036621].forEach((value, i) => void expect(highPass[i]).toBeCloseTo(value, 9))
})

test.each([22_050, 44_100, 48_000, 96_000])(
  '997 Hz at 0 dBFS in one of two channels is -3.01 LKFS at %d Hz',
  (rate) => {
    const tone = sine(20, 0, 997, rate)
    expect(Math.abs(measure([tone, new Float32Array(tone.length)], rate).loudness + 3.01)).toBeLessThan(0.05)
  },
)

test('a song of one channel is as loud as the same in two: both ears hear it', () => {
  const tone = sine(5, -20)
  expect(measure([tone])).toEqual(measure([tone, tone]))
})

// The signals are described in EBU Tech 3341 (2016), table 1; tolerance 0.1 LU.
describe('EBU Tech 3341', () => {
  test.each<[string, number, Float32Array]>([
    ['1', -23, sine(20, -23)],
    ['2', -33, sine(20, -33)],
    ['3: relative gate', -23, join(sine(10, -36), sine(60, -23), sine(10, -36))],
    ['4: both gates', -23, join(sine(10, -72), sine(10, -36), sine(60, -23), sine(10, -36), sine(10, -72))],
    ['5', -23, join(sine(20, -26), sine(20.1, -20), sine(20, -26))],
  ])('case %s', (_name, expected, samples) => {
    expect(Math.abs(inBoth(samples) - expected)).toBeLessThan(0.1)
  })

  test('case 6: five channels, surrounds count more', () => {
    const [front, center, side] = [sine(20, -28), sine(20, -24), sine(20, -30)]
    const silence = new Float32Array(front.length)
    expect(Math.abs(measure([front, front, center, side, side]).loudness + 23)).toBeLessThan(0.1)
    expect(Math.abs(measure([front, front, center, silence, side, side]).loudness + 23)).toBeLessThan(0.1)
  })
})

test('the LFE does not count', () => {
  const silence = new Float32Array(RATE)
  expect(measure([silence, silence, silence, sine(1, 0, 50), silence, silence]).loudness).toBe(SILENCE_LUFS)
})

test('what is heard from one point: the sum of equal channels is as loud, of opposite ones silent, of two apart 3 dB softer', () => {
  const x = sine(5, -20)
  expect(measure([x, x]).monoLoudness).toBeCloseTo(measure([x, x]).loudness, 6)
  expect(measure([x, x.map((value) => -value)]).monoLoudness).toBe(SILENCE_LUFS)
  const apart = measure([x, sine(5, -20, 1500)])
  expect(Math.abs(apart.loudness - apart.monoLoudness - 3)).toBeLessThan(0.3)
  expect(measure([x]).monoLoudness).toBe(measure([x]).loudness)
})

test('silence, nothing and less than a block are silence; infinite samples do not silence the rest', () => {
  expect(measure([new Float32Array(RATE)]).loudness).toBe(SILENCE_LUFS)
  expect(measure([new Float32Array(0)]).loudness).toBe(SILENCE_LUFS)
  expect(measure([sine(0.3, 0)]).loudness).toBe(SILENCE_LUFS)
  const damaged = sine(20, -23)
  damaged[RATE] = Number.POSITIVE_INFINITY
  damaged[2 * RATE] = Number.NaN
  expect(Math.abs(inBoth(damaged) + 23)).toBeLessThan(0.1)
})

test('the loudness does not depend on how the samples are cut', () => {
  const noise = Float32Array.from({ length: 3 * 8000 }, (_, i) => Math.sin(i * i * 0.37) * Math.sin(i / 3000))
  const whole = measure([noise], 8000)
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: noise.length }), { maxLength: 6 }), (cuts) => {
      const meter = createLoudnessMeter(8000, 1)
      const bounds = [0, ...cuts.sort((a, b) => a - b), noise.length]
      bounds.slice(1).forEach((end, i) => void meter.push([noise.subarray(bounds[i], end)]))
      expect(meter.finish().loudness).toBeCloseTo(whole.loudness, 9)
    }),
    { numRuns: 30 },
  )
})
