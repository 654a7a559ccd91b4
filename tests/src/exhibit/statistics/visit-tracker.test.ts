import fc from 'fast-check'
import * as v from 'valibot'
import { beforeEach, expect, test } from 'vitest'
import { VisitSchema } from '../../../../protocol/visit.ts'
import type { VisitScene } from '../../../../protocol/visit-scene.ts'
import type { OutboxEntry } from '../../../../src/exhibit/statistics/outbox.ts'
import type { VisitActivity } from '../../../../src/exhibit/statistics/visit-record.ts'
import { createVisitTracker } from '../../../../src/exhibit/statistics/visit-tracker.ts'

const A = 'a'.repeat(16)
const B = 'b'.repeat(16)
const nobody: VisitActivity = { scene: 'attract', language: 'en', headset: false, mode: 'ride', song: A }

let time: number
let kept: OutboxEntry[]
let receipts: number
let counter: ReturnType<typeof createVisitTracker>
const wait = (seconds: number) => {
  for (let second = 1; second <= seconds; second++) {
    time += 1000
    counter.tick()
  }
  time += (seconds % 1) * 1000
}
const visits = () => {
  const last = new Map(kept.map((entry) => [entry.visit.receipt, entry]))
  return [...last.values()]
}

beforeEach(() => {
  time = 0
  kept = []
  receipts = 0
  counter = createVisitTracker(
    'page',
    { epochMs: () => 1_800_000_030_000 + time, monotonicMs: () => time },
    () => String(++receipts).padStart(16, '0'),
    (entry) => kept.push(structuredClone(entry)),
  )
  counter.update(nobody, 0)
})

test('no visit is recorded while the exhibit is idle, paused or closed', () => {
  wait(20)
  counter.update({ ...nobody, scene: 'paused' }, 0)
  counter.recordTouch(3)
  wait(20)
  counter.update({ ...nobody, scene: 'closed' }, 0)
  wait(20)
  expect(kept).toEqual([])
})

test('a visit records songs, modes and touches, and its beginning to the minute', () => {
  counter.update({ ...nobody, scene: 'welcome' }, 1)
  expect(kept).toHaveLength(1)
  wait(2)
  counter.update({ ...nobody, scene: 'intro', language: 'ko' }, 1)
  wait(3)
  const free: VisitActivity = { ...nobody, scene: 'free', language: 'ko' }
  counter.update(free, 1)
  counter.recordTouch(4)
  wait(10)
  counter.recordTouch(7)
  counter.recordTouch(4)
  counter.update({ ...free, mode: 'roam', song: B }, 1)
  counter.recordTouch(1)
  wait(5.5)
  counter.update({ ...free, mode: 'roam', song: B, headset: true }, 1)
  wait(1)
  counter.update(nobody, 1)
  wait(5)
  expect(visits()).toHaveLength(1)
  const [{ visit, final }] = visits() as [OutboxEntry]
  expect(final).toBe(true)
  expect(visit).toEqual({
    receipt: '0000000000000001',
    began: 1_800_000_000_000,
    length: 21.5,
    language: 'ko',
    headset: true,
    modes: { ride: 15, walk: 0, roam: 6.5 },
    songs: [
      {
        key: A,
        seconds: 15,
        touched: [
          [4, 2],
          [7, 1],
        ],
      },
      { key: B, seconds: 6.5, touched: [[1, 1]] },
    ],
  })
  expect(v.parse(VisitSchema, visit)).toEqual(visit)
})

test('reminder, pause and sleep do not count, and the visit continues after them', () => {
  const free: VisitActivity = { ...nobody, scene: 'free' }
  counter.update(free, 1)
  wait(2)
  counter.update({ ...free, scene: 'reminder' }, 1)
  wait(10)
  counter.update({ ...free, scene: 'paused' }, 1)
  wait(10)
  counter.update(free, 1)
  wait(1)
  time += 3_600_000
  counter.update(nobody, 1)
  expect(visits()).toHaveLength(1)
  expect(visits()[0]?.visit.length).toBe(3 + 90)
})

test('another visit number is another visit, except within 50 ms', () => {
  counter.update({ ...nobody, scene: 'welcome' }, 0)
  counter.update({ ...nobody, scene: 'welcome' }, 1)
  wait(3)
  counter.update({ ...nobody, scene: 'welcome' }, 2)
  wait(3)
  counter.update({ ...nobody, scene: 'closed' }, 2)
  expect(visits().map(({ visit, final }) => [visit.length, final])).toEqual([
    [3, true],
    [3, true],
  ])
})

test('for any events, each visitor has one record, with growing revisions and lengths', () => {
  const scene = fc.constantFrom<VisitScene>(
    'attract',
    'welcome',
    'intro',
    'free',
    'reminder',
    'ending',
    'paused',
    'closed',
  )
  const step = fc.oneof(
    fc.record({ scene, song: fc.constantFrom(A, B, null), mode: fc.constantFrom('ride' as const, 'walk', 'roam') }),
    fc.record({ wait: fc.integer({ min: 1, max: 5 }) }),
    fc.record({ touch: fc.integer({ min: 0, max: 9 }) }),
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      kept = []
      let people = 0
      let inside = false
      let touches = 0
      let now = nobody
      counter.update(now, 0)
      for (const one of steps) {
        if ('wait' in one) wait(one.wait)
        else if ('touch' in one) {
          if (inside && now.song) touches++
          counter.recordTouch(one.touch)
        } else {
          now = { ...now, ...one }
          const visiting = !['attract', 'closed', 'paused'].includes(one.scene)
          if (visiting && !inside) people++
          inside = visiting || (inside && one.scene === 'paused')
          counter.update(now, 0)
        }
      }
      counter.update(nobody, 0)
      expect(visits()).toHaveLength(people)
      expect(visits().every(({ final }) => final)).toBe(true)
      const touched = visits().flatMap(({ visit }) =>
        visit.songs.flatMap((song) => song.touched.map(([, times]) => times)),
      )
      expect(touched.reduce((sum, times) => sum + times, 0)).toBe(touches)
      for (const { visit, revision } of kept) {
        expect(v.is(VisitSchema, visit)).toBe(true)
        const later = kept.filter((entry) => entry.visit.receipt === visit.receipt && entry.revision > revision)
        expect(later.every((entry) => entry.visit.length >= visit.length)).toBe(true)
      }
    }),
  )
})
