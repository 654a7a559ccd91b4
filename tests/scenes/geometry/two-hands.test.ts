import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPlacement, type Placement, songToRoom } from '../../../scenes/geometry/placement.ts'
import {
  beginTwoHandHold,
  createTwoHandHold,
  MAX_SCALE,
  MIN_SCALE,
  moveTwoHandHold,
} from '../../../scenes/geometry/two-hands.ts'

const hand = (x: number, y: number, z: number) => ({ x, y, z })
type Hands = readonly [left: ReturnType<typeof hand>, right: ReturnType<typeof hand>]
const START: Hands = [hand(-0.2, 1.2, -0.4), hand(0.2, 1.2, -0.4)]
const FLOOR_M = 0

/** Takes hold with the first hands, and moves them through the others. */
function move(placement: Placement, from: Hands, ...to: readonly Hands[]) {
  const hold = createTwoHandHold()
  beginTwoHandHold(hold, placement, ...from)
  for (const hands of to) moveTwoHandHold(hold, placement, ...hands, FLOOR_M)
  return hold
}
const locate = (placement: Placement, point: readonly [number, number, number]) => {
  const out: [number, number, number] = [0, 0, 0]
  songToRoom(placement, ...point, out)
  return out
}

describe('two hands that hold the song', () => {
  test('make it twice as large about the point between them when their distance doubles, but not through the floor', () => {
    const placement = createPlacement()
    move(placement, START, [hand(-0.4, 1.2, -0.4), hand(0.4, 1.2, -0.4)])
    expect(placement).toEqual({ x: expect.closeTo(0, 6), y: 0, z: expect.closeTo(0.4, 6), yaw: 0, scale: 2 })
  })

  test('make it half as large, and then it hangs between them instead of lying on the floor', () => {
    const placement = createPlacement()
    move(placement, START, [hand(-0.1, 1.2, -0.4), hand(0.1, 1.2, -0.4)])
    expect(placement.scale).toBeCloseTo(0.5, 6)
    expect(placement.y).toBeCloseTo(0.6, 6)
    expect(locate(placement, [0, 1.2, -0.4])).toEqual([0, 1.2, -0.4].map((value) => expect.closeTo(value, 6)))
  })

  test('turn it with the line between them', () => {
    const placement = createPlacement()
    // The right hand comes nearer, the left moves away: a quarter turn to the right, seen from above.
    move(placement, START, [hand(0, 1.2, -0.6), hand(0, 1.2, -0.2)])
    expect(placement.scale).toBeCloseTo(1, 6)
    expect(placement.yaw).toBeCloseTo(-Math.PI / 2, 6)
    expect(locate(placement, [0.2, 1.2, -0.4])).toEqual([0, 1.2, -0.2].map((value) => expect.closeTo(value, 6)))
  })

  test('move it, upwards too', () => {
    const placement = createPlacement()
    move(placement, START, [hand(0.1, 1.7, -0.6), hand(0.5, 1.7, -0.6)])
    expect(placement).toEqual({
      x: expect.closeTo(0.3, 6),
      y: expect.closeTo(0.5, 6),
      z: expect.closeTo(-0.2, 6),
      yaw: 0,
      scale: 1,
    })
  })

  test('scale it without turning when one is above the other', () => {
    const placement = createPlacement()
    move(placement, [hand(0, 1, 0), hand(0.001, 1.4, 0)], [hand(0, 0.9, 0), hand(-0.001, 1.5, 0.001)])
    expect(placement.scale).toBeCloseTo(1.5, 3)
    expect(Math.abs(placement.yaw)).toBeLessThan(0.01)
  })

  const coordinate = fc.double({ min: -2, max: 2, noNaN: true })
  const place = fc.record({ x: coordinate, y: fc.double({ min: 0, max: 2.2, noNaN: true }), z: coordinate })
  const pair = fc.tuple(place, place)
  const scale = fc.double({ min: MIN_SCALE, max: MAX_SCALE, noNaN: true })
  const anyPlacement = fc.record({ x: coordinate, y: fc.constant(0), z: coordinate, yaw: coordinate, scale })

  test('keep what was between them there, within the limits of scale, and the floor holds it up', () => {
    fc.assert(
      fc.property(anyPlacement, fc.array(pair, { minLength: 2, maxLength: 12 }), (placement, [from, ...to]) => {
        const hold = createTwoHandHold()
        beginTwoHandHold(hold, placement, ...(from as Hands))
        for (const [left, right] of to) {
          moveTwoHandHold(hold, placement, left, right, FLOOR_M)
          const [x, y, z] = locate(placement, hold.middle)
          expect(x).toBeCloseTo((left.x + right.x) / 2, 5)
          expect(z).toBeCloseTo((left.z + right.z) / 2, 5)
          const lift = y - (left.y + right.y) / 2
          if (placement.y > FLOOR_M) expect(lift).toBeCloseTo(0, 5)
          else expect(lift).toBeGreaterThan(-1e-9)
          expect(placement.y).toBeGreaterThanOrEqual(FLOOR_M)
          expect(placement.scale).toBeGreaterThanOrEqual(MIN_SCALE - 1e-9)
          expect(placement.scale).toBeLessThanOrEqual(MAX_SCALE + 1e-9)
        }
      }),
    )
  })

  test('bring it back to its size and place when they come back, however far they went', () => {
    // Turns depend on the way when hands pass above each other.
    const level = fc.tuple(fc.double({ min: 0.2, max: 3, noNaN: true }), fc.double({ min: 0, max: 2, noNaN: true }))
    fc.assert(
      fc.property(anyPlacement, fc.array(level, { minLength: 1, maxLength: 8 }), (placement, way) => {
        const before = { ...placement }
        const hands = way.map(([apart, y]): Hands => [hand(-apart, y, -0.4), hand(apart, y, -0.4)])
        move(placement, START, ...hands, START)
        for (const key of ['x', 'y', 'z', 'yaw', 'scale'] as const) expect(placement[key]).toBeCloseTo(before[key], 5)
      }),
    )
  })

  test('do not make a song below MIN_SCALE jump to it', () => {
    const placement = { ...createPlacement(), scale: 0.05 }
    move(placement, START, [hand(-0.1, 1.2, -0.4), hand(0.1, 1.2, -0.4)])
    expect(placement.scale).toBeCloseTo(0.05, 6)
    move(placement, START, [hand(-0.4, 1.2, -0.4), hand(0.4, 1.2, -0.4)])
    expect(placement.scale).toBeCloseTo(0.1, 6)
  })
})
