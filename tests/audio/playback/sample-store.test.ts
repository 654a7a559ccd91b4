import fc from 'fast-check'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { countHalvings, createHalfBandDecimator } from '../../../audio/dsp/decimate.ts'
import { downmix } from '../../../audio/dsp/downmix.ts'
import { createBlockStore, createPackedStore, packSamples } from '../../../audio/playback/sample-store.ts'
import { noise, sine } from '../../wav.ts'

class FakeBuffer {
  readonly sampleRate: number
  readonly length: number
  readonly #channels: Float32Array[]
  constructor({ length, sampleRate, numberOfChannels = 1 }: AudioBufferOptions) {
    this.sampleRate = sampleRate
    this.length = length
    this.#channels = Array.from({ length: numberOfChannels }, () => new Float32Array(length))
  }
  getChannelData = (channel: number) => this.#channels[channel]!
  copyToChannel = (samples: Float32Array, channel: number, at = 0) => this.#channels[channel]!.set(samples, at)
}
beforeAll(() => vi.stubGlobal('AudioBuffer', FakeBuffer))
afterAll(() => vi.unstubAllGlobals())

test('any slice of a packed store equals the song to 96 dB below its peak', () => {
  const song = noise(5000).map((x, i) => x * (i < 2000 ? 0.01 : 1.7))
  const stretch = fc.tuple(fc.array(fc.integer({ min: 1, max: 4999 })), fc.nat(4999), fc.nat(4999))
  fc.assert(
    fc.property(stretch, ([borders, a, b]) => {
      const store = createPackedStore(100)
      const cuts = [...new Set([0, ...borders, 5000])].sort((x, y) => x - y)
      for (const [i, from] of cuts.slice(0, -1).entries()) store.append(packSamples(song.subarray(from, cuts[i + 1])))
      expect(store.length).toBe(5000)
      const [from, to] = [Math.min(a, b), Math.max(a, b) + 1]
      const { buffer, startSample: first } = store.slice(from, to)
      const samples = buffer.getChannelData(0)
      expect([first, samples.length]).toEqual([from, to - from])
      const worst = samples.reduce((most, x, i) => Math.max(most, Math.abs(x - song[from + i]!)), 0)
      expect(worst).toBeLessThan(1.7 / 32767)
    }),
    { seed: 1, numRuns: 50 },
  )
})

test.each([
  ['expected', 5000],
  ['longer than expected', 3000],
  ['shorter than expected', 9000],
])('a block store holds all samples of a song that is %s', (_, expectedLength) => {
  const song = noise(5000)
  const store = createBlockStore(100, 2, expectedLength)
  for (let at = 0; at < 5000; at += 700) {
    const block = song.slice(at, at + 700)
    store.append([block, block.map((x) => -x)])
  }
  store.finish()
  const { buffer, startSample } = store.slice(10, 20)
  expect([buffer.length, startSample, store.length]).toEqual([5000, 0, 5000])
  expect(buffer.getChannelData(0)).toEqual(song)
  expect(buffer.getChannelData(1)).toEqual(song.map((x) => -x))
  store.clear()
  expect(store.length).toBe(0)
})

test('a slice beyond the end is empty', () => {
  const store = createPackedStore(100)
  expect(store.slice(0, 10).buffer.getChannelData(0)).toHaveLength(1)
  store.append(packSamples(new Float32Array(5)))
  const { buffer, startSample: first } = store.slice(3, 50)
  expect([buffer.getChannelData(0).length, first]).toEqual([2, 3])
  store.clear()
  expect(store.length).toBe(0)
})

test.each([
  [8000, 0],
  [48000, 0],
  [88200, 1],
  [96000, 1],
  [192000, 2],
])('%i Hz is halved %i times for playback', (rate, times) => {
  expect(countHalvings(rate)).toBe(times)
})

/** Decimates a sound in blocks. */
function halved(sound: Float32Array, cuts: number[]): number[] {
  const halve = createHalfBandDecimator()
  const borders = [0, ...cuts, sound.length]
  const output = borders.slice(1).flatMap((to, i) => Array.from(halve(sound.subarray(borders[i], to), false)))
  return [...output, ...halve(new Float32Array(0), true)]
}

test('the decimator keeps audible frequencies without delay and removes the others', () => {
  const low = halved(sine(10_000, 96_000, 4000), [])
  const same = sine(10_000, 48_000, 2000)
  expect(low).toHaveLength(2000)
  const worst = low.slice(100, 1900).reduce((most, x, i) => Math.max(most, Math.abs(x - same[i + 100]!)), 0)
  expect(worst).toBeLessThan(1e-3)
  const high = halved(sine(30_000, 96_000, 4000), [])
  expect(high.slice(100, 1900).reduce((most, x) => Math.max(most, Math.abs(x)), 0)).toBeLessThan(1e-3)
})

test('the decimator does not depend on the block length', () => {
  const sound = noise(999)
  const whole = halved(sound, [])
  fc.assert(
    fc.property(fc.array(fc.nat(999), { maxLength: 6 }), (cuts) => {
      expect(
        halved(
          sound,
          cuts.sort((a, b) => a - b),
        ),
      ).toEqual(whole)
    }),
    { seed: 1, numRuns: 30 },
  )
})

test('channels are downmixed as in Web Audio; a layout it does not know becomes the mean', () => {
  const block = (...values: number[]) => values.map((value) => Float32Array.of(value))
  expect(downmix(block(1, 0.5))[0]).toBe(0.75)
  expect(downmix(block(0, 0, 0.5, 1, 0, 0))[0]).toBe(0.5)
  expect(downmix(block(0, 0, 0, 0, 0, 0, 0, 1))[0]).toBe(0.125)
  expect(downmix([])).toHaveLength(0)
})

test('channels that cancel each other out are played by one of them', () => {
  const sound = noise(4000)
  const inverted = sound.map((x) => -x)
  const silence = new Float32Array(4000)
  expect(downmix([sound, inverted])).toEqual(sound)
  expect(downmix([silence, sound, inverted, silence])).toEqual(sound)
  expect(downmix([silence, silence])).toEqual(silence)
  // The subwoofer's channel is not played, as in Web Audio.
  expect(downmix([silence, silence, silence, sound, silence, silence])).toEqual(silence)
})
