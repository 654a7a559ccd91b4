import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLevelMeter } from '../../../audio/dsp/level-meter.ts'
import { MIN_PEAK_DB } from '../../../audio/dsp/levels.ts'
import { createPeakMeter, findTruePeak, MAX_PEAK_RATIO, PEAK_TAPS } from '../../../audio/dsp/true-peak.ts'

const RATE = 48_000
const toDecibels = (peak: number) => 20 * Math.log10(peak)
const measure = (...channels: Float32Array[]) => {
  const meter = createPeakMeter(channels.length)
  meter.push(channels)
  return meter.finish()
}
const sine = (divisor: number, degrees: number, amplitude: number) =>
  Float32Array.from(
    { length: RATE / 4 },
    (_, i) => amplitude * Math.min(1, i / 480) * Math.sin((2 * Math.PI * i) / divisor + (degrees * Math.PI) / 180),
  )

// EBU Tech 3341 (2016), cases 15 to 19; tolerance +0.2 and -0.4 dB.
test.each([
  ['15', 4, 0, 0.5, -6],
  ['16', 4, 45, 0.5, -6],
  ['17', 6, 60, 0.5, -6],
  ['18', 8, 67.5, 0.5, -6],
  ['19', 4, 45, 1.41, 3],
])('EBU Tech 3341, case %s', (_name, divisor, degrees, amplitude, expected) => {
  const peak = toDecibels(measure(sine(divisor, degrees, amplitude)))
  expect(peak).toBeLessThan(expected + 0.2)
  expect(peak).toBeGreaterThan(expected - 0.4)
})

test('samples that hide a peak between them do not hide it from the meter', () => {
  const samples = sine(4, 45, 1)
  expect(toDecibels(samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0))).toBeLessThan(-3)
  expect(Math.abs(toDecibels(measure(samples)))).toBeLessThan(0.4)
})

test('no peak is lost by looking at parts first, however the samples are cut', () => {
  fc.assert(
    fc.property(
      fc.array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 1, maxLength: 200 }),
      fc.nat(200),
      (values, cut) => {
        const samples = Float32Array.from(values)
        const padded = new Float32Array(samples.length + 2 * PEAK_TAPS)
        padded.set(samples, PEAK_TAPS)
        let largest = 0
        let most = 0
        for (let i = 0; i + PEAK_TAPS <= padded.length; i++) most = Math.max(most, findTruePeak(padded, i))
        for (const x of samples) largest = Math.max(largest, Math.abs(x))
        const meter = createPeakMeter(1)
        meter.push([samples.subarray(0, cut)])
        meter.push([samples.subarray(cut)])
        const peak = meter.finish()
        expect(peak).toBeGreaterThanOrEqual(largest)
        expect(peak).toBeLessThanOrEqual(most + 1e-12)
        // Between samples that are no music a little can be left.
        expect(peak).toBeGreaterThan(0.8 * most)
        expect(most).toBeLessThanOrEqual(MAX_PEAK_RATIO * largest + 1e-9)
      },
    ),
  )
})

test('the loudest channel counts', () => {
  expect(measure(new Float32Array(100).fill(0.1), new Float32Array(100).fill(-0.5))).toBeGreaterThan(0.5)
})

test('a level is told of silence too', () => {
  const meter = createLevelMeter(RATE, 2)
  meter.push([new Float32Array(RATE), new Float32Array(RATE)])
  expect(meter.finish()).toEqual({ loudness: -70, monoLoudness: -70, truePeak: MIN_PEAK_DB })
})
