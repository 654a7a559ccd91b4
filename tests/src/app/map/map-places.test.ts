import { describe, expect, test } from 'vitest'
import {
  computeExtent,
  computeLinePositions,
  computeMapPositions,
  DEFAULT_EXTENT,
} from '../../../../src/app/map/map-places.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

const on = { x: 1, y: -1, halfWidth: 3, halfHeight: 2 }
const still = (count: number, by: number) => Float32Array.from({ length: count * 2 }, (_, j) => by + (j % 7))

describe('computeMapPositions', () => {
  const chunks = someChunks(50)
  const shares = computeLinePositions(chunks)
  const at = (progress: number, cursor: number, stills: Float32Array[]) => {
    const places = new Float32Array(100)
    const away = new Float32Array(50)
    computeMapPositions(shares, stills, cursor, progress, on, places, away)
    return { places, away }
  }

  test('at progress 0 is a line in time order across the extent', () => {
    const { places, away } = at(0, 0, [still(50, 0)])
    expect([...away].every((share) => share === 0)).toBe(true)
    for (let i = 0; i < 50; i++) {
      expect(places[i * 2 + 1]).toBe(-1)
      if (i > 0) expect(places[i * 2]).toBeGreaterThan(places[i * 2 - 2] as number)
    }
    expect(places[0]).toBeGreaterThan(-2)
    expect(places[98]).toBeLessThan(4)
  })

  test('at progress 1 equals the last snapshot', () => {
    const { places, away } = at(1, 2, [still(50, 0), still(50, 5), still(50, 9)])
    expect(places).toEqual(still(50, 9))
    expect([...away].every((share) => share === 1)).toBe(true)
  })

  test('between, early chunks leave first, toward positions interpolated between snapshots', () => {
    const { away, places } = at(0.5, 0.5, [still(50, 0), still(50, 4)])
    expect(away[0]).toBeGreaterThan(0.9)
    expect(away[49]).toBeLessThan(0.1)
    for (let i = 1; i < 50; i++) expect(away[i]).toBeLessThanOrEqual(away[i - 1] as number)
    const gone = away[0] as number
    expect(places[1]).toBeCloseTo(-1 + (3 - -1) * gone, 5)
  })

  test('stays a line without snapshots; a cursor past the end uses the last one', () => {
    expect([...at(1, 9, []).away].every((share) => share === 0)).toBe(true)
    expect(at(1, 9, [still(50, 3)]).places).toEqual(still(50, 3))
  })
})

describe('computeExtent', () => {
  test('contains all boxes', () => {
    expect(computeExtent(Float32Array.of(-1, 4, 3, 8, 0, 0))).toEqual({ x: 1, y: 4, halfWidth: 2, halfHeight: 4 })
  })

  test('is never empty', () => {
    expect(computeExtent(undefined)).toBe(DEFAULT_EXTENT)
    expect(computeExtent(new Float32Array(0))).toBe(DEFAULT_EXTENT)
    expect(computeExtent(Float32Array.of(2, 3))).toEqual({ x: 2, y: 3, halfWidth: 0.1, halfHeight: 0.1 })
  })
})
