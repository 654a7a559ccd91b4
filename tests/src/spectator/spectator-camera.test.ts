import fc from 'fast-check'
import { PerspectiveCamera, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import {
  type CameraSubject,
  createFollowCamera,
  type FollowCamera,
  updateFollowCamera,
  VERTICAL_FOV,
} from '../../../src/spectator/spectator-camera.ts'

type Point = [number, number, number]

const heart: Point = [0.2, 1.45, 0]
const dt = 1 / 60
const between = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const box = fc.tuple(between(-4.5, 4.5), between(0.3, 4), between(-4.5, 4.5))
const head = fc.tuple(between(-3.5, 3.5), between(0.9, 2.2), between(-3.5, 3.5))
const direction = between(-Math.PI, Math.PI).map((yaw): Point => [-Math.sin(yaw), 0, -Math.cos(yaw)])

const subjectOf = (visitor: Point | null, forward: Point, boxes: Point[]): CameraSubject => ({
  visitor,
  forward,
  soundingPositions: Float32Array.from(boxes.flat()),
  soundingCount: boxes.length,
  songCenter: heart,
  songDistance: 8,
})

/** Where a point is in the picture: both -1 to 1 within it. */
function inPicture(
  { position, lookAt }: Pick<FollowCamera, 'position' | 'lookAt'>,
  aspect: number,
  point: Point,
): Vector3 {
  const camera = new PerspectiveCamera((VERTICAL_FOV * 180) / Math.PI, aspect, 0.25, 220)
  camera.position.set(...position)
  camera.lookAt(...lookAt)
  camera.updateMatrixWorld()
  return new Vector3(...point).project(camera)
}

function expectSeen(crane: Pick<FollowCamera, 'position' | 'lookAt'>, aspect: number, point: Point): void {
  const { x, y, z } = inPicture(crane, aspect, point)
  expect(Math.abs(x)).toBeLessThan(1)
  expect(Math.abs(y)).toBeLessThan(1)
  expect(z).toBeLessThan(1)
}

describe('the camera of the second screen', () => {
  test('once it has settled, the visitor and the box that sounds are in the picture', () => {
    fc.assert(
      fc.property(head, direction, box, between(1.2, 2.4), (visitor, forward, sounds, aspect) => {
        const crane = createFollowCamera(heart, 8)
        const subject = subjectOf(visitor, forward, [sounds])
        for (let k = 0; k < 30 / dt; k++) updateFollowCamera(crane, subject, aspect, dt)
        expectSeen(crane, aspect, visitor)
        expectSeen(crane, aspect, sounds)
        // And the feet's light, or nearly.
        expectSeen(crane, aspect, [visitor[0], visitor[1] - 1, visitor[2]])
      }),
      { numRuns: 25 },
    )
  })

  test('also where boxes sound one after the other, here and there', () => {
    fc.assert(
      fc.property(head, direction, fc.array(box, { minLength: 2, maxLength: 6 }), (visitor, forward, places) => {
        const crane = createFollowCamera(heart, 8)
        for (let k = 0; k < 40 / dt; k++) {
          const sounds = places[Math.floor(k / 18) % places.length] as Point
          updateFollowCamera(crane, subjectOf(visitor, forward, [sounds]), 16 / 9, dt)
          if (k < 30 / dt || k % 9 !== 0) continue
          expectSeen(crane, 16 / 9, visitor)
          expectSeen(crane, 16 / 9, sounds)
        }
      }),
      { numRuns: 15 },
    )
  })

  test('whatever happens it never hurries, jerks or goes below the floor', () => {
    const moment = fc.record({
      visitor: fc.option(head, { nil: null }),
      forward: direction,
      boxes: fc.array(box, { maxLength: 4 }),
      frames: fc.integer({ min: 1, max: 240 }),
      dt: between(0.004, 0.1),
    })
    fc.assert(
      fc.property(fc.array(moment, { minLength: 1, maxLength: 12 }), (moments) => {
        const crane = createFollowCamera(heart, 8)
        updateFollowCamera(crane, subjectOf(null, [0, 0, -1], []), 16 / 9, dt)
        const before = new Vector3(...crane.position)
        const eye = new Vector3()
        let [fastest, lowest] = [0, 9]
        for (const { visitor, forward, boxes, frames, dt } of moments) {
          const subject = subjectOf(visitor, forward, boxes)
          for (let k = 0; k < frames; k++) {
            updateFollowCamera(crane, subject, 16 / 9, dt)
            eye.set(...crane.position)
            fastest = Math.max(fastest, eye.distanceTo(before) / dt)
            lowest = Math.min(lowest, eye.y)
            before.copy(eye)
          }
        }
        expect(fastest).toBeLessThan(4)
        expect(lowest).toBeGreaterThanOrEqual(0.5)
      }),
      { numRuns: 40 },
    )
  })

  test('it does not shake: what jumps moves it smoothly', () => {
    const crane = createFollowCamera(heart, 8)
    const speeds: Vector3[] = []
    let before: Vector3 | null = null
    for (let k = 0; k < 60 * 60; k++) {
      // Boxes ten times a second anywhere, a head that looks around, a teleport every ten seconds.
      const jump = Math.floor(k / 6)
      const sounds: Point = [Math.sin(jump * 12.9) * 4, 1.8 + Math.sin(jump * 7.7), Math.cos(jump * 4.1) * 4]
      const visitor: Point = Math.floor(k / 600) % 2 === 0 ? [1, 1.6, 1] : [-2, 1.6, -2]
      const yaw = Math.sin(k / 40)
      updateFollowCamera(crane, subjectOf(visitor, [Math.sin(yaw), 0, -Math.cos(yaw)], [sounds]), 16 / 9, dt)
      const eye = new Vector3(...crane.position)
      if (before) speeds.push(eye.clone().sub(before).divideScalar(dt))
      before = eye
    }
    const harshest = Math.max(...speeds.slice(1).map((speed, k) => speed.distanceTo(speeds[k] as Vector3) / dt))
    expect(harshest).toBeLessThan(6)
  })

  test('alone with a song it goes around it, at the distance from which all of it is seen', () => {
    const crane = createFollowCamera(heart, 8)
    const azimuths: number[] = []
    for (let k = 0; k < 60 / dt; k++) {
      updateFollowCamera(crane, subjectOf(null, [0, 0, -1], []), 16 / 9, dt)
      if (k % 600 === 599) azimuths.push(crane.azimuth.value)
    }
    for (let k = 1; k < azimuths.length; k++)
      expect((azimuths[k] as number) - (azimuths[k - 1] as number)).toBeCloseTo(0.45, 1)
    expect(new Vector3(...crane.position).distanceTo(new Vector3(...crane.lookAt))).toBeCloseTo(8, 1)
  })

  test('it stays outside the song', () => {
    const crane = createFollowCamera(heart, 8)
    for (let k = 0; k < 40 / dt; k++)
      updateFollowCamera(crane, subjectOf([2, 1.6, 1], [0, 0, -1], [[1, 2, 1]]), 16 / 9, dt)
    expect(new Vector3(...crane.position).distanceTo(new Vector3(...heart))).toBeGreaterThan(5)
  })
})
