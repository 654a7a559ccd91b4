import fc from 'fast-check'
import { Matrix4, Quaternion, Vector3 } from 'three'
import { expect, test } from 'vitest'
import { createPlacement, roomToSong, songToRoom } from '../../../scenes/geometry/placement.ts'

const meters = fc.double({ min: -20, max: 20, noNaN: true })
const placements = fc.record({
  x: meters,
  y: meters,
  z: meters,
  yaw: fc.double({ min: -7, max: 7, noNaN: true }),
  scale: fc.double({ min: 0.02, max: 20, noNaN: true }),
})

test('songToRoom rotates, scales and moves as three.js does, and roomToSong inverts it', () => {
  fc.assert(
    fc.property(placements, fc.tuple(meters, meters, meters), (placement, [x, y, z]) => {
      const { scale, yaw } = placement
      const matrix = new Matrix4().compose(
        new Vector3(placement.x, placement.y, placement.z),
        new Quaternion().setFromAxisAngle(new Vector3(0, 1, 0), yaw),
        new Vector3(scale, scale, scale),
      )
      const point: [number, number, number] = [0, 0, 0]
      songToRoom(placement, x, y, z, point)
      const expected = new Vector3(x, y, z).applyMatrix4(matrix)
      expect(expected.distanceTo(new Vector3(...point))).toBeLessThan(1e-9 * (1 + expected.length()))
      roomToSong(placement, ...point, point)
      expect(new Vector3(...point).distanceTo(new Vector3(x, y, z))).toBeLessThan(1e-6)
    }),
  )
})

test('a new placement leaves points as they are', () => {
  const point: [number, number, number] = [0, 0, 0]
  songToRoom(createPlacement(), 1, 2, 3, point)
  expect(point).toEqual([1, 2, 3])
})
