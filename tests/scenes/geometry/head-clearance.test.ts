import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { computeCloudRadius, computeCubeEdges, layCloud } from '../../../scenes/geometry/cloud.ts'
import { clearLanding, isHeadClear } from '../../../scenes/geometry/head-clearance.ts'
import { createPathCurve } from '../../../scenes/geometry/path.ts'
import type { OrientedBoxes } from '../../../scenes/geometry/raycast.ts'
import { shippedForms } from '../shipped-forms.ts'

const boxesOf = (center: Float32Array, edges: ArrayLike<number>): OrientedBoxes => ({
  count: edges.length,
  center,
  size: Float32Array.from(center, (_, k) => edges[Math.floor(k / 3)]!),
  yaw: null,
})
const oneBox = boxesOf(Float32Array.of(0, 1.6, 0), [0.2])

describe('isHeadClear', () => {
  test('keeps 35 cm from the sides of a box at head height', () => {
    expect(isHeadClear(oneBox, 0.44, 1.6, 0, 1)).toBe(false)
    expect(isHeadClear(oneBox, 0.46, 1.6, 0, 1)).toBe(true)
    expect(isHeadClear(oneBox, 0, 1.6, -0.44, 1)).toBe(false)
  })

  test('a head reaches below and above its eyes; a box at the breast does not matter', () => {
    expect(isHeadClear(oneBox, 0.3, 1.6 + 0.5, 0, 1)).toBe(false)
    expect(isHeadClear(oneBox, 0.3, 1.6 + 0.9, 0, 1)).toBe(true)
    expect(isHeadClear(oneBox, 0.3, 1.6 - 0.4, 0, 1)).toBe(false)
  })

  test('measures in meters of the room, however large the song is', () => {
    expect(isHeadClear(oneBox, 0.6, 1.6, 0, 2)).toBe(false)
    expect(isHeadClear(oneBox, 0.6, 1.6, 0, 0.5)).toBe(true)
  })
})

describe.each(shippedForms)('in the form of $name', ({ chunks, embedding }) => {
  const radius = computeCloudRadius(chunks.length)
  const curve = createPathCurve('spiral', chunks.at(-1)?.end ?? 1, radius, null)
  const { positions, edges } = layCloud(embedding, radius, computeCubeEdges(chunks), curve, true)
  const boxes = boxesOf(positions, edges)

  test('every landing is moved to a clear place no farther than 1.5 m, the nearest there is, or refused', () => {
    const share = fc.noBias(fc.integer({ min: -1000, max: 1000 }))
    let refused = 0
    fc.assert(
      fc.property(share, share, fc.integer({ min: 110, max: 190 }), (east, south, height) => {
        const eyes = height / 100
        const [x, z] = [curve.heartX + (east / 1000) * radius, curve.heartZ + (south / 1000) * radius]
        const landing = { x, z }
        if (!clearLanding(boxes, landing, eyes, 1)) {
          refused++
          expect(landing).toEqual({ x, z })
          return
        }
        const moved = Math.hypot(landing.x - x, landing.z - z)
        expect(moved).toBeLessThan(1.5001)
        for (let i = 0; i < boxes.count; i++) {
          const [bx, by, bz] = boxes.center.subarray(i * 3, i * 3 + 3) as unknown as [number, number, number]
          const half = edges[i]! / 2
          const isAtHead = Math.abs(by - eyes) < half
          const away = Math.hypot(
            Math.max(0, Math.abs(bx - landing.x) - half),
            Math.max(0, Math.abs(bz - landing.z) - half),
          )
          if (isAtHead) expect(away).toBeGreaterThan(0.3499)
        }
        // Nowhere nearer by more than a ring.
        for (let k = 0; k < 64 && moved > 0.11; k++) {
          const near = moved - 0.1001
          expect(
            isHeadClear(boxes, x + Math.sin((k * Math.PI) / 8) * near, eyes, z + Math.cos((k * Math.PI) / 8) * near, 1),
          ).toBe(false)
        }
      }),
      { numRuns: 300, seed: 3 },
    )
    expect(refused / 300).toBeLessThan(0.02)
  })
})
