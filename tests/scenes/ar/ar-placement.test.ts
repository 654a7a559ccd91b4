import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyAnchorMotion,
  clampScale,
  computeSmallestEdge,
  computeTableScale,
  getDefaultScale,
  measureFootprint,
  placeOnGround,
} from '../../../scenes/ar/ar-placement.ts'
import { createPath, createTiles } from '../../../scenes/geometry/path.ts'
import { createPlacement, songToRoom } from '../../../scenes/geometry/placement.ts'
import { createGround } from '../../../scenes/state/ar-state.ts'
import { someChunks } from '../sample-chunks.ts'

const meters = fc.double({ min: -5, max: 5, noNaN: true })
const point = fc.tuple(meters, meters, meters)

describe('measureFootprint', () => {
  test('returns the circle around boxes and tiles, seen from above', () => {
    const cloud = Float32Array.from([3, 1, 0, -1, 4, 0])
    const footprint = measureFootprint(cloud, Float32Array.from([0, 0]), createTiles(0))
    expect(footprint).toEqual({ x: 1, z: 0, radius: 2, cloudRadius: 2 })
  })

  test('returns a usable circle without boxes and tiles', () => {
    expect(
      computeTableScale(measureFootprint(new Float32Array(0), new Float32Array(0), createTiles(0)), 0),
    ).toBeGreaterThan(0)
  })
})

describe('a song on a table', () => {
  test('is 60 cm wide with its spiral, whatever its yaw', () => {
    const chunks = someChunks(200)
    const { tiles } = createPath(chunks, 'spiral')
    const cloud = Float32Array.from({ length: 600 }, (_, j) => Math.sin(j * 1.7) * 2 + 1)
    const footprint = measureFootprint(cloud, new Float32Array(200).fill(0.1), tiles)
    const ground = {
      ...createGround(),
      footprint,
      tableScale: computeTableScale(footprint, 200),
      point: [1, 0.7, -2] as [number, number, number],
    }
    const placement = createPlacement()
    for (const yaw of [0, 1, 2.5]) {
      placeOnGround(placement, ground, 'table', yaw, getDefaultScale(ground, 'table'))
      let maxDistance = 0
      const at = [0, 0, 0]
      for (const [array, count] of [
        [cloud, 200],
        [tiles.center, tiles.count],
      ] as const)
        for (let i = 0; i < count; i++) {
          songToRoom(placement, array[i * 3]!, array[i * 3 + 1]!, array[i * 3 + 2]!, at)
          maxDistance = Math.max(maxDistance, Math.hypot(at[0]! - 1, at[2]! + 2))
        }
      expect(maxDistance).toBeLessThanOrEqual(0.3)
      expect(maxDistance).toBeGreaterThan(0.25)
      expect(placement.y).toBe(0.7)
    }
  })

  test('has a cloud of at least 20 cm, however long the path is', () => {
    expect(computeTableScale({ radius: 50, cloudRadius: 2 }, 100)).toBeCloseTo(0.05)
    expect(computeTableScale({ radius: 5, cloudRadius: 4 }, 100)).toBeCloseTo(0.06)
  })

  test('has room for boxes of 12 mm, however many', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5000 }),
        fc.double({ min: 1, max: 6, noNaN: true }),
        (count, cloudRadius) => {
          const tableScale = computeTableScale({ radius: cloudRadius * 2, cloudRadius }, count)
          const edge = computeSmallestEdge({ ...createGround(), tableScale }, 'table')
          expect(edge * tableScale).toBeCloseTo(0.012, 6)
          const ball = (Math.PI / 6) * (2 * cloudRadius * tableScale) ** 3
          expect((count * 0.012 ** 3) / ball).toBeLessThan(0.1201)
        },
      ),
    )
    expect(computeSmallestEdge(createGround(), 'room')).toBe(0)
  })

  test('is scaled by fingers within limits', () => {
    expect(clampScale(0.001, 'table', 0.06)).toBeCloseTo(0.018)
    expect(clampScale(9, 'table', 0.06)).toBeCloseTo(0.3)
    expect(clampScale(9, 'room', 1)).toBe(2)
    expect(clampScale(0.9, 'room', 1)).toBe(0.9)
  })
})

describe('placeOnGround', () => {
  test("keeps the footprint's center on the point of the table, whatever yaw and scale", () => {
    fc.assert(
      fc.property(
        point,
        meters,
        meters,
        meters,
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        (surfacePoint, x, z, yaw, scale) => {
          const placement = createPlacement()
          placeOnGround(
            placement,
            { ...createGround(), point: surfacePoint, footprint: { x, z, radius: 1 } },
            'table',
            yaw,
            scale,
          )
          const at = [0, 0, 0]
          songToRoom(placement, x, 0, z, at)
          for (const axis of [0, 1, 2]) expect(at[axis]).toBeCloseTo(surfacePoint[axis]!, 9)
        },
      ),
    )
  })
})

test('in the room the path lies on the floor, and the form stands at the point', () => {
  const placement = createPlacement()
  const ground = { ...createGround(), point: [1, 0.7, -2] as [number, number, number], floorHeight: -0.02 }
  placeOnGround(placement, ground, 'room', 0.4, 1)
  expect(placement).toEqual({ x: 1, y: -0.02, z: -2, yaw: 0.4, scale: 1 })
})

describe('applyAnchorMotion', () => {
  test('moves every point of the song as one rigid body', () => {
    fc.assert(
      fc.property(point, point, meters, point, point, (from, to, turn, stands, inSong) => {
        const placement = { x: stands[0], y: stands[1], z: stands[2], yaw: 0.3, scale: 0.05 }
        const ground = { ...createGround(), point: [...from] as [number, number, number] }
        const before = [0, 0, 0]
        songToRoom(placement, ...inSong, before)
        applyAnchorMotion(placement, ground, { from, to, yaw: turn })
        const after = [0, 0, 0]
        songToRoom(placement, ...inSong, after)
        const [dx, dz] = [before[0]! - from[0], before[2]! - from[2]]
        expect(after[0]).toBeCloseTo(to[0] + Math.cos(turn) * dx + Math.sin(turn) * dz, 6)
        expect(after[1]).toBeCloseTo(before[1]! + to[1] - from[1], 6)
        expect(after[2]).toBeCloseTo(to[2] - Math.sin(turn) * dx + Math.cos(turn) * dz, 6)
        for (const axis of [0, 1, 2]) expect(ground.point[axis]).toBeCloseTo(to[axis]!, 6)
      }),
    )
  })
})
