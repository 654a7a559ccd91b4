import { describe, expect, test } from 'vitest'
import { computeDescriptors, computeRms, LIVE_FRAME_SAMPLES } from '../../../audio/playback/descriptors.ts'
import { noise, sine } from '../../wav.ts'

const RATE = 44100
const of = (...channels: Float32Array<ArrayBuffer>[]) => ({ channels, sampleRate: RATE })
const whole = (sound: Float32Array<ArrayBuffer>, rate = RATE) =>
  computeDescriptors({ channels: [sound], sampleRate: rate }, 0, sound.length / rate)

describe('computeDescriptors', () => {
  test.each([200, 1000, 5000, 12000])('a sine of %d Hz has its frequency as brightness and no noisiness', (hertz) => {
    const { brightness, noisiness } = whole(sine(hertz, RATE, RATE))
    expect(Math.abs(brightness - hertz)).toBeLessThan(RATE / LIVE_FRAME_SAMPLES)
    expect(noisiness).toBeLessThan(0.02)
  })

  test('brightness does not depend on the sample rate', () => {
    for (const rate of [8000, 22050, 96000])
      expect(Math.abs(whole(sine(1000, rate, rate), rate).brightness - 1000)).toBeLessThan(rate / LIVE_FRAME_SAMPLES)
  })

  test('white noise is noisy, with a brightness in the middle of the spectrum', () => {
    const { brightness, noisiness } = whole(noise(RATE))
    expect(noisiness).toBeGreaterThan(0.7)
    expect(noisiness).toBeLessThanOrEqual(1)
    expect(Math.abs(brightness / (RATE / 4) - 1)).toBeLessThan(0.03)
  })

  test('the result does not depend on loudness', () => {
    const loud = noise(RATE)
    const quiet = loud.map((x) => x / 1000)
    expect(whole(quiet).noisiness).toBeCloseTo(whole(loud).noisiness, 4)
    expect(whole(quiet).brightness / whole(loud).brightness).toBeCloseTo(1, 4)
  })

  test('silence and an empty range have brightness and noisiness 0', () => {
    const nothing = { brightness: 0, noisiness: 0 }
    expect(whole(new Float32Array(RATE))).toEqual(nothing)
    expect(computeDescriptors(of(noise(RATE)), 0.5, 0.5)).toEqual(nothing)
    expect(computeDescriptors(of(noise(RATE)), 2, 3)).toEqual(nothing)
    expect(computeDescriptors(of(), 0, 1)).toEqual(nothing)
  })

  test('a chunk of a few samples has finite descriptors', () => {
    const { brightness, noisiness } = whole(noise(200))
    expect(brightness).toBeGreaterThan(5000)
    expect(noisiness).toBeGreaterThan(0.2)
    expect(noisiness).toBeLessThanOrEqual(1)
  })

  test('only the first second of the range counts, over all channels', () => {
    const low = sine(500, RATE, 4 * RATE)
    const high = sine(6000, RATE, 4 * RATE)
    const both = computeDescriptors(of(low, high), 0, 1).brightness
    expect(both).toBeGreaterThan(3000)
    expect(both).toBeLessThan(3500)
    const changing = new Float32Array(4 * RATE)
    changing.set(low.subarray(0, 2 * RATE))
    changing.set(high.subarray(0, 2 * RATE), 2 * RATE)
    expect(computeDescriptors(of(changing), 1, 4).brightness).toBeLessThan(600)
    expect(computeDescriptors(of(changing), 2, 4).brightness).toBeGreaterThan(5900)
  })

  test('a quiet tail has little weight', () => {
    const hit = sine(4000, RATE, RATE).fill(0, RATE / 4)
    hit.set(
      sine(100, RATE, RATE / 2).map((x) => x / 100),
      RATE / 4,
    )
    expect(whole(hit).brightness).toBeGreaterThan(3500)
  })

  test('computeRms is the root mean square, also after computeDescriptors', () => {
    whole(noise(RATE))
    expect(computeRms(sine(440, 48000, LIVE_FRAME_SAMPLES))).toBeCloseTo(0.5 / Math.SQRT2, 2)
    expect(computeRms(new Float32Array(LIVE_FRAME_SAMPLES))).toBe(0)
    expect(computeRms(new Float32Array(LIVE_FRAME_SAMPLES).fill(Number.NaN))).toBe(0)
  })
})
