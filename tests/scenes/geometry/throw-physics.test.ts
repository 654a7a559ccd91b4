import { Quaternion, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import {
  computeReleaseVelocity,
  createPoseHistory,
  recordPose,
  stepFlight,
} from '../../../scenes/geometry/throw-physics.ts'

const FRAME = 1 / 90
const UP = new Vector3(0, 1, 0)

/** Release of a hand that moves by `along` per second and rotates by `rate` about the vertical. */
function moved(
  along: Vector3,
  rate: number,
  seconds: number,
  then: (trace: ReturnType<typeof createPoseHistory>) => void,
) {
  const trace = createPoseHistory()
  for (let t = 0; t <= seconds; t += FRAME)
    recordPose(trace, t, along.clone().multiplyScalar(t), new Quaternion().setFromAxisAngle(UP, rate * t))
  then(trace)
  const velocity = new Vector3()
  const spin = new Vector3()
  computeReleaseVelocity(trace, trace.time[trace.newest]!, velocity, spin)
  return { velocity, spin }
}
const nothing = () => {}

describe('computeReleaseVelocity', () => {
  test('is the velocity and angular velocity of the hand', () => {
    const { velocity, spin } = moved(new Vector3(1.2, 0.5, -0.3), 3, 0.5, nothing)
    expect(velocity.distanceTo(new Vector3(1.2, 0.5, -0.3))).toBeLessThan(1e-4)
    expect(spin.distanceTo(new Vector3(0, 3, 0))).toBeLessThan(1e-3)
  })

  test('is capped without changing its direction', () => {
    const { velocity, spin } = moved(new Vector3(8, 0, 0), -20, 0.5, nothing)
    expect(velocity.toArray()).toEqual([expect.closeTo(3, 5), 0, 0])
    expect(spin.length()).toBeCloseTo(9, 4)
    expect(spin.y).toBeLessThan(0)
  })

  test('uses the last 0.1 s only: zero for a hand that came to rest', () => {
    const at = new Vector3(1, 0, 0)
    const { velocity } = moved(new Vector3(2, 0, 0), 0, 0.5, (trace) => {
      const from = trace.time[trace.newest]!
      for (let t = FRAME; t < 0.15; t += FRAME) recordPose(trace, from + t, at, new Quaternion())
    })
    expect(velocity.length()).toBeLessThan(1e-6)
  })

  test('is zero after a jump of the tracking', () => {
    const { velocity } = moved(new Vector3(0.5, 0, 0), 0, 0.3, (trace) => {
      const from = trace.time[trace.newest]!
      for (let k = 1; k < 4; k++) recordPose(trace, from + k * FRAME, new Vector3(2, 1, 0), new Quaternion())
    })
    expect(velocity.length()).toBeLessThan(1e-6)
  })

  test('is zero for a lost hand, and for a single sample', () => {
    const velocity = new Vector3(1, 1, 1)
    const spin = new Vector3(1, 1, 1)
    const trace = createPoseHistory()
    recordPose(trace, 0, new Vector3(), new Quaternion())
    computeReleaseVelocity(trace, 0, velocity, spin)
    expect([velocity.length(), spin.length()]).toEqual([0, 0])
    recordPose(trace, 0.01, new Vector3(0.02, 0, 0), new Quaternion())
    computeReleaseVelocity(trace, 0.5, velocity, spin)
    expect(velocity.length()).toBe(0)
  })
})

describe('stepFlight', () => {
  const flight = (velocity: number[], from: number[], lowest: number, seconds = 3, unit = 1) => {
    const place = Float32Array.from(from)
    const v = Float32Array.from(velocity)
    const way: number[][] = []
    let drawn = 0
    for (let t = 0; t < seconds; t += FRAME) {
      drawn = stepFlight(place, 0, v, 0, FRAME, unit, lowest)
      way.push([...place])
    }
    return { way, drawn, end: [...place] }
  }

  test('slows a gentle throw down to a stop after about a meter, where the pull home is full', () => {
    const { way, drawn, end } = flight([2.4, 0, 0], [0, 0, 0], -1)
    expect(end[0]).toBeGreaterThan(0.8)
    expect(end[0]).toBeLessThan(1.1)
    const steps = way.slice(1).map(([x], i) => (x as number) - (way[i]?.[0] as number))
    expect(steps.every((step, i) => i === 0 || step <= steps[i - 1]! + 1e-6)).toBe(true)
    expect(drawn).toBeGreaterThan(0.99)
    expect(flight([2.4, 0, 0], [0, 0, 0], -1, 0.1).drawn).toBeLessThan(0.01)
  })

  test('does not pass the floor', () => {
    const { way } = flight([0.3, -3, 0], [0, 0.2, 0], -0.5)
    expect(Math.min(...way.map(([, y]) => y as number))).toBe(-0.5)
  })

  test('stops 4 m from home', () => {
    expect(flight([3, 0, 0], [3.95, 0, 0], -1).end[0]).toBeLessThan(4.1)
  })

  test('is the same at every scale of the song', () => {
    const plain = flight([2, 1, 0], [0, 0, 0], -9)
    const small = flight([20, 10, 0], [0, 0, 0], -90, 3, 10)
    for (const axis of [0, 1]) expect(small.end[axis]! / 10).toBeCloseTo(plain.end[axis]!, 4)
    expect(small.drawn).toBeCloseTo(plain.drawn, 5)
  })
})
