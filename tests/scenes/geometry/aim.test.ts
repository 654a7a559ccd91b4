import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Aim, aimAtBoxes } from '../../../scenes/geometry/aim.ts'
import { computeCloudRadius, computeCubeEdges, layCloud } from '../../../scenes/geometry/cloud.ts'
import { createPathCurve } from '../../../scenes/geometry/path.ts'
import { type OrientedBoxes, raycastBoxes } from '../../../scenes/geometry/raycast.ts'
import { shippedForms } from '../shipped-forms.ts'

type Point = readonly [number, number, number]
const CONE = 0.0105

const boxesOf = (...boxes: readonly (readonly [x: number, y: number, z: number, edge: number])[]): OrientedBoxes => ({
  count: boxes.length,
  center: Float32Array.from(boxes.flatMap((box) => box.slice(0, 3))),
  size: Float32Array.from(boxes.flatMap(([, , , edge]) => [edge, edge, edge])),
  yaw: null,
})
function directTo(from: Point, to: Point): Point {
  const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]]
  const length = Math.hypot(x, y, z)
  return [x / length, y / length, z / length]
}
const aimAt = (boxes: OrientedBoxes, to: Point, before = -1, from: Point = [0, 0, 0]): number => {
  const aim: Aim = { index: before, distance: 0 }
  aimAtBoxes(boxes, ...from, ...directTo(from, to), CONE, aim)
  return aim.index
}

describe('aimAtBoxes', () => {
  test('a box in front steps aside when it is grazed, and holds the ray in its core', () => {
    const boxes = boxesOf([0.04, 0, -1, 0.1], [0, 0, -2, 0.1])
    expect(aimAt(boxes, [0, 0, -2])).toBe(1)
    expect(aimAt(boxes, [0.04, 0, -1])).toBe(0)
    expect(aimAt(boxesOf([0.005, 0, -1, 0.1], [0, 0, -2, 0.1]), [0, 0, -2])).toBe(0)
  })

  test('a small box far away is hit within the cone, and not outside', () => {
    const boxes = boxesOf([0, 0, -5, 0.05])
    expect(aimAt(boxes, [0.045, 0, -5])).toBe(0)
    expect(aimAt(boxes, [0.06, 0, -5])).toBe(-1)
    expect(aimAt(boxes, [0, 0, 5])).toBe(-1)
  })

  test('what was meant stays until another is clearly nearer', () => {
    const boxes = boxesOf([-0.05, 0, -1, 0.1], [0.05, 0, -1, 0.1])
    expect(aimAt(boxes, [0.005, 0, -1])).toBe(1)
    expect(aimAt(boxes, [0.005, 0, -1], 0)).toBe(0)
    expect(aimAt(boxes, [0.03, 0, -1], 0)).toBe(1)
    expect(aimAt(boxesOf([0, 0, -1, 0.1]), [0.06, 0, -1], 0)).toBe(0)
    expect(aimAt(boxesOf([0, 0, -1, 0.1]), [0.09, 0, -1], 0)).toBe(-1)
  })

  test('a hand that trembles between two boxes keeps meaning one', () => {
    const boxes = boxesOf([-0.04, 0, -1, 0.1], [0.04, 0, -1, 0.1])
    const tremor = fc.double({ min: -0.006, max: 0.006, noNaN: true })
    fc.assert(
      fc.property(fc.array(tremor, { minLength: 2, maxLength: 40 }), (places) => {
        const first = aimAt(boxes, [places[0]!, 0, -1])
        let meant = first
        for (const x of places) {
          meant = aimAt(boxes, [x, 0, -1], meant)
          expect(meant).toBe(first)
        }
      }),
    )
  })
})

/** Of 25 points around the middle of a box, how many an eye sees. */
function countSeen(boxes: OrientedBoxes, i: number, eye: Point): number {
  const [x, y, z] = boxes.center.subarray(i * 3, i * 3 + 3) as unknown as [number, number, number]
  const [dx, , dz] = directTo(eye, [x, y, z])
  const level = Math.hypot(dx, dz)
  const step = boxes.size[i * 3]! / 5
  let seen = 0
  for (let right = -2; right <= 2; right++)
    for (let up = -2; up <= 2; up++) {
      const to = [x + ((dz * right) / level) * step, y + up * step, z - ((dx * right) / level) * step] as const
      const hit = { index: -1, distance: Number.POSITIVE_INFINITY }
      raycastBoxes(boxes, ...eye, ...directTo(eye, to), 0, hit)
      if (hit.index === i) seen++
    }
  return seen
}

test.each(shippedForms)(
  'of $name, a hand at 1.2 m hits at least 95 % of what the eye sees, at the first aim',
  (form) => {
    const { chunks, embedding } = form
    const radius = computeCloudRadius(chunks.length)
    const curve = createPathCurve('spiral', chunks.at(-1)?.end ?? 1, radius, null)
    const { positions: center, edges } = layCloud(embedding, radius, computeCubeEdges(chunks), curve, true)
    const size = Float32Array.from({ length: center.length }, (_, j) => edges[Math.floor(j / 3)]!)
    const boxes: OrientedBoxes = { count: chunks.length, center, size, yaw: null }
    // The form hangs along -z of the path's beginning.
    const eye: Point = [curve.x, 1.6, curve.z]
    const hand: Point = [curve.x + 0.2, 1.2, curve.z - 0.3]
    let seen = 0
    let hit = 0
    for (let i = 0; i < chunks.length; i++) {
      if (countSeen(boxes, i, eye) < 5) continue
      seen++
      if (aimAt(boxes, center.subarray(i * 3, i * 3 + 3) as unknown as Point, -1, hand) === i) hit++
    }
    expect(hit / seen).toBeGreaterThan(0.95)
  },
)
