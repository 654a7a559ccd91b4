import { readFile } from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { type BinauralEars, BLOCK_SAMPLES, createBinauralEars } from '../../../audio/playback/binaural-ears.ts'
import { binaural } from '../../../audio/playback/kernels/build/binaural.ts'
import { RESPONSE_TAPS, type ResponseTable, readResponseTable } from '../../../audio/playback/response-table.ts'
import { measureResidue } from '../../e2e/full/audio-rendering/measure.ts'

const RATE_HZ = 44100
const file = await readFile('audio/playback/responses/kemar.bin')
const table = readResponseTable(new Uint8Array(file).buffer)
const module = new WebAssembly.Module(Uint8Array.from(Buffer.from(binaural, 'base64')))
/** One voice of a head, block by block. */
function renderBlock(ears: BinauralEars, input: Float32Array, direction: readonly number[], gain = 1) {
  const [
    {
      heard: { direction: direct },
      render,
    },
  ] = ears.voices as [BinauralEars['voices'][0]]
  const [{ left, right }] = ears.outputs as [BinauralEars['outputs'][0]]
  left.fill(0)
  right.fill(0)
  ears.input.set(input)
  direct.set([...direction, gain])
  render(0)
  return { left, right }
}

type Path = (time: number) => readonly [x: number, y: number, z: number]
/** Azimuth clockwise from ahead, elevation up; degrees. */
const aim = (azimuth: number, elevation: number): ReturnType<Path> => {
  const [a, e] = [(azimuth * Math.PI) / 180, (elevation * Math.PI) / 180]
  return [Math.sin(a) * Math.cos(e), Math.sin(e), -Math.cos(a) * Math.cos(e)]
}

function render(signal: (i: number) => number, blocks: number, path: Path) {
  const ears = createBinauralEars(module, table, 1)
  const left = new Float32Array(blocks * BLOCK_SAMPLES)
  const right = new Float32Array(left.length)
  for (let at = 0; at < left.length; at += BLOCK_SAMPLES) {
    const input = Float32Array.from({ length: BLOCK_SAMPLES }, (_, i) => signal(at + i))
    const block = renderBlock(ears, input, path((at + BLOCK_SAMPLES) / RATE_HZ))
    left.set(block.left, at)
    right.set(block.right, at)
  }
  return { left, right }
}

const sumSquares = (values: Float32Array) => values.reduce((sum, value) => sum + value * value, 0)
const impulse = (i: number) => (i === 0 ? 1 : 0)

/** Lag of the right ear behind the left one in microseconds, by their cross-correlation below 1.5 kHz or so. */
function measureLagUs(left: Float32Array, right: Float32Array): number {
  const smooth = (values: Float32Array) =>
    values.map((_, i) => {
      let sum = 0
      for (let k = -15; k <= 15; k++) sum += (values[i + k] ?? 0) * (1 + Math.cos((Math.PI * k) / 16))
      return sum
    })
  const [l, r] = [smooth(left), smooth(right)]
  const correlate = (lag: number) => l.reduce((sum, value, i) => sum + value * (r[i + lag] ?? 0), 0)
  let best = 0
  for (let lag = -60; lag <= 60; lag++) if (correlate(lag) > correlate(best)) best = lag
  const [before, at, after] = [correlate(best - 1), correlate(best), correlate(best + 1)]
  return ((best + (before - after) / (2 * (before - 2 * at + after))) / RATE_HZ) * 1e6
}

describe('a still source', () => {
  test.each([0, 30, 60, 90, 120, 150, 180])('%i degrees to the right mirrors the left', (azimuth) => {
    const one = render(impulse, 4, () => aim(azimuth, 10))
    const other = render(impulse, 4, () => aim(-azimuth, 10))
    expect(sumSquares(one.left.map((value, i) => value - other.right[i]!))).toBeLessThan(1e-10)
  })

  const directions = [-30, 0, 40].flatMap((elevation) =>
    Array.from({ length: 8 }, (_, i) => [i * 45, elevation] as const),
  )
  test('level and time between the ears at 24 directions', () => {
    const rows = directions.map(([azimuth, elevation]) => {
      const { left, right } = render(impulse, 4, () => aim(azimuth, elevation))
      const levelDb = 10 * Math.log10(sumSquares(right) / sumSquares(left))
      return `${azimuth}° ${elevation}°: ${levelDb.toFixed(1)} dB, ${(measureLagUs(left, right) / 10).toFixed(0)}0 µs`
    })
    expect(rows.map((row) => row.replace(/-0(\.0)? dB/, '0.0 dB').replace('-00 µs', '00 µs'))).toMatchInlineSnapshot(`
      [
        "0° -30°: 0.0 dB, 00 µs",
        "45° -30°: 11.8 dB, -350 µs",
        "90° -30°: 16.5 dB, -600 µs",
        "135° -30°: 9.6 dB, -340 µs",
        "180° -30°: 0.0 dB, 00 µs",
        "225° -30°: -9.6 dB, 340 µs",
        "270° -30°: -16.5 dB, 600 µs",
        "315° -30°: -11.8 dB, 350 µs",
        "0° 0°: 0.0 dB, 00 µs",
        "45° 0°: 12.0 dB, -410 µs",
        "90° 0°: 13.4 dB, -650 µs",
        "135° 0°: 10.7 dB, -410 µs",
        "180° 0°: 0.0 dB, 00 µs",
        "225° 0°: -10.7 dB, 410 µs",
        "270° 0°: -13.4 dB, 650 µs",
        "315° 0°: -12.0 dB, 410 µs",
        "0° 40°: 0.0 dB, 00 µs",
        "45° 40°: 10.4 dB, -330 µs",
        "90° 40°: 12.3 dB, -500 µs",
        "135° 40°: 6.9 dB, -350 µs",
        "180° 40°: 0.0 dB, 00 µs",
        "225° 40°: -6.9 dB, 350 µs",
        "270° 40°: -12.3 dB, 500 µs",
        "315° 40°: -10.4 dB, 330 µs",
      ]
    `)
  })

  test('is heard from below as well', () => {
    const { left } = render(impulse, 4, () => aim(0, -90))
    expect(10 * Math.log10(sumSquares(left))).toBeGreaterThan(-6)
  })
})

test.each([
  [500, -70],
  [2000, -65],
  [6000, -50],
])('a tone of %i Hz that circles at 90 degrees a second leaves at most %i dB beside it', (hertz, mostDb) => {
  // The middle three quarters of a second of each quarter of the circle.
  const residuesDb = [0, 90, 180, 270].map((start) => {
    const tone = (i: number) => Math.sin((2 * Math.PI * hertz * i) / RATE_HZ)
    return measureResidue(render(tone, 345, (time) => aim(start + 90 * time, 0)).left, hertz, RATE_HZ)
  })
  expect(Math.max(...residuesDb)).toBeLessThan(mostDb)
})

test('samples are those of a plain loop, to the bit', () => {
  const noise = Float32Array.from({ length: 3 * BLOCK_SAMPLES }, (_, i) => Math.fround(Math.sin(i * i)))
  const row = 500
  const one: ResponseTable = {
    ...table,
    directions: Float32Array.of(0, 0, -1),
    delays: Float32Array.of(0),
    responses: table.responses.slice(row * RESPONSE_TAPS, (row + 1) * RESPONSE_TAPS),
  }
  const ears = createBinauralEars(module, one, 1)
  const heard = new Float32Array(noise.length)
  for (let at = 0; at < noise.length; at += BLOCK_SAMPLES)
    heard.set(renderBlock(ears, noise.subarray(at, at + BLOCK_SAMPLES), [0, 0, -1]).left, at)
  const plain = noise.map((_, i) => {
    let sum = 0
    for (let k = 0; k < RESPONSE_TAPS; k++)
      sum = Math.fround(sum + Math.fround(one.responses[k]! * (noise[i - 1 - k] ?? 0)))
    return sum
  })
  expect(heard).toEqual(plain)
})

test('gain changes without a step', () => {
  const ears = createBinauralEars(module, table, 1)
  const input = new Float32Array(BLOCK_SAMPLES).fill(0.5)
  const left = new Float32Array(6 * BLOCK_SAMPLES)
  for (let block = 0; block < 6; block++)
    left.set(renderBlock(ears, input, [0, 0, -1], block < 3 ? 1 : 0).left, block * BLOCK_SAMPLES)
  const steps = left.subarray(2 * BLOCK_SAMPLES).map((value, i, all) => Math.abs(value - (all[i - 1] ?? value)))
  expect(Math.max(...steps)).toBeLessThan(0.02)
})

/** Rows of the table whose mirror image is in it, as two ears that hear the same as one and its mirror image. */
function mirrorRows(): { one: ResponseTable; two: ResponseTable } {
  const directions: number[] = []
  const rows: { row: number; mirrored: number }[] = []
  const find = (x: number, y: number, z: number) =>
    table.delays.findIndex(
      (_, i) =>
        Math.hypot(table.directions[3 * i]! - x, table.directions[3 * i + 1]! - y, table.directions[3 * i + 2]! - z) <
        1e-3,
    )
  for (let row = 0; row < table.delays.length; row++) {
    const [x, y, z] = table.directions.subarray(3 * row, 3 * row + 3) as unknown as [number, number, number]
    const mirrored = find(-x, y, z)
    if (mirrored < 0) continue
    rows.push({ row, mirrored })
    directions.push(x, y, z)
  }
  const take = (list: number[]) => ({
    delays: list.map((row) => table.delays[row]!),
    responses: list.flatMap((row) =>
      Array.from(table.responses.subarray(row * RESPONSE_TAPS, (row + 1) * RESPONSE_TAPS)),
    ),
  })
  const [left, right] = [take(rows.map(({ row }) => row)), take(rows.map(({ mirrored }) => mirrored))]
  const common = { sampleRate: RATE_HZ, directions: Float32Array.from(directions) }
  return {
    one: { ...common, delays: Float32Array.from(left.delays), responses: Float32Array.from(left.responses) },
    two: {
      ...common,
      delays: Float32Array.from([...left.delays, ...right.delays]),
      responses: Float32Array.from([...left.responses, ...right.responses]),
    },
  }
}

test('a table of both ears is heard as one ear and its mirror image, where it is that', () => {
  const { one, two } = mirrorRows()
  expect(one.delays.length).toBeGreaterThan(600)
  for (const [azimuth, elevation] of [
    [0, 0],
    [70, 20],
    [-135, -30],
    [200, 60],
  ] as const) {
    const heard = [one, two].map((ears) => {
      const block = renderBlock(
        createBinauralEars(module, ears, 1),
        Float32Array.from({ length: 128 }, (_, i) => impulse(i)),
        aim(azimuth, elevation),
      )
      return [...block.left, ...block.right]
    })
    heard[0]!.forEach((value, i) => {
      expect(value).toBeCloseTo(heard[1]![i]!, 5)
    })
  }
})

test('ears that differ are heard as they differ', () => {
  const { two } = mirrorRows()
  const half = two.responses.length / 2
  const deaf = { ...two, responses: two.responses.map((tap, i) => (i < half ? tap : 0)) }
  const { left, right } = renderBlock(createBinauralEars(module, deaf, 1), new Float32Array(128).fill(0.5), aim(40, 0))
  expect(sumSquares(left)).toBeGreaterThan(0.01)
  expect(sumSquares(right)).toBe(0)
})
