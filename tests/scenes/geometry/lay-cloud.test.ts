import { describe, expect, test } from 'vitest'
import { computeCloudRadius, computeCubeEdges, layCloud, placeCloud } from '../../../scenes/geometry/cloud.ts'
import { layRoute } from '../../../scenes/geometry/lay-route.ts'
import { createPathCurve } from '../../../scenes/geometry/path.ts'
import { reachOut } from '../../../scenes/geometry/reach-out.ts'
import { noise } from '../../wav.ts'
import { squareOf } from '../locomotion/simulated-walker.ts'
import { chunksOf } from '../sample-chunks.ts'
import { type ShippedForm, shippedForms } from '../shipped-forms.ts'

/** Ranks of neighbors that are compared: of the nearest to the twelfth. */
const NEIGHBORS = 12
const STEP_M = 0.7
const SEATED_HEAD_M = 1.2

const layForm = (
  { chunks, embedding }: Pick<ShippedForm, 'chunks' | 'embedding'>,
  reaches: boolean,
  layout: 'spiral' | 'line' = 'spiral',
  floorWidth?: number,
) => {
  const radius = computeCloudRadius(chunks.length)
  const floor =
    floorWidth === undefined ? null : { corners: squareOf(floorWidth), x: 0.3, z: -0.2, heading: 0, start: 0 }
  const curve = createPathCurve(layout, chunks.at(-1)?.end ?? 1, radius, floor && layRoute(floor))
  const full = computeCubeEdges(chunks)
  const placed = placeCloud(embedding, radius, new Float32Array(embedding.length), curve)
  if (reaches) reachOut(placed, full, curve)
  return { curve, full, placed, ...layCloud(embedding, radius, full, curve, reaches) }
}

const measureDistance = (positions: Float32Array, i: number, x: number, y: number, z: number) =>
  Math.hypot(positions[i * 3]! - x, positions[i * 3 + 1]! - y, positions[i * 3 + 2]! - z)

/** The nearest boxes, the nearest first. */
function listNeighbors(positions: Float32Array, i: number): number[] {
  const at = positions.subarray(i * 3, i * 3 + 3) as unknown as [number, number, number]
  const distances = Float64Array.from({ length: positions.length / 3 }, (_, k) => measureDistance(positions, k, ...at))
  const limit = distances.toSorted()[NEIGHBORS] ?? Number.POSITIVE_INFINITY
  return Array.from(distances.keys())
    .filter((k) => k !== i && distances[k]! <= limit)
    .sort((a, b) => distances[a]! - distances[b]!)
    .slice(0, NEIGHBORS)
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

/** No box touches another, and at most 2 % of all neighbors have another rank than before boxes were given room. */
function expectRoomAndRanks({ edges, placed, positions }: ReturnType<typeof layForm>): void {
  expect(countTouching(positions, edges)).toBe(0)
  let changed = 0
  for (let i = 0; i < edges.length; i++) {
    const after = listNeighbors(positions, i)
    changed += listNeighbors(placed, i).filter((neighbor, rank) => neighbor !== after[rank]).length
  }
  expect(changed / (edges.length * NEIGHBORS)).toBeLessThan(0.02)
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

  test('has no box inside another, and of each box the ranks of its neighbors but for 2 %', () => {
    for (const layout of ['spiral', 'line'] as const)
      for (const reaches of [false, true]) expectRoomAndRanks(layForm(form, reaches, layout))
  })

  test('shows durations by volume: most boxes have their whole size, none less than two fifths of its edge', () => {
    const { edges, full } = layForm(form, false)
    const shares = edges.map((edge, i) => edge / full[i]!)
    expect(shares.filter((share) => share > 0.999).length / count).toBeGreaterThan(0.6)
    expect(Math.min(...shares)).toBeGreaterThan(0.3999)
    expect(Math.max(...shares)).toBeLessThanOrEqual(1)
  })
})

test.each([100, 437, 1500, 3000])(
  'the form of a song of %d chunks in groups has room and keeps its ranks, too',
  (count) => {
    const numbers = noise(count * 3, count)
    // Each group of some twenty boxes has its own middle and width.
    const embedding = Float32Array.from(numbers, (value, j) => {
      const group = Math.floor(j / 60) * 3 + (j % 3)
      return 1.6 * (numbers[group] ?? 0) + (0.35 + 0.3 * Math.abs(numbers[group] ?? 0)) * value
    })
    const chunks = chunksOf(Array.from({ length: count }, (_, i) => 0.08 + 0.5 * Math.abs(numbers[i] ?? 0)))
    for (const reaches of [false, true]) {
      const laid = layForm({ chunks, embedding }, reaches)
      expectRoomAndRanks(laid)
      const heights = Array.from({ length: count }, (_, i) => laid.positions[i * 3 + 1]!)
      expect(heights.filter((y) => y >= 0.8 && y <= 1.9).length / count).toBeGreaterThan(1 / 3)
    }
  },
)
