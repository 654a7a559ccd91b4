import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  computeBoxEdges,
  createMapView,
  findBoxAt,
  getPixelsPerUnit,
  panMap,
  resetMap,
  toPixelX,
  toPixelY,
  zoomMap,
} from '../../../../src/app/map/map-view.ts'
import { anyChunks, someChunks } from '../../../scenes/sample-chunks.ts'

const extent = { x: 0.5, y: -0.2, halfWidth: 2, halfHeight: 1.5 }
const fresh = () => createMapView(470, 410, extent)

describe('map view', () => {
  test('fits the map with a margin, y upwards', () => {
    const view = fresh()
    expect(toPixelX(view, -1.5)).toBeCloseTo(26)
    expect(toPixelX(view, 2.5)).toBeCloseTo(444)
    expect(toPixelY(view, 1.3)).toBeGreaterThan(25)
    expect(toPixelY(view, 1.3)).toBeLessThan(toPixelY(view, -1.7))
  })

  test('zooms around a pixel, never out beyond the whole map', () => {
    const pixel = fc.tuple(fc.integer({ min: 100, max: 370 }), fc.integer({ min: 100, max: 310 }))
    fc.assert(
      fc.property(pixel, fc.double({ min: 1, max: 20, noNaN: true }), ([x, y], by) => {
        const view = fresh()
        const place = (x - toPixelX(view, 0)) / getPixelsPerUnit(view)
        zoomMap(view, by, x, y)
        expect(toPixelX(view, place)).toBeCloseTo(x, 5)
        zoomMap(view, 1e-3, x, y)
        expect(view).toEqual(fresh())
      }),
    )
  })

  test('keeps the map’s center on the canvas', () => {
    const view = fresh()
    panMap(view, 300, 300)
    expect(view).toEqual(fresh())
    zoomMap(view, 5, 235, 205)
    panMap(view, 1e6, -1e6)
    expect(toPixelX(view, extent.x - extent.halfWidth)).toBeLessThan(470)
    expect(toPixelY(view, extent.y - extent.halfHeight)).toBeGreaterThan(0)
    resetMap(view)
    expect(view).toEqual(fresh())
  })
})

describe('box edges', () => {
  test('grow with the duration, within bounds', () => {
    fc.assert(
      fc.property(anyChunks, (chunks) => {
        const edges = computeBoxEdges(chunks, 470, 410)
        const lengths = chunks.map(({ start, end }) => end - start)
        for (let i = 0; i < edges.length; i++) {
          expect(edges[i]).toBeGreaterThanOrEqual(1.3)
          expect(edges[i]).toBeLessThanOrEqual(52)
          for (let j = 0; j < i; j++)
            if ((lengths[i] as number) > (lengths[j] as number) + 1e-6)
              expect(edges[i]).toBeGreaterThanOrEqual(edges[j] as number)
        }
      }),
    )
  })

  test('findBoxAt finds the nearest box under a pixel, or none', () => {
    const view = fresh()
    const edges = computeBoxEdges(someChunks(3), 470, 410)
    const places = Float32Array.of(-1, 1, 2, -1, 2.02, -1)
    expect(findBoxAt(view, places, edges, toPixelX(view, -1), toPixelY(view, 1), 0)).toBe(0)
    expect(findBoxAt(view, places, edges, toPixelX(view, 2), toPixelY(view, -1), 0)).toBe(1)
    expect(findBoxAt(view, places, edges, toPixelX(view, 2.02), toPixelY(view, -1), 0)).toBe(2)
    expect(findBoxAt(view, places, edges, 235, 205, 3)).toBe(-1)
    const besides = toPixelX(view, -1) + (edges[0] as number) / 2 + 2
    expect(findBoxAt(view, places, edges, besides, toPixelY(view, 1), 0)).toBe(-1)
    expect(findBoxAt(view, places, edges, besides, toPixelY(view, 1), 3)).toBe(0)
  })
})
