import fc from 'fast-check'
import { expect, test } from 'vitest'
import { separateBoxes } from '../../../scenes/geometry/separate-boxes.ts'

const anyBox = fc.tuple(
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: Math.fround(0.045), max: Math.fround(0.34), noNaN: true }),
)
const run = (boxes: readonly (readonly number[])[]) => {
  const before = Float32Array.from(boxes.flatMap(([x, y, z]) => [x!, y!, z!]))
  const edges = Float32Array.from(boxes, ([, , , edge]) => edge!)
  const after = before.slice()
  separateBoxes(after, edges)
  return { before, after, edges }
}
const overlap = (positions: Float32Array, edges: Float32Array, i: number, k: number) =>
  (edges[i]! + edges[k]!) / 2 -
  Math.max(...[0, 1, 2].map((axis) => Math.abs(positions[i * 3 + axis]! - positions[k * 3 + axis]!)))

test('no two boxes overlap afterwards, and none flies away', () => {
  fc.assert(
    fc.property(fc.array(anyBox, { maxLength: 25 }), (boxes) => {
      const { before, after, edges } = run(boxes)
      for (let i = 0; i < edges.length; i++) {
        for (let k = 0; k < i; k++) expect(overlap(after, edges, i, k)).toBeLessThan(1e-3)
        for (let j = i * 3; j < i * 3 + 3; j++) expect(Math.abs(after[j]! - before[j]!)).toBeLessThan(3)
      }
    }),
  )
})

test('boxes with room around them stay where they are', () => {
  const { before, after } = run([
    [0, 0, 0, 0.2],
    [0.21, 0, 0, 0.2],
    [0, 5, 0, 0.3],
  ])
  expect(after).toEqual(before)
})

test('two that overlap part along their nearest faces, by equal shares', () => {
  const { after } = run([
    [0, 0, 0, 0.2],
    [0.15, 0.05, 0, 0.2],
  ])
  expect(after[0]).toBeCloseTo(-0.0255, 5)
  expect(after[3]).toBeCloseTo(0.1755, 5)
  expect([after[1], after[4]]).toEqual([0, Math.fround(0.05)])
})
