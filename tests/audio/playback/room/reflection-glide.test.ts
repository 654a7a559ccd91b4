import { expect, test } from 'vitest'
import { createReflectionGlide } from '../../../../audio/playback/room/reflection-glide.ts'

const RATE_HZ = 48_000
const EARS_M = 1.6
const STILL = [0, 1, 0, 1, 0, 0, EARS_M]

function open() {
  const voice = { gains: new Float64Array(35), taps: new Int32Array(10) }
  return { ...voice, ...createReflectionGlide(RATE_HZ, 128, voice) }
}
type Point = readonly [x: number, y: number, z: number]
/** Delay in meters, and the direction of a reflection by its channels of first order. */
function read({ gains, taps }: ReturnType<typeof open>, reflection: number) {
  const [w, y, z, , x] = gains.subarray(7 * reflection + 1) as unknown as [number, number, number, number, number]
  return {
    detour: ((taps[2 * reflection] as number) / RATE_HZ) * 343,
    gain: w,
    direction: [x, y, z].map((value) => value / w / Math.sqrt(3)),
  }
}
const settle = (glide: ReturnType<typeof open>, [x, y, z]: Point, place = STILL) => {
  glide.jump(x, y, z, place)
  glide.step(x, y, z, place, 1)
}

test('the floor mirrors a box: it comes from below, later and softer', () => {
  const glide = open()
  settle(glide, [0, 0, -3])
  const { detour, direction, gain } = read(glide, 0)
  const path = Math.hypot(3, 2 * EARS_M)
  expect(detour).toBeCloseTo(path - 3, 1)
  expect(direction[1]).toBeCloseTo((-2 * EARS_M) / path, 5)
  expect(direction[2]).toBeCloseTo(-3 / path, 5)
  expect(gain).toBeCloseTo((0.35 * 1.5) / (1.5 + 0.7 * (path - 1.5)), 5)
})

test('four walls answer from four sides, each after another time, all within 70 ms', () => {
  const glide = open()
  settle(glide, [0, 0, -2])
  const walls = [1, 2, 3, 4].map((reflection) => read(glide, reflection))
  expect(walls.map(({ direction }) => direction.map((value) => Math.round(value) + 0))).toEqual([
    [1, 0, 0],
    [-1, 0, 0],
    [0, 0, 1],
    [0, 0, -1],
  ])
  const detours = walls.map(({ detour }) => detour).sort((a, b) => a - b)
  for (const [i, detour] of detours.entries()) expect(detour - (detours[i - 1] ?? 5)).toBeGreaterThan(0.5)
  expect((detours.at(-1) as number) / 343).toBeLessThan(0.0701)
})

test('a head that turns hears the same floor and walls from elsewhere', () => {
  const [still, turned] = [open(), open()]
  settle(still, [1, 0.5, -2])
  // Turned to the right by 90 degrees, world +x is ahead.
  settle(turned, [-2, 0.5, -1], [0, 1, 0, 0, 0, -1, EARS_M])
  for (let reflection = 0; reflection < 5; reflection++) {
    const [before, after] = [read(still, reflection), read(turned, reflection)]
    expect(after.detour).toBe(before.detour)
    expect(after.gain).toBeCloseTo(before.gain, 10)
    const [x, y, z] = before.direction as [number, number, number]
    expect(after.direction[0]).toBeCloseTo(z, 10)
    expect(after.direction[1]).toBeCloseTo(y, 10)
    expect(after.direction[2]).toBeCloseTo(-x, 10)
  }
})

test('boxes beyond a wall, below the floor and in the head are nowhere impossible', () => {
  for (const point of [
    [60, 0, 0],
    [0, -5, 0],
    [0, 0, 0],
    [-200, 30, 200],
  ] as const) {
    const glide = open()
    settle(glide, point)
    for (let reflection = 0; reflection < 5; reflection++) {
      const { detour, gain } = read(glide, reflection)
      expect(detour).toBeGreaterThanOrEqual(0)
      expect(detour).toBeLessThan(24.1)
      expect(gain).toBeGreaterThan(0)
      expect(gain).toBeLessThanOrEqual(0.5)
    }
  }
})

test('a box that jumps is followed without a step, and its delays by slow fades between two taps', () => {
  const glide = open()
  settle(glide, [0, 0, -2])
  const before = new Float64Array(35)
  const tapsBefore = new Int32Array(10)
  let steepest = 0
  for (let block = 0; block < 400; block++) {
    before.set(glide.gains)
    tapsBefore.set(glide.taps)
    glide.step(3, 0, 1, STILL, 1)
    for (let i = 0; i < 35; i++)
      steepest = Math.max(steepest, Math.abs((glide.gains[i] as number) - (before[i] as number)))
    for (let tap = 0; tap < 10; tap++) {
      if (glide.taps[tap] === tapsBefore[tap]) continue
      // Only a tap that is not heard is moved.
      const share = before[7 * (tap >> 1)] as number
      expect(tap % 2 === 0 ? 1 - share : share).toBeCloseTo(0, 10)
    }
  }
  expect(steepest).toBeLessThan(0.06)
  const there = open()
  settle(there, [3, 0, 1])
  for (let reflection = 0; reflection < 5; reflection++) {
    const heardTap = (glide.gains[7 * reflection] as number) > 0.5 ? 1 : 0
    expect(glide.taps[2 * reflection + heardTap]).toBe(there.taps[2 * reflection])
    expect(glide.gains[7 * reflection + 1]).toBeCloseTo(there.gains[7 * reflection + 1] as number, 8)
  }
})
