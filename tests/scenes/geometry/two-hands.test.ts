import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createPlacement, type Placement, roomToSong, songToRoom } from '../../../scenes/geometry/placement.ts'
import { applyTwoHandTransform, MAX_SCALE, MIN_SCALE } from '../../../scenes/geometry/two-hands.ts'

const hand = (x: number, y: number, z: number) => ({ x, y, z })
const LEFT = hand(-0.2, 1.2, -0.4)
const RIGHT = hand(0.2, 1.2, -0.4)

/** Position x, z in the room of a point of the song. */
const onFloor = (placement: Placement, x: number, z: number) => {
  const out = [0, 0, 0]
  songToRoom(placement, x, 0, z, out)
  return [out[0]!, out[2]!]
}

describe('applyTwoHandTransform', () => {
  test('doubles the scale about the point between the hands when their distance doubles', () => {
    const placement = createPlacement()
    applyTwoHandTransform(placement, LEFT, RIGHT, hand(-0.4, 1.2, -0.4), hand(0.4, 1.2, -0.4))
    expect(placement.scale).toBeCloseTo(2, 6)
    expect(placement.yaw).toBeCloseTo(0, 6)
    expect(placement.y).toBe(0)
    expect(onFloor(placement, 0, -0.4).map((value) => Math.round(value * 1e6) / 1e6)).toEqual([0, -0.4])
  })

  test('turns the song with the line between the hands', () => {
    const placement = createPlacement()
    // The right hand comes nearer, the left moves away: a quarter turn to the right, seen from above.
    applyTwoHandTransform(placement, LEFT, RIGHT, hand(0, 1.2, -0.6), hand(0, 1.2, -0.2))
    expect(placement.scale).toBeCloseTo(1, 6)
    expect(placement.yaw).toBeCloseTo(-Math.PI / 2, 6)
    const [x, z] = onFloor(placement, 0.2, -0.4)
    expect(x).toBeCloseTo(0, 6)
    expect(z).toBeCloseTo(-0.2, 6)
  })

  test('moves the song horizontally with both hands', () => {
    const placement = createPlacement()
    applyTwoHandTransform(placement, LEFT, RIGHT, hand(0.1, 1.7, -0.6), hand(0.5, 1.7, -0.6))
    expect(placement).toEqual({ x: expect.closeTo(0.3, 6), y: 0, z: expect.closeTo(-0.2, 6), yaw: 0, scale: 1 })
  })

  test('scales without turning when one hand is above the other', () => {
    const placement = createPlacement()
    applyTwoHandTransform(placement, hand(0, 1, 0), hand(0.001, 1.4, 0), hand(0, 0.9, 0), hand(-0.001, 1.5, 0.001))
    expect(placement.scale).toBeCloseTo(1.5, 3)
    expect(Math.abs(placement.yaw)).toBeLessThan(0.01)
  })

  const coordinate = fc.double({ min: -2, max: 2, noNaN: true })
  const place = fc.record({ x: coordinate, y: coordinate, z: coordinate })
  test('keeps the scale within its limits and the point between the hands between them', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(place, place), { minLength: 2, maxLength: 12 }), (poses) => {
        const placement = createPlacement()
        let [left, right] = poses[0] as (typeof poses)[number]
        for (const [toLeft, toRight] of poses.slice(1)) {
          const between = [0, 0, 0]
          roomToSong(placement, (left.x + right.x) / 2, 0, (left.z + right.z) / 2, between)
          applyTwoHandTransform(placement, left, right, toLeft, toRight)
          const [x, z] = onFloor(placement, between[0]!, between[2]!)
          expect(x).toBeCloseTo((toLeft.x + toRight.x) / 2, 5)
          expect(z).toBeCloseTo((toLeft.z + toRight.z) / 2, 5)
          expect(placement.scale).toBeGreaterThanOrEqual(MIN_SCALE)
          expect(placement.scale).toBeLessThanOrEqual(MAX_SCALE)
          left = toLeft
          right = toRight
        }
        expect(placement.y).toBe(0)
      }),
    )
  })

  test('does not make a song below MIN_SCALE jump to it', () => {
    const placement = { ...createPlacement(), scale: 0.05 }
    applyTwoHandTransform(placement, LEFT, RIGHT, hand(-0.1, 1.2, -0.4), hand(0.1, 1.2, -0.4))
    expect(placement.scale).toBeCloseTo(0.05, 6)
    applyTwoHandTransform(placement, LEFT, RIGHT, hand(-0.4, 1.2, -0.4), hand(0.4, 1.2, -0.4))
    expect(placement.scale).toBeCloseTo(0.1, 6)
  })
})
