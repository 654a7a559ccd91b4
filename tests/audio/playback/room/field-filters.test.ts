import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { readResponseTable } from '../../../../audio/playback/response-table.ts'
import { createFieldFilters, encodeDirection, FIELD_CHANNELS } from '../../../../audio/playback/room/field-filters.ts'

const RATE_HZ = 44_100
const TAPS = 128
const table = readResponseTable(new Uint8Array(await readFile('audio/playback/responses/kemar.bin')).buffer)

/** Levels of both ears at a frequency, dB, of a sound from a direction of the field. */
function hear(filters: Float32Array, [x, y, z]: readonly [number, number, number], hertz: number) {
  const gains = new Float64Array(FIELD_CHANNELS)
  encodeDirection(x, y, z, 1, gains, 0)
  return [1, -1].map((side) => {
    let [re, im] = [0, 0]
    for (let i = 0; i < TAPS; i++) {
      let tap = 0
      for (let c = 0; c < FIELD_CHANNELS; c++)
        tap += (c < 4 ? 1 : side) * (gains[c] as number) * (filters[c * TAPS + i] as number)
      re += tap * Math.cos((2 * Math.PI * hertz * i) / RATE_HZ)
      im += tap * Math.sin((2 * Math.PI * hertz * i) / RATE_HZ)
    }
    return 10 * Math.log10(re * re + im * im)
  }) as [left: number, right: number]
}

test('directions stand for equal parts of the sphere, however densely they were measured', () => {
  const [x, y, z] = [0, 1, 2].map((axis) => (row: number) => table.directions[3 * row + axis] as number)
  const responses = new Float32Array(table.responses.length)
  for (let row = 0; row < table.delays.length; row++)
    responses[row * TAPS] = 1 + 0.5 * (x?.(row) ?? 0) + 0.3 * (y?.(row) ?? 0) - 0.2 * (z?.(row) ?? 0)
  const filters = createFieldFilters({ ...table, delays: table.delays.map(() => 0), responses })
  const sums = Array.from({ length: FIELD_CHANNELS }, (_, c) =>
    filters.subarray(c * TAPS, (c + 1) * TAPS).reduce((sum, tap) => sum + tap, 0),
  )
  const third = 1 / Math.sqrt(3)
  for (const [c, expected] of [1, 0.3 * third, -0.2 * third, 0, 0.5 * third, 0].entries())
    expect(sums[c]).toBeCloseTo(expected, 1.5)
})

test('a sound of the field comes from its side, basses from none, and highs are damped', () => {
  const filters = createFieldFilters(table)
  const difference = (direction: readonly [number, number, number], hertz: number) => {
    const [left, right] = hear(filters, direction, hertz)
    return right - left
  }
  for (const hertz of [250, 500, 1000, 2000, 4000, 8000]) {
    expect(difference([1, 0, 0], hertz)).toBeGreaterThan(hertz < 400 ? 1 : 4)
    expect(difference([-0.7, 0, -0.7], hertz)).toBeLessThan(hertz < 400 ? -1 : -4)
    expect(difference([0, -1, 0], hertz)).toBeCloseTo(0, 6)
  }
  expect(Math.abs(difference([1, 0, 0], 80))).toBeLessThan(1)
  const [low] = hear(filters, [0, 0, -1], 250)
  expect(low).toBeCloseTo(0, 0)
  expect(hear(filters, [0, 0, -1], 8000)[0]).toBeLessThan(low - 6)
})
