import fc from 'fast-check'
import { Euler, Quaternion, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import {
  computeArrivalSpeed,
  computeDeadZoneScale,
  computeEyeLift,
  getHeading,
  stepVignette,
} from '../../../scenes/geometry/motion.ts'

const axis = fc.double({ min: -1, max: 1, noNaN: true })

describe('computeDeadZoneScale', () => {
  const pushed = (x: number, y: number) => Math.hypot(x, y) * computeDeadZoneScale(x, y)

  test('is 0 for a thumbstick at rest, or slightly off its center', () => {
    expect([pushed(0, 0), pushed(0.1, -0.1), pushed(0, 0.18)]).toEqual([0, 0, 0])
  })

  test('grows from 0 at the dead zone to 1 in every direction', () => {
    expect(pushed(0.19, 0)).toBeLessThan(0.02)
    expect([pushed(0, -1), pushed(0.7, 0.7), pushed(-1, 1)]).toEqual([1, 1, 1].map((one) => expect.closeTo(one, 9)))
    fc.assert(
      fc.property(axis, axis, fc.double({ min: 0, max: 1, noNaN: true }), (x, y, less) => {
        expect(pushed(x * less, y * less)).toBeLessThanOrEqual(pushed(x, y) + 1e-9)
        expect(pushed(x, y)).toBeLessThanOrEqual(1 + 1e-9)
      }),
    )
  })
})

test('getHeading is the yaw of the head at any pitch', () => {
  const yaws = fc.double({ min: -3.1, max: 3.1, noNaN: true })
  const pitches = fc.double({ min: -Math.PI / 2, max: Math.PI / 2, noNaN: true })
  fc.assert(
    fc.property(yaws, pitches, (yaw, pitch) => {
      const turn = new Quaternion().setFromEuler(new Euler(pitch, yaw, 0, 'YXZ'))
      const ahead = new Vector3(0, 0, -1).applyQuaternion(turn).toArray()
      expect(getHeading(ahead, new Vector3(0, 1, 0).applyQuaternion(turn).toArray())).toBeCloseTo(yaw, 6)
    }),
  )
})

test('computeArrivalSpeed can stop in time, and never exceeds the maximum', () => {
  expect(computeArrivalSpeed(0, 1.4, 0.5, 1.6)).toBe(0)
  expect(computeArrivalSpeed(50, 1.4, 0.5, 1.6)).toBe(1.4)
  // Braking at 0.5 m/s² from the speed at any distance takes at most that distance.
  for (let d = 0.01; d < 5; d *= 1.3)
    expect(computeArrivalSpeed(d, 1.4, 0.5, 1.6) ** 2 / (2 * 0.5)).toBeLessThanOrEqual(d + 1e-9)
})

test('stepVignette narrows within 0.2 s and widens more slowly', () => {
  let view = 0
  const strengths: number[] = []
  for (let frame = 0; frame < 72; frame++) {
    const next = stepVignette(view, frame < 36 ? 1 : 0, 1 / 72)
    expect(Math.abs(next - view)).toBeLessThan(0.08)
    view = next
    strengths.push(view)
  }
  expect(strengths[16]).toBe(1)
  expect(strengths[40]).toBeGreaterThan(0.8)
  expect(strengths[71]).toBeLessThan(0.3)
})

describe('computeEyeLift', () => {
  test('lifts seated eyes to standing height, and no others', () => {
    expect(computeEyeLift(1.2, true)).toBeCloseTo(0.4, 9)
    expect(computeEyeLift(1.75, true)).toBe(0)
    expect(computeEyeLift(1.5, false)).toBe(0)
  })

  test('lifts a head at sitting height without the preference', () => {
    expect(computeEyeLift(1.1, false)).toBeCloseTo(0.5, 9)
  })
})
