import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { packResponseTable, RESPONSE_TAPS, readResponseTable } from '../../../audio/playback/response-table.ts'

const file = await readFile('audio/playback/responses/kemar.bin')
const copyFile = () => new Uint8Array(file).buffer

test('the table that ships is small, and covers all directions', () => {
  expect(file.length).toBeLessThan(400_000)
  const { directions, delays, responses, sampleRate } = readResponseTable(copyFile())
  expect(sampleRate).toBe(44100)
  expect(responses.length).toBe(delays.length * RESPONSE_TAPS)
  for (const [x, y, z] of [
    [0, 0, -1],
    [1, 0, 0],
    [0, 1, 0],
    [0, -1, 0],
    [0.6, -0.8, 0],
    [0, 0, 1],
  ] as const) {
    const cosines = delays.map(
      (_, i) => x * directions[3 * i]! + y * directions[3 * i + 1]! + z * directions[3 * i + 2]!,
    )
    expect(Math.max(...cosines)).toBeGreaterThan(Math.cos((7 * Math.PI) / 180))
  }
})

test('a table comes back as it was packed', () => {
  expect(packResponseTable(readResponseTable(copyFile()))).toEqual(new Uint8Array(file))
})

test('other files are refused', () => {
  expect(() => readResponseTable(new ArrayBuffer(10))).toThrow('Not a table of responses')
  expect(() => readResponseTable(copyFile().slice(0, -2))).toThrow('Not a table of responses')
})
