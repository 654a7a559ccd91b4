import { describe, expect, test } from 'vitest'
import { computeCloudRadius, computeCubeEdges, layCloud, placeCloud } from '../../../scenes/geometry/cloud.ts'
import { createPathCurve } from '../../../scenes/geometry/path.ts'
import { squareOf } from '../locomotion/simulated-walker.ts'
import { type ShippedForm, shippedForms } from '../shipped-forms.ts'

const NEIGHBORS = 10
const STEP_M = 0.7
const SEATED_HEAD_M = 1.2

const layForm = (
  { chunks, embedding }: ShippedForm,
  reaches: boolean,
  layout: 'spiral' | 'line' = 'spiral',
  floorWidth?: number,
) => {
  const radius = computeCloudRadius(chunks.length)
  const floor =
    floorWidth === undefined ? null : { corners: squareOf(floorWidth), x: 0.3, z: -0.2, heading: 0, start: 0 }
  const curve = createPathCurve(layout, chunks.at(-1)?.end ?? 1, radius, floor)
  const edges = computeCubeEdges(chunks)
  const placed = placeCloud(embedding, radius, new Float32Array(embedding.length), curve)
  return { curve, edges, placed, positions: layCloud(embedding, radius, edges, curve, reaches) }
}

const measureDistance = (positions: Float32Array, i: number, x: number, y: number, z: number) =>
  Math.hypot(positions[i * 3]! - x, positions[i * 3 + 1]! - y, positions[i * 3 + 2]! - z)

function listNeighbors(positions: Float32Array, i: number): number[] {
  const at = positions.subarray(i * 3, i * 3 + 3) as unknown as [number, number, number]
  return Array.from({ length: positions.length / 3 }, (_, k) => k)
    .filter((k) => k !== i)
    .map((k) => [k, measureDistance(positions, k, ...at)] as const)
    .sort((a, b) => a[1] - b[1])
    .slice(0, NEIGHBORS)
    .map(([k]) => k)
}

function countTouching(positions: Float32Array, edges: Float32Array): number {
  const touching = new Set<number>()
  for (let i = 0; i < edges.length; i++)
    for (let k = 0; k < i; k++) {
      const apart = Math.max(...[0, 1, 2].map((axis) => Math.abs(positions[i * 3 + axis]! - positions[k * 3 + axis]!)))
      if (apart < (edges[i]! + edges[k]!) / 2) touching.add(i).add(k)
    }
  return touching.size
}

describe.each(shippedForms)('the form of $name', (form) => {
  const count = form.chunks.length

  test('hangs where hands are: at least a third between 0.8 and 1.9 m', () => {
    for (const reaches of [false, true]) {
      const { positions } = layForm(form, reaches)
      const heights = Array.from({ length: count }, (_, i) => positions[i * 3 + 1]!)
      expect(heights.filter((y) => y >= 0.8 && y <= 1.9).length / count).toBeGreaterThan(1 / 3)
    }
  })

  test.each([
    ['spiral', undefined],
    ['line', undefined],
    ['spiral', 2],
    ['spiral', 1.5],
  ] as const)('comes to meet a visitor in a headset, and keeps clear of the head (%s, floor %s)', (layout, floor) => {
    const { curve, edges, positions } = layForm(form, true, layout, floor)
    const heading = Math.atan2(curve.x - curve.heartX, curve.z - curve.heartZ)
    const hand = [curve.x - Math.sin(heading) * STEP_M, 1.2, curve.z - Math.cos(heading) * STEP_M] as const
    let inReach = 0
    for (let i = 0; i < count; i++) {
      if (measureDistance(positions, i, ...hand) < 0.75) inReach++
      const fromHead = measureDistance(positions, i, curve.x, 1.6, curve.z)
      expect(fromHead - (edges[i]! * Math.sqrt(3)) / 2).toBeGreaterThan(0.5)
    }
    expect(inReach).toBeGreaterThanOrEqual(10)
  })

  test('comes to meet a visitor who sits, and keeps clear of that head, too', () => {
    const { curve, edges, positions } = layForm(form, true)
    let inReach = 0
    for (let i = 0; i < count; i++) {
      // After one step of the stick.
      if (measureDistance(positions, i, curve.x, SEATED_HEAD_M - 0.4, curve.z - STEP_M) < 0.75) inReach++
      const fromHead = measureDistance(positions, i, curve.x, SEATED_HEAD_M, curve.z)
      expect(fromHead - (edges[i]! * Math.sqrt(3)) / 2).toBeGreaterThan(0.5)
    }
    expect(inReach).toBeGreaterThanOrEqual(10)
  })

  test('has no box inside another, and each box keeps its ten nearest but for 2 %', () => {
    const { edges, placed, positions } = layForm(form, false)
    expect(countTouching(positions, edges)).toBe(0)
    expect(countTouching(layForm(form, true).positions, edges)).toBe(0)
    let lost = 0
    for (let i = 0; i < count; i++) {
      const after = new Set(listNeighbors(positions, i))
      for (const neighbor of listNeighbors(placed, i)) if (!after.has(neighbor)) lost++
    }
    expect(lost / (count * NEIGHBORS)).toBeLessThan(0.02)
  })
})
