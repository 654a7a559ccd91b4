import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { MAX_TABLE_BYTES, type ResponseTable, readResponseTable } from '../../../audio/playback/response-table.ts'
import { makeResponseTable } from '../../../tools/hrtf/make-response-table.ts'
import { createSphere } from '../../../tools/hrtf/spread-directions.ts'
import { testIfInstalled } from '../../test-if-installed.ts'
import {
  computeArrival,
  createSofaFolder,
  describeHead,
  type HeadSetting,
  spreadSources,
  writeSofa,
} from './sofa-files.ts'

const at = createSofaFolder()
let made = 0
async function make(setting: HeadSetting): Promise<{ table: ResponseTable; bytes: number }> {
  const [sofa, bin] = [at(`${made}.sofa`), at(`${made++}.bin`)]
  await makeResponseTable(writeSofa(sofa, describeHead(setting)), bin)
  const file = await readFile(bin)
  return { table: readResponseTable(new Uint8Array(file).buffer), bytes: file.length }
}
const countEars = ({ directions, delays }: ResponseTable) => delays.length / (directions.length / 3)

/** Degrees from the nearest row, at the worst of many directions. */
function findLargestGap({ directions }: ResponseTable): number {
  const sphere = createSphere(700)
  let worst = 1
  for (let i = 0; i < sphere.length; i += 3) {
    let nearest = -1
    for (let j = 0; j < directions.length; j += 3)
      nearest = Math.max(
        nearest,
        sphere[i]! * directions[j]! + sphere[i + 1]! * directions[j + 1]! + sphere[i + 2]! * directions[j + 2]!,
      )
    worst = Math.min(worst, nearest)
  }
  return (Math.acos(worst) * 180) / Math.PI
}

/** Largest error of the left ear's delays against a sphere's, samples. */
function measureDelayError({ directions, delays, sampleRate }: ResponseTable): number {
  const count = directions.length / 3
  const arrivals = Array.from({ length: count }, (_, i) => sampleRate * computeArrival(-directions[3 * i]!))
  return Math.max(...arrivals.map((arrival, i) => Math.abs(arrival - delays[i]!)))
}

test.each<[string, HeadSetting]>([
  ['44.1 kHz', {}],
  ['48 kHz, delays beside the responses', { sampleRate: 48_000, delay: 10 }],
  ['96 kHz, short responses', { sampleRate: 96_000, length: 200 }],
  ['48 kHz, long responses, cartesian', { sampleRate: 48_000, length: 2048, cartesian: true }],
])('a head at %s becomes a table of its delays, and covers all directions', async (_, setting) => {
  const { table, bytes } = await make({ ...setting, directions: spreadSources(240) })
  expect(bytes).toBeLessThanOrEqual(MAX_TABLE_BYTES)
  expect(table.sampleRate).toBe(44_100)
  expect(findLargestGap(table)).toBeLessThan(11)
  expect(measureDelayError(table)).toBeLessThan(1.6)
  expect(table.responses.every(Number.isFinite)).toBe(true)
})

test('many directions are thinned evenly, and stay below 400 kB', async () => {
  const { table, bytes } = await make({ directions: spreadSources(2500), length: 96 })
  expect(countEars(table)).toBe(2)
  expect(bytes).toBeGreaterThan(0.9 * MAX_TABLE_BYTES)
  expect(bytes).toBeLessThanOrEqual(MAX_TABLE_BYTES)
  expect(findLargestGap(table)).toBeLessThan(8)
})

test('few directions, and a ring alone, are continued to all sides', async () => {
  const few = await make({ directions: spreadSources(40), length: 128 })
  expect(findLargestGap(few.table)).toBeLessThan(11)
  const ring = Array.from({ length: 72 }, (_, i): [number, number, number] => [
    Math.cos((i * Math.PI) / 36),
    Math.sin((i * Math.PI) / 36),
    0,
  ])
  const { table } = await make({ directions: ring, rightGain: 0.9 })
  expect(findLargestGap(table)).toBeLessThan(11)
  // Above the head both ears hear at once.
  const top = Array.from({ length: table.directions.length / 3 }, (_, i) => i).find(
    (i) => table.directions[3 * i + 1]! > 0.995,
  )!
  expect(Math.abs(table.delays[top]! - table.delays[top + table.directions.length / 3]!)).toBeLessThan(4)
})

test('a head with two unlike ears keeps both; one that is its own mirror image keeps one', async () => {
  const { table } = await make({ rightGain: 0.5 })
  expect(countEars(table)).toBe(2)
  const energy = (ear: number) => {
    const half = table.responses.length / 2
    return table.responses.subarray(ear * half, (ear + 1) * half).reduce((sum, tap) => sum + tap * tap, 0)
  }
  expect(10 * Math.log10(energy(0) / energy(1))).toBeCloseTo(6, 0)
  const half = spreadSources(120)
  const mirrored = await make({
    directions: [...half, ...half.map(([x, y, z]): [number, number, number] => [x, -y, z])],
  })
  expect(countEars(mirrored.table)).toBe(1)
})

test('ears that are too far apart are no head', async () => {
  const content = describeHead()
  const count = 300
  const delays = Array.from({ length: 2 * count }, (_, i) => (i === 7 ? 400 : 0))
  content.variables['Data.Delay'] = { shape: [count, 2], values: delays }
  const path = writeSofa(at('apart.sofa'), content)
  await expect(makeResponseTable(path, at('apart.bin'))).rejects.toThrow('that is no head')
})

test('a table that cannot be written: one sentence', async () => {
  const path = writeSofa(at('fine.sofa'), describeHead())
  await expect(makeResponseTable(path, at('none/fine.bin'))).rejects.toThrow('cannot be written')
})

const KEMAR = '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa'
testIfInstalled('libmysofa1', existsSync(KEMAR), 'the table that ships is what the command makes', async () => {
  await makeResponseTable(KEMAR, at('kemar.bin'))
  const made = await readFile(at('kemar.bin'))
  expect(made.equals(await readFile('audio/playback/responses/kemar.bin'))).toBe(true)
})
