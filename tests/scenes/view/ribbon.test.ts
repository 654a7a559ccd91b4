import { expect, test } from 'vitest'
import { createFrameState } from '../../../scenes/state/frame-state.ts'
import { ChunkTexture } from '../../../scenes/view/chunk-texture.ts'
import { Ribbon } from '../../../scenes/view/ribbon.ts'

test('bands write only their own points, and no triangles join two bands', () => {
  const ribbon = new Ribbon(new ChunkTexture(createFrameState()))
  const first = ribbon.addBand([3], 0.1)
  const second = ribbon.addBand([2, 2], 0.2)
  const { geometry } = ribbon.mesh
  // Two triangles between the points of a band, none between bands.
  expect(geometry.index?.count).toBe(6 * (2 + 1 + 1))
  second.points.fill(5)
  for (let k = 0; k < 4; k++) second.writePoint(k, k, 0, 3, 1, 1, 1, 1)
  const light = geometry.getAttribute('light').array
  expect([...light.slice(0, 3 * 8)]).toEqual(Array(24).fill(0))
  expect([...light.slice(3 * 8, 7 * 8)]).toEqual(Array(32).fill(1))
  first.writePoint(0, 0, 0, 2, 1, 0, 0, 0.5)
  expect([...light.slice(0, 8)]).toEqual([1, 0, 0, 0.5, 1, 0, 0, 0.5])
  second.hide()
  expect([...light.slice(3 * 8, 7 * 8)]).toEqual(Array(32).fill(0))
  expect([...light.slice(0, 4)]).toEqual([1, 0, 0, 0.5])
})

test('addBand throws a RangeError when the ribbon has no points left', () => {
  const ribbon = new Ribbon(new ChunkTexture(createFrameState()))
  expect(() => ribbon.addBand([1000], 1)).toThrow(/256/)
})
