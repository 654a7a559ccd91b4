import { expect, test } from 'vitest'
import { resampleResponses } from '../../../audio/playback/resample-responses.ts'
import type { ResponseTable } from '../../../audio/playback/response-table.ts'

const TAPS = 128
const table: ResponseTable = {
  sampleRate: 44_100,
  directions: Float32Array.of(0, 0, -1),
  delays: Float32Array.of(10),
  responses: Float32Array.from({ length: TAPS }, (_, i) => Math.exp(-i / 12) * Math.cos(0.4 * i)),
}
const measureLevel = ({ responses, sampleRate }: ResponseTable, hertz: number) => {
  let [re, im] = [0, 0]
  responses.forEach((tap, i) => {
    re += tap * Math.cos((2 * Math.PI * hertz * i) / sampleRate)
    im += tap * Math.sin((2 * Math.PI * hertz * i) / sampleRate)
  })
  return 10 * Math.log10(re * re + im * im)
}

test('at its own rate a table is not touched', () => {
  expect(resampleResponses(table, 44_100)).toBe(table)
})

test.each([16_000, 22_050, 48_000, 96_000, 192_000])('at %i Hz it sounds the same, and lasts as long', (rate) => {
  const resampled = resampleResponses(table, rate)
  expect(resampled.sampleRate).toBe(rate)
  expect(resampled.responses.length % 4).toBe(0)
  expect(resampled.responses.length / rate).toBeGreaterThan(TAPS / 44_100)
  expect(resampled.responses.length / rate).toBeLessThan((TAPS + 16) / 44_100 + 8 / rate)
  expect((resampled.delays[0] as number) / rate).toBeCloseTo(10 / 44_100, 8)
  for (const hertz of [200, 1000, 2500, 5000])
    expect(Math.abs(measureLevel(resampled, hertz) - measureLevel(table, hertz)), `${hertz} Hz`).toBeLessThan(0.2)
})
