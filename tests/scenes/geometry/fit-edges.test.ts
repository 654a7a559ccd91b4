import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitEdges } from '../../../scenes/geometry/fit-edges.ts'

const anyBox = fc.tuple(
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: -1, max: 1, noNaN: true }),
  fc.float({ min: Math.fround(0.04), max: Math.fround(0.34), noNaN: true }),
)
const run = (boxes: readonly (readonly number[])[]) => {
  const positions = Float32Array.from(boxes.flatMap(([x, y, z]) => [x!, y!, z!]))
  const edges = Float32Array.from(boxes, ([, , , edge]) => edge!)
  return { edges, fitted: fitEdges(positions, edges) }
}

test('no box grows, none loses more than three fifths, and who has room keeps all', () => {
  fc.assert(
    fc.property(fc.array(anyBox, { maxLength: 25 }), (boxes) => {
      const { edges, fitted } = run(boxes)
      fitted.forEach((edge, i) => {
        expect(edge).toBeLessThanOrEqual(edges[i]!)
        expect(edge).toBeGreaterThan(edges[i]! * 0.3999)
        const isCrowded = boxes.some(
          ([x, y, z, other], k) =>
            k !== i &&
            Math.max(...[x, y, z].map((value, axis) => Math.abs(value! - boxes[i]![axis]!))) <
              (edges[i]! + other!) / 2 + 0.0011,
        )
        if (!isCrowded) expect(edge).toBe(edges[i])
      })
    }),
  )
})

test('two that cut into each other are both smaller by the same share, and no longer do', () => {
  const { fitted } = run([
    [0, 0, 0, 0.2],
    [0.15, 0.1, 0, 0.12],
  ])
  expect(fitted[0]! / fitted[1]!).toBeCloseTo(0.2 / 0.12, 5)
  expect((fitted[0]! + fitted[1]!) / 2).toBeCloseTo(0.149, 5)
})

test('a box that is made smaller for its nearest neighbor is not made smaller once more for another', () => {
  const { fitted } = run([
    [0, 0, 0, 0.2],
    [0.1, 0, 0, 0.2],
    [-0.16, 0, 0, 0.2],
  ])
  expect(fitted[0]).toBeCloseTo(0.099, 5)
  expect(fitted[2]).toBe(Math.fround(0.2))
})
