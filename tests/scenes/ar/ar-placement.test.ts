import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  applyAnchorMotion,
  clampScale,
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

describe('the extent', () => {
  test('is the circle around boxes and tiles, seen from above', () => {
    const cloud = Float32Array.from([3, 1, 0, -1, 4, 0])
    const extent = measureFootprint(cloud, Float32Array.from([0, 0]), createTiles(0))
    expect(extent).toEqual({ x: 1, z: 0, reach: 2, cloud: 2 })
  })

  test('of nothing is harmless', () => {
    expect(
      computeTableScale(measureFootprint(new Float32Array(0), new Float32Array(0), createTiles(0))),
    ).toBeGreaterThan(0)
  })
})

describe('on a table', () => {
  test('a song with its spiral is 60 cm across, whichever way it is turned', () => {
    const chunks = someChunks(200)
    const { tiles } = createPath(chunks, 'spiral')
    const cloud = Float32Array.from({ length: 600 }, (_, j) => Math.sin(j * 1.7) * 2 + 1)
    const extent = measureFootprint(cloud, new Float32Array(200).fill(0.1), tiles)
    const ground = {
      ...createGround(),
      footprint: extent,
      tableScale: computeTableScale(extent),
      point: [1, 0.7, -2] as [number, number, number],
    }
    const placement = createPlacement()
    for (const yaw of [0, 1, 2.5]) {
      placeOnGround(placement, ground, 'table', yaw, getDefaultScale(ground, 'table'))
      let widest = 0
      const at = [0, 0, 0]
      for (const [array, count] of [
        [cloud, 200],
        [tiles.center, tiles.count],
      ] as const)
        for (let i = 0; i < count; i++) {
          songToRoom(placement, array[i * 3]!, array[i * 3 + 1]!, array[i * 3 + 2]!, at)
          widest = Math.max(widest, Math.hypot(at[0]! - 1, at[2]! + 2))
        }
      expect(widest).toBeLessThanOrEqual(0.3)
      expect(widest).toBeGreaterThan(0.25)
      expect(placement.y).toBe(0.7)
    }
  })

  test('a path that leads far away does not shrink the cloud below 20 cm', () => {
    expect(computeTableScale({ reach: 50, cloud: 2 })).toBeCloseTo(0.05)
    expect(computeTableScale({ reach: 5, cloud: 4 })).toBeCloseTo(0.06)
  })

  test('fingers change the size within limits', () => {
    expect(clampScale(0.001, 'table', 0.06)).toBeCloseTo(0.018)
    expect(clampScale(9, 'table', 0.06)).toBeCloseTo(0.3)
    expect(clampScale(9, 'room', 1)).toBe(2)
    expect(clampScale(0.9, 'room', 1)).toBe(0.9)
  })
})

describe('turning and scaling', () => {
  test('leave the middle of what stands on a table above its spot', () => {
    fc.assert(
      fc.property(
        point,
        meters,
        meters,
        meters,
        fc.double({ min: 0.01, max: 2, noNaN: true }),
        (spot, x, z, yaw, scale) => {
          const placement = createPlacement()
          placeOnGround(
            placement,
            { ...createGround(), point: spot, footprint: { x, z, reach: 1 } },
            'table',
            yaw,
            scale,
          )
          const at = [0, 0, 0]
          songToRoom(placement, x, 0, z, at)
          for (const axis of [0, 1, 2]) expect(at[axis]).toBeCloseTo(spot[axis]!, 9)
        },
      ),
    )
  })
})

test('in the room the path lies on the floor and begins at the spot', () => {
  const placement = createPlacement()
  const ground = { ...createGround(), point: [1, 0.7, -2] as [number, number, number], floorHeight: -0.02 }
  placeOnGround(placement, ground, 'room', 0.4, 1)
  expect(placement).toEqual({ x: 1, y: -0.02, z: -2, yaw: 0.4, scale: 1 })
})

describe('an anchor that moves', () => {
  test('takes every point of the song along as one rigid thing', () => {
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
