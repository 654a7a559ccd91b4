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

test('a table of both ears comes back, too', () => {
  const { directions, delays, responses, sampleRate } = readResponseTable(copyFile())
  const [count, taps] = [300, 300 * RESPONSE_TAPS]
  const both = {
    sampleRate,
    directions: directions.slice(0, 3 * count),
    delays: delays.slice(0, 2 * count),
    responses: responses.slice(0, 2 * taps),
  }
  const packed = packResponseTable(both)
  expect(packResponseTable(readResponseTable(packed.buffer))).toEqual(packed)
  expect(readResponseTable(packed.buffer).delays).toHaveLength(2 * count)
})

test.each<[string, number, (view: DataView, at: number) => void]>([
  ['a rate that is none', 12, (view, at) => view.setFloat32(at, Number.NaN, true)],
  ['a rate of nothing', 12, (view, at) => view.setFloat32(at, 0, true)],
  ['an endless peak', 16, (view, at) => view.setFloat32(at, Number.POSITIVE_INFINITY, true)],
  ['a direction of no length', 24, (view, at) => view.setInt16(at + 4, 0, true)],
  ['three ears', 20, (view, at) => view.setUint32(at, 3, true)],
  ['no ears', 20, (view, at) => view.setUint32(at, 0, true)],
  ['no directions', 4, (view, at) => view.setUint32(at, 0, true)],
  // The voices would read beyond what they keep of the past.
  ['a delay that no head has', 24 + 6 * 768, (view, at) => view.setInt16(at, 20_000, true)],
  ['a delay before its sound', 24 + 6 * 768, (view, at) => view.setInt16(at, -300, true)],
])('%s is refused', (_, at, spoil) => {
  const spoiled = copyFile()
  spoil(new DataView(spoiled), at)
  expect(() => readResponseTable(spoiled)).toThrow('npm run hrtf')
})
