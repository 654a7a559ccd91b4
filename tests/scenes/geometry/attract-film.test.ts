import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  computeFilmSeed,
  type Shot,
  shotKinds,
  writeShot,
  writeShotPose,
} from '../../../scenes/geometry/attract-film.ts'
import { placeCloud } from '../../../scenes/geometry/cloud.ts'
import { WHOLE_PICTURE } from '../../../scenes/geometry/free-area.ts'
import { createPathCurve } from '../../../scenes/geometry/path.ts'

const createShot = (seed: number, index: number): Shot => {
  const shot: Shot = { kind: 'far', duration: 0, azimuth: 0, drift: 0, elevation: 0, zoom: 0, share: 0 }
  writeShot(seed, index, shot)
  return shot
}
const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 })

test('a film begins with the whole form; then of four shots each is of another kind, nine to fourteen seconds long', () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 1, max: 400 }), (seed, index) => {
      const first = createShot(seed, 0)
      expect(first.kind).toBe('far')
      expect(first.elevation).toBeGreaterThan(0.4)
      const kinds = [0, 1, 2, 3].map((k) => createShot(seed, index + k).kind)
      expect([...kinds].sort()).toEqual([...shotKinds].sort())
      const { duration } = createShot(seed, index)
      expect(duration).toBeGreaterThanOrEqual(9)
      expect(duration).toBeLessThanOrEqual(14)
    }),
  )
})

test('the same song has the same film, another song another one', () => {
  const [one, other] = [
    [0, 1.5, 3],
    [0, 1.6, 3],
  ].map((cuts) => computeFilmSeed(Float64Array.from(cuts))) as [number, number]
  expect(computeFilmSeed(Float64Array.of(0, 1.5, 3))).toBe(one)
  expect(createShot(one, 3)).toEqual(createShot(one, 3))
  expect([1, 2, 3, 4].map((k) => createShot(one, k))).not.toEqual([1, 2, 3, 4].map((k) => createShot(other, k)))
})

test('no frame is without the form, and none jumps, on any screen', () => {
  fc.assert(
    fc.property(
      seeds,
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom<'spiral' | 'line'>('spiral', 'line'),
      fc.constantFrom(0.46, 1, 1.78, 3.2),
      fc.double({ min: 1.3, max: 4.2, noNaN: true }),
      (seed, index, layout, aspect, radius) => {
        const count = 200
        // Normally distributed, as forms are: sums of three waves.
        const form = Float32Array.from({ length: count * 3 }, (_, j) =>
          [1, 2, 3].reduce((sum, k) => sum + Math.sin(j * j * 0.37 * k + seed + j * k) * 0.47, 0),
        )
        const curve = createPathCurve(layout, 160, radius, null)
        const boxes = { count, home: placeCloud(form, radius, form, curve), cloudRadius: radius }
        const shot = createShot(seed, index)
        const tanY = Math.tan((26 * Math.PI) / 180)
        const pose = { x: 0, y: 0, z: 0, yaw: 0, pitch: 0 }
        let before = { ...pose }
        for (let time = 0; time <= shot.duration; time += 0.5) {
          writeShotPose(shot, time, boxes, curve, 160, tanY * aspect, tanY, WHOLE_PICTURE, pose)
          expect(pose.y).toBeGreaterThan(0.09)
          let seen = 0
          for (let i = 0; i < count; i++) {
            const [dx, dy, dz] = [
              boxes.home[i * 3]! - pose.x,
              boxes.home[i * 3 + 1]! - pose.y,
              boxes.home[i * 3 + 2]! - pose.z,
            ]
            const right = Math.cos(pose.yaw) * dx - Math.sin(pose.yaw) * dz
            const level = -Math.sin(pose.yaw) * dx - Math.cos(pose.yaw) * dz
            const depth = Math.sin(pose.pitch) * dy + Math.cos(pose.pitch) * level
            const up = Math.cos(pose.pitch) * dy - Math.sin(pose.pitch) * level
            if (depth > 0 && Math.abs(right) < depth * tanY * aspect && Math.abs(up) < depth * tanY) seen++
          }
          expect(seen).toBeGreaterThan(count * 0.15)
          if (time > 0) {
            expect(Math.hypot(pose.x - before.x, pose.y - before.y, pose.z - before.z)).toBeLessThan(1)
            expect(Math.abs(Math.sin((pose.yaw - before.yaw) / 2))).toBeLessThan(Math.sin((10 * Math.PI) / 360))
          }
          before = { ...pose }
        }
      },
    ),
    { numRuns: 150 },
  )
})
