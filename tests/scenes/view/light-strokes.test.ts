import { expect, test } from 'vitest'
import { LightEnd } from '../../../scenes/view/light-end.ts'
import { LightStrokes } from '../../../scenes/view/light-strokes.ts'

const white = Float32Array.of(1, 1, 1)
const [a, b] = [new LightEnd().give(0.1, 0.5), new LightEnd().give(0.2, 0.4)]
a.place.set(1, 2, 3)
b.place.set(4, 5, 6)

test('strokes, links, points and rings are instances of one mesh, hidden while there are none', () => {
  const strokes = new LightStrokes(8, { value: 0 })
  const { mesh } = strokes
  strokes.flush()
  expect(mesh.visible).toBe(false)
  strokes.addStroke(a, b, white)
  strokes.addLink(a, b, white)
  strokes.addPoint(a, white)
  strokes.addRing(b, white)
  strokes.flush()
  expect(mesh.visible).toBe(true)
  expect(mesh.geometry.instanceCount).toBe(4)
  const read = (name: string, size: number) => [...mesh.geometry.getAttribute(name).array.slice(0, 4 * size)]
  expect(read('start', 3)).toEqual([1, 2, 3, 1, 2, 3, 1, 2, 3, 4, 5, 6])
  expect(read('end', 3)).toEqual([4, 5, 6, 4, 5, 6, 1, 2, 3, 4, 5, 6])
  expect(read('body', 4).slice(0, 4)).toEqual([0.1, 0.2, 0.5, 0.4].map(Math.fround))
  expect([3, 7, 11, 15].map((k) => read('look', 4)[k])).toEqual([0, -1, 0, 1])
  strokes.clear()
  strokes.flush()
  expect(mesh.visible).toBe(false)
})

test('strokes beyond the capacity are left out', () => {
  const strokes = new LightStrokes(2, { value: 0 })
  for (let k = 0; k < 5; k++) strokes.addPoint(a, white)
  strokes.flush()
  expect(strokes.mesh.geometry.instanceCount).toBe(2)
})
