import { expect, test } from 'vitest'
import type { ResponseTable } from '../../../../audio/playback/response-table.ts'
import { createFieldFilters } from '../../../../audio/playback/room/field-filters.ts'
import { noise } from '../../../wav.ts'

const COUNT = 24
const TAPS = 32
const directions = Float32Array.from({ length: COUNT }, (_, i) => i).reduce(
  (all, i) => {
    const y = 1 - (2 * i + 1) / COUNT
    const level = Math.sqrt(1 - y * y)
    all.set([level * Math.sin(2.4 * i), y, level * Math.cos(2.4 * i)], 3 * i)
    return all
  },
  new Float32Array(3 * COUNT),
)
const mirrored = directions.map((value, i) => (i % 3 === 0 ? -value : value))
const createEar = (seed: number) => ({
  delays: noise(COUNT, seed).map((x) => 5 * (x + 1)),
  responses: noise(COUNT * TAPS, seed + 1),
})
const join = (a: Float32Array, b: Float32Array) => Float32Array.of(...a, ...b)
const createHead = (left: ReturnType<typeof createEar>, right: ReturnType<typeof createEar>, at = directions) =>
  ({
    sampleRate: 44_100,
    directions: at,
    delays: join(left.delays, right.delays),
    responses: join(left.responses, right.responses),
  }) satisfies ResponseTable

test('a room answers both ears of a crooked head alike: that of its mirror image has the same filters', () => {
  const [left, right] = [createEar(1), createEar(7)]
  const filters = createFieldFilters(createHead(left, right))
  const ofMirror = createFieldFilters(createHead(right, left, mirrored))
  const alone = createFieldFilters({ sampleRate: 44_100, directions, ...left })
  const compare = (other: Float32Array) =>
    filters.reduce((most, tap, i) => Math.max(most, Math.abs(tap - (other[i] as number))), 0)
  expect(compare(ofMirror)).toBeLessThan(1e-6)
  expect(compare(alone)).toBeGreaterThan(1e-3)
})
