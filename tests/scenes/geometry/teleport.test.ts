import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeFlightTime,
  computeLandingHeading,
  findArcLanding,
  findRayLanding,
  limitLanding,
  MAX_TELEPORT_M,
  meansFloor,
} from '../../../scenes/geometry/teleport.ts'

const aim = (height: number, pitch: number) => {
  const out = { x: 0, z: 0 }
  const meansFloor = findArcLanding(1, height, 2, 0, Math.sin(pitch), -Math.cos(pitch), out)
  return { meansFloor, ...out }
}

describe('findArcLanding', () => {
  test('finds a point on the floor, straight ahead of the hand', () => {
    for (const pitch of [-1.4, -0.5, 0, 0.3]) {
      const { meansFloor, x, z } = aim(1.2, pitch)
      expect(meansFloor).toBe(true)
      expect(x).toBe(1)
      expect(z).toBeLessThan(2)
    }
  })

  test('horizontally from 1.2 m flies √(2h/g) seconds', () => {
    expect(computeFlightTime(1.2, 0)).toBeCloseTo(Math.sqrt((2 * 1.2) / 9.81), 9)
    expect(2 - aim(1.2, 0).z).toBeCloseTo(9.5 * Math.sqrt((2 * 1.2) / 9.81), 9)
  })

  test('reaches farther at a higher pitch, beyond the limit, and ends at the feet straight down', () => {
    const reach = [-1.5, -1, -0.5, 0, 0.5].map((pitch) => 2 - aim(1.2, pitch).z)
    expect(reach).toEqual([...reach].sort((a, b) => a - b))
    expect(reach[0]).toBeLessThan(0.2)
    expect(reach.at(-1)).toBeGreaterThan(MAX_TELEPORT_M)
  })

  test('means no place from below the floor, nor up into the air', () => {
    expect(aim(-0.1, 0).meansFloor).toBe(false)
    expect(aim(1.2, 0.8).meansFloor).toBe(false)
  })
})

test('what is too far is brought back to the limit, in the same direction', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.01, max: 40, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      (away, angle) => {
        const landing = { x: 3 + away * Math.sin(angle), z: -2 + away * Math.cos(angle) }
        expect(limitLanding(3, -2, landing)).toBe(away > MAX_TELEPORT_M)
        expect(Math.hypot(landing.x - 3, landing.z + 2)).toBeCloseTo(Math.min(away, MAX_TELEPORT_M), 6)
        expect(Math.atan2(landing.x - 3, landing.z + 2)).toBeCloseTo(angle, 6)
      },
    ),
  )
})

describe('computeLandingHeading', () => {
  test('is where the stick points, seen along the arc', () => {
    // The arc leads to the right, the stick points to the left of it: ahead.
    expect(computeLandingHeading(0.8, 0, 2, -Math.PI / 2)).toBeCloseTo(0, 9)
    expect(computeLandingHeading(0, -0.8, 2, Math.PI / 4)).toBeCloseTo(-Math.PI / 4, 9)
  })

  test('a stick that is nearly straight means straight ahead; an arc straight down has the visitor’s own heading', () => {
    expect(computeLandingHeading(0, -0.8, 2, 0.2)).toBe(computeLandingHeading(0, -0.8, 2, -0.2))
    expect(computeLandingHeading(0.01, 0.01, 2, 0)).toBe(2)
  })
})

describe('a hand', () => {
  test('means the place of the floor that it points straight at, and none above the horizon', () => {
    const out = { x: 0, z: 0 }
    expect(findRayLanding(1, 1.2, 2, 0, -0.6, -0.8, out)).toBe(true)
    expect(out.x).toBeCloseTo(1, 9)
    expect(out.z).toBeCloseTo(2 - 1.6, 9)
    expect(findRayLanding(1, 1.2, 2, 0, 0.01, -1, out)).toBe(false)
    expect(findRayLanding(1, -0.1, 2, 0, -0.6, -0.8, out)).toBe(false)
  })

  test('means the floor at any tile, and past a box that is low and not before it', () => {
    expect(meansFloor(0, Number.POSITIVE_INFINITY)).toBe(true)
    expect(meansFloor(-0.5, 0.4)).toBe(false)
    expect(meansFloor(-0.5, 0.6)).toBe(true)
    expect(meansFloor(-0.2, 2)).toBe(false)
  })
})
