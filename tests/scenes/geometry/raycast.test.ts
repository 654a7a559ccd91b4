import fc from 'fast-check'
import { Box3, Ray, Vector3 } from 'three'
import { describe, expect, test } from 'vitest'
import { type BoxHit, type OrientedBoxes, raycastBoxes, spherecastBoxes } from '../../../scenes/geometry/raycast.ts'

const UP = new Vector3(0, 1, 0)
const coordinate = fc.double({ min: -4, max: 4, noNaN: true })
const edge = fc.double({ min: 0.05, max: 2, noNaN: true })
const point = fc.tuple(coordinate, coordinate, coordinate)
const boxes = fc
  .array(
    fc.record({ center: point, size: fc.tuple(edge, edge, edge), yaw: fc.double({ min: -4, max: 4, noNaN: true }) }),
    {
      minLength: 1,
      maxLength: 30,
    },
  )
  .map(
    (list): OrientedBoxes => ({
      count: list.length,
      center: Float32Array.from(list.flatMap(({ center }) => center)),
      size: Float32Array.from(list.flatMap(({ size }) => size)),
      yaw: Float32Array.from(list, ({ yaw }) => yaw),
    }),
  )
const direction = fc.oneof(
  point.filter((v) => Math.hypot(...v) > 0.1),
  // Exactly along an axis: the slabs divide by zero.
  fc.constantFrom<[number, number, number]>([0, -1, 0], [1, 0, 0], [0, 0, -1]),
)

/** Box, points and directions in the box's own frame, computed by three.js. */
function inFrame({ center, size, yaw }: OrientedBoxes, i: number, margin: number) {
  const turn = -(yaw?.[i] ?? 0)
  const middle = new Vector3().fromArray(center, i * 3)
  const half = new Vector3()
    .fromArray(size, i * 3)
    .multiplyScalar(0.5)
    .addScalar(margin)
  return {
    box: new Box3(half.clone().negate(), half),
    point: (p: Vector3) => p.clone().sub(middle).applyAxisAngle(UP, turn),
    direction: (d: Vector3) => d.clone().applyAxisAngle(UP, turn),
  }
}

/** Each box that three.js hits: entry distance, depth of its center along the ray, and relative miss of the center. */
function findHitsByThree(all: OrientedBoxes, origin: Vector3, along: Vector3, margin: number, maxDistance: number) {
  return Array.from({ length: all.count }, (_, index) => {
    const frame = inFrame(all, index, margin)
    const ray = new Ray(frame.point(origin), frame.direction(along))
    const entry = ray.intersectBox(frame.box, new Vector3())
    const inside = frame.box.containsPoint(ray.origin)
    const distance = inside ? 0 : (entry?.distanceTo(ray.origin) ?? maxDistance)
    const corner = new Vector3().fromArray(all.size, index * 3).length() / 2
    const middle = new Vector3().fromArray(all.center, index * 3).sub(origin)
    const depth = middle.dot(along)
    return { index, distance, depth, miss: middle.addScaledVector(along, -depth).length() / corner }
  })
    .filter(({ distance }) => distance < maxDistance)
    .sort((a, b) => a.distance - b.distance)
}

describe('raycastBoxes', () => {
  test('hits the surface that three.js hits first, and among overlapping boxes the one aimed at most centrally', () => {
    let hitCount = 0
    fc.assert(
      fc.property(
        boxes,
        point,
        direction,
        fc.constantFrom(0, 0.01),
        fc.constantFrom(2, 50),
        (all, from, to, margin, far) => {
          const origin = new Vector3(...from)
          const along = new Vector3(...to).normalize()
          const hits = findHitsByThree(all, origin, along, margin, far)
          const hit: BoxHit = { index: -1, distance: far }
          const found = raycastBoxes(all, ...origin.toArray(), ...along.toArray(), margin, hit)
          const [first] = hits
          expect(found).toBe(first !== undefined)
          if (!first) return
          expect(hit.distance).toBeCloseTo(first.distance, 5)
          const chosen = hits.find(({ index }) => index === hit.index)
          // From inside two boxes at once either is first.
          const firsts = hits.filter(({ distance }) => distance - first.distance < 1e-6)
          const expectedMisses = firsts.map(({ depth }) =>
            Math.min(
              ...hits.filter(({ distance }) => distance <= Math.max(0, depth) + 1e-6).map(({ miss }) => miss),
              first.miss,
            ),
          )
          expect(Math.min(...expectedMisses.map((miss) => Math.abs(miss - (chosen?.miss ?? 99))))).toBeLessThan(1e-3)
          if (found) hitCount++
        },
      ),
      { numRuns: 1000, seed: 7 },
    )
    expect(hitCount).toBeGreaterThan(200)
  })

  test('prefers a small box inside a large one where the ray passes its center', () => {
    const all: OrientedBoxes = {
      count: 3,
      center: new Float32Array([0, 0, -3, 0.2, 0, -3, 0.2, 0, -9]),
      size: new Float32Array([1, 1, 1, 0.1, 0.1, 0.1, 1, 1, 1]),
      yaw: null,
    }
    const at = (x: number) => {
      const hit: BoxHit = { index: -1, distance: 50 }
      raycastBoxes(all, x, 0, 0, 0, 0, -1, 0, hit)
      return hit
    }
    expect(at(0.2)).toEqual({ index: 1, distance: 2.5 })
    expect(at(0)).toEqual({ index: 0, distance: 2.5 })
    expect(at(0.4)).toEqual({ index: 0, distance: 2.5 })
  })

  test('leaves a nearer hit unchanged', () => {
    const all: OrientedBoxes = {
      count: 1,
      center: new Float32Array([0, 0, -3]),
      size: new Float32Array([1, 1, 1]),
      yaw: null,
    }
    const hit: BoxHit = { index: 9, distance: 1 }
    expect(raycastBoxes(all, 0, 0, 0, 0, 0, -1, 0, hit)).toBe(false)
    expect(hit).toEqual({ index: 9, distance: 1 })
    hit.distance = 10
    expect(raycastBoxes(all, 0, 0, 0, 0, 0, -1, 0, hit)).toBe(true)
    expect(hit).toEqual({ index: 0, distance: 2.5 })
  })

  test('ignores boxes behind the origin', () => {
    const all: OrientedBoxes = {
      count: 1,
      center: new Float32Array([0, 0, 3]),
      size: new Float32Array([1, 1, 1]),
      yaw: null,
    }
    expect(raycastBoxes(all, 0, 0, 0, 0, 0, -1, 0, { index: -1, distance: 10 })).toBe(false)
  })
})

describe('spherecastBoxes', () => {
  test('finds the nearest box, as three.js does', () => {
    fc.assert(
      fc.property(boxes, point, fc.constantFrom(0.12, 1, 3), (all, from, radius) => {
        const center = new Vector3(...from)
        const distances = Array.from({ length: all.count }, (_, i) => {
          const frame = inFrame(all, i, 0)
          return frame.box.distanceToPoint(frame.point(center))
        })
        const nearest = Math.min(...distances)
        const hit: BoxHit = { index: -1, distance: radius }
        const found = spherecastBoxes(all, ...center.toArray(), radius, hit)
        expect(found).toBe(nearest < radius)
        if (!found) return
        expect(hit.distance).toBeCloseTo(nearest, 5)
        expect(distances[hit.index]).toBeCloseTo(nearest, 5)
      }),
      { numRuns: 500, seed: 7 },
    )
  })
})
