import fc from 'fast-check'
import { PerspectiveCamera, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import {
  type CameraSubject,
  createFollowCamera,
  type FollowCamera,
  updateFollowCamera,
  VERTICAL_FOV_RAD,
} from '../../../src/spectator/spectator-camera.ts'

type Point = [number, number, number]

const songCenter: Point = [0.2, 1.45, 0]
const dt = 1 / 60
const double = (min: number, max: number) => fc.double({ min, max, noNaN: true })
const box = fc.tuple(double(-4.5, 4.5), double(0.3, 4), double(-4.5, 4.5))
const head = fc.tuple(double(-3.5, 3.5), double(0.9, 2.2), double(-3.5, 3.5))
const direction = double(-Math.PI, Math.PI).map((yaw): Point => [-Math.sin(yaw), 0, -Math.cos(yaw)])

const createSubject = (visitor: Point | null, forward: Point, boxes: Point[]): CameraSubject => ({
  visitor,
  forward,
  soundingPositions: Float32Array.from(boxes.flat()),
  soundingCount: boxes.length,
  songCenter,
  songDistance: 8,
})

/** Position of a point in the picture, -1 to 1 inside it. */
function projectPoint(
  { position, lookAt }: Pick<FollowCamera, 'position' | 'lookAt'>,
  aspect: number,
  point: Point,
): Vector3 {
  const camera = new PerspectiveCamera((VERTICAL_FOV_RAD * 180) / Math.PI, aspect, 0.25, 220)
  camera.position.set(...position)
  camera.lookAt(...lookAt)
  camera.updateMatrixWorld()
  return new Vector3(...point).project(camera)
}

function expectInPicture(camera: Pick<FollowCamera, 'position' | 'lookAt'>, aspect: number, point: Point): void {
  const { x, y, z } = projectPoint(camera, aspect, point)
  expect(Math.abs(x)).toBeLessThan(1)
  expect(Math.abs(y)).toBeLessThan(1)
  expect(z).toBeLessThan(1)
}

describe('updateFollowCamera', () => {
  test('has the visitor and the sounding box in the picture once it has settled', () => {
    fc.assert(
      fc.property(head, direction, box, double(1.2, 2.4), (visitor, forward, soundingBox, aspect) => {
        const camera = createFollowCamera(songCenter, 8)
        const subject = createSubject(visitor, forward, [soundingBox])
        for (let k = 0; k < 30 / dt; k++) updateFollowCamera(camera, subject, aspect, dt)
        expectInPicture(camera, aspect, visitor)
        expectInPicture(camera, aspect, soundingBox)
        // The feet, approximately.
        expectInPicture(camera, aspect, [visitor[0], visitor[1] - 1, visitor[2]])
      }),
      { numRuns: 25 },
    )
  })

  test('has them in the picture while boxes sound in different places', () => {
    fc.assert(
      fc.property(head, direction, fc.array(box, { minLength: 2, maxLength: 6 }), (visitor, forward, boxPositions) => {
        const camera = createFollowCamera(songCenter, 8)
        for (let k = 0; k < 40 / dt; k++) {
          const soundingBox = boxPositions[Math.floor(k / 18) % boxPositions.length] as Point
          updateFollowCamera(camera, createSubject(visitor, forward, [soundingBox]), 16 / 9, dt)
          if (k < 30 / dt || k % 9 !== 0) continue
          expectInPicture(camera, 16 / 9, visitor)
          expectInPicture(camera, 16 / 9, soundingBox)
        }
      }),
      { numRuns: 15 },
    )
  })

  test('limits speed and acceleration and stays above the floor for any input', () => {
    const situation = fc.record({
      visitor: fc.option(head, { nil: null }),
      forward: direction,
      boxes: fc.array(box, { maxLength: 4 }),
      frames: fc.integer({ min: 1, max: 240 }),
      dt: double(0.004, 0.1),
    })
    fc.assert(
      fc.property(fc.array(situation, { minLength: 1, maxLength: 12 }), (moments) => {
        const camera = createFollowCamera(songCenter, 8)
        updateFollowCamera(camera, createSubject(null, [0, 0, -1], []), 16 / 9, dt)
        const previous = new Vector3(...camera.position)
        const position = new Vector3()
        let [maxSpeed, minHeight] = [0, 9]
        for (const { visitor, forward, boxes, frames, dt } of moments) {
          const subject = createSubject(visitor, forward, boxes)
          for (let k = 0; k < frames; k++) {
            updateFollowCamera(camera, subject, 16 / 9, dt)
            position.set(...camera.position)
            maxSpeed = Math.max(maxSpeed, position.distanceTo(previous) / dt)
            minHeight = Math.min(minHeight, position.y)
            previous.copy(position)
          }
        }
        expect(maxSpeed).toBeLessThan(4)
        expect(minHeight).toBeGreaterThanOrEqual(0.5)
      }),
      { numRuns: 40 },
    )
  })

  test('moves smoothly when its subject jumps', () => {
    const camera = createFollowCamera(songCenter, 8)
    const speeds: Vector3[] = []
    let previous: Vector3 | null = null
    for (let k = 0; k < 60 * 60; k++) {
      // Sounding boxes change ten times per second, the head turns, and the visitor teleports every ten seconds.
      const jump = Math.floor(k / 6)
      const soundingBox: Point = [Math.sin(jump * 12.9) * 4, 1.8 + Math.sin(jump * 7.7), Math.cos(jump * 4.1) * 4]
      const visitor: Point = Math.floor(k / 600) % 2 === 0 ? [1, 1.6, 1] : [-2, 1.6, -2]
      const yaw = Math.sin(k / 40)
      updateFollowCamera(camera, createSubject(visitor, [Math.sin(yaw), 0, -Math.cos(yaw)], [soundingBox]), 16 / 9, dt)
      const position = new Vector3(...camera.position)
      if (previous) speeds.push(position.clone().sub(previous).divideScalar(dt))
      previous = position
    }
    const maxAcceleration = Math.max(...speeds.slice(1).map((speed, k) => speed.distanceTo(speeds[k] as Vector3) / dt))
    expect(maxAcceleration).toBeLessThan(6)
  })

  test('orbits a song without a visitor at the distance that shows all of it', () => {
    const camera = createFollowCamera(songCenter, 8)
    const azimuths: number[] = []
    for (let k = 0; k < 60 / dt; k++) {
      updateFollowCamera(camera, createSubject(null, [0, 0, -1], []), 16 / 9, dt)
      if (k % 600 === 599) azimuths.push(camera.azimuth.value)
    }
    for (let k = 1; k < azimuths.length; k++)
      expect((azimuths[k] as number) - (azimuths[k - 1] as number)).toBeCloseTo(0.45, 1)
    expect(new Vector3(...camera.position).distanceTo(new Vector3(...camera.lookAt))).toBeCloseTo(8, 1)
  })

  test('stays outside the song', () => {
    const camera = createFollowCamera(songCenter, 8)
    for (let k = 0; k < 40 / dt; k++)
      updateFollowCamera(camera, createSubject([2, 1.6, 1], [0, 0, -1], [[1, 2, 1]]), 16 / 9, dt)
    expect(new Vector3(...camera.position).distanceTo(new Vector3(...songCenter))).toBeGreaterThan(5)
  })
})
