import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readAnalysisInput } from '../../../audio/analysis/analysis-input.ts'
import { sine } from '../../wav.ts'

const to = 22050

const resample = (samples: Float32Array<ArrayBuffer>, from: number): Float32Array =>
  readAnalysisInput({ channels: [samples], sampleRate: from }).samples

/** Output level of a half-scale sine in decibels, away from the ends. */
function level(samples: Float32Array): number {
  const middle = samples.subarray(2000, samples.length - 2000)
  return 10 * Math.log10(middle.reduce((sum, x) => sum + x * x, 0) / middle.length / 0.125)
}

describe('resample', () => {
  test.each([44100, 48000, 96000, 192000, 32000, 16000, 11025, 8000, 44056])(
    '%i Hz: passes up to 0.91 of the lower Nyquist frequency in place and in time',
    (from) => {
      for (const share of [0.01, 0.3, 0.91]) {
        const hertz = (share * Math.min(from, to)) / 2
        const output = resample(sine(hertz, from, from), from)
        const expected = sine(hertz, to, output.length)
        let worst = 0
        for (let i = 2000; i < output.length - 2000; i++) {
          worst = Math.max(worst, Math.abs(output[i]! - expected[i]!))
        }
        expect(worst).toBeLessThan(2e-5)
      }
    },
  )

  test.each([44100, 48000, 96000])('%i Hz: stops everything above the new Nyquist frequency by 110 dB', (from) => {
    for (const hertz of [11100, 13000, 16000, from / 2 - 500]) {
      expect(level(resample(sine(hertz, from, from), from))).toBeLessThan(-110)
    }
  })

  test.each([8000, 11025, 16000])('%i Hz: adds no aliases', (from) => {
    const hertz = 0.45 * from * 0.9
    const output = resample(sine(hertz, from, from), from)
    expect(Math.abs(level(output))).toBeLessThan(0.01)
  })

  test('keeps a constant', () => {
    for (const from of [44100, 48000, 8000]) {
      const output = resample(new Float32Array(from).fill(0.25), from)
      for (let i = 3000; i < output.length - 3000; i++) expect(output[i]).toBeCloseTo(0.25, 6)
    }
  })

  test('length is ceil(n · to / from), down to one sample', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(8000, 22050, 44100, 48000, 88200, 96000),
        fc.integer({ min: 0, max: 5000 }),
        (from, length) => {
          const output = resample(new Float32Array(length).fill(1), from)
          expect(output).toHaveLength(Math.ceil((length * to) / from))
          expect(output.every(Number.isFinite)).toBe(true)
        },
      ),
      { numRuns: 40 },
    )
  })
})
