import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createPeakMeter } from '../../../audio/dsp/true-peak.ts'
import { computeLimiterDelay, createLimiter } from '../../../audio/playback/limiter.ts'

const RATE = 44_100
const BLOCK = 128

function limit(channels: Float32Array[], rate = RATE): Float32Array[] {
  const limiter = createLimiter(rate, channels.length, BLOCK)
  const limited = channels.map(({ length }) => new Float32Array(length))
  for (let at = 0; at + BLOCK <= channels[0]!.length; at += BLOCK)
    limiter.process(
      channels.map((channel) => channel.subarray(at, at + BLOCK)),
      limited.map((channel) => channel.subarray(at, at + BLOCK)),
    )
  return limited
}
const measurePeak = (channels: Float32Array[]) => {
  const meter = createPeakMeter(channels.length)
  meter.push(channels)
  return 20 * Math.log10(meter.finish())
}
const create = (seconds: number, valueAt: (i: number) => number) =>
  Float32Array.from({ length: BLOCK * Math.round((seconds * RATE) / BLOCK) }, (_, i) => valueAt(i))
const createNoise = (seed: number) => {
  let state = seed
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 31 - 1
  }
}

test('what is below the ceiling passes bit by bit, late by the delay', () => {
  const noise = createNoise(1)
  const samples = create(1, () => 0.4 * noise())
  const [out] = limit([samples])
  const delay = computeLimiterDelay(RATE)
  expect(delay / RATE).toBeLessThan(0.002)
  expect(out!.subarray(delay)).toEqual(samples.subarray(0, samples.length - delay))
})

test('no true peak is above -1 dBTP: tones, bursts and noise at any level', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 20, max: 20_000 }),
      fc.double({ min: 0.5, max: 12, noNaN: true }),
      fc.integer({ min: 30, max: 9000 }),
      fc.nat(1000),
      (hertz, amplitude, period, seed) => {
        const noise = createNoise(seed)
        const left = create(0.3, (i) => {
          const burst = i % period < period / 3 ? 1 : 0.05
          return amplitude * burst * Math.sin((2 * Math.PI * hertz * i) / RATE + seed)
        })
        const right = create(0.3, (i) => (i % period < period / 2 ? amplitude * noise() : 0))
        expect(measurePeak(limit([left, right]))).toBeLessThan(-1)
      },
    ),
    { numRuns: 60 },
  )
})

test('both ears get the same gain: a sound does not move', () => {
  const left = create(0.5, (i) => 2 * Math.sin(i / 20))
  const [a, b] = limit([left, left.map((value) => value / 4)])
  for (let i = 0; i < a!.length; i++) expect(Math.abs(a![i]! - 4 * b![i]!)).toBeLessThan(1e-6)
})

test('after a peak all is as it was: bit by bit again within three seconds', () => {
  const samples = create(4, (i) => (i < 4410 ? 3 : 0.3) * Math.sin(i / 15))
  const [out] = limit([samples])
  const delay = computeLimiterDelay(RATE)
  for (let i = 3 * RATE; i < samples.length - delay; i++) expect(out![i + delay]).toBe(samples[i])
})

test('a loud tone keeps its shape: the gain rests while it does not change', () => {
  const samples = create(1, (i) => 1.5 * Math.sin((2 * Math.PI * 1000 * i) / RATE))
  const [out] = limit([samples])
  const delay = computeLimiterDelay(RATE)
  const gains: number[] = []
  for (let i = RATE / 2; i < samples.length - delay; i++)
    if (Math.abs(samples[i]!) > 1) gains.push(out![i + delay]! / samples[i]!)
  expect(Math.max(...gains) / Math.min(...gains)).toBeLessThan(1.01)
})

test('an input that is not there is silence', () => {
  const limiter = createLimiter(RATE, 2, BLOCK)
  const out = [new Float32Array(BLOCK).fill(9), new Float32Array(BLOCK).fill(9)]
  limiter.process([], out)
  expect(out).toEqual([new Float32Array(BLOCK), new Float32Array(BLOCK)])
})
