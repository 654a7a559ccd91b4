import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createClosings } from '../../server/closings.ts'
import { openVisitsStore } from '../../server/visits/visits-store.ts'
import { createClockMonitor } from '../../server/watch-clock.ts'
import { createTestFolder, createVisit } from './open-server.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

test('a clock that is set is told by how much, once for each time; small corrections are not', () => {
  const step = fc.record({
    passMs: fc.integer({ min: 1, max: DAY_MS }),
    byMs: fc.oneof(
      fc.constant(0),
      fc.integer({ min: -20_000, max: 20_000 }),
      fc.integer({ min: -DAY_MS, max: 30 * DAY_MS }),
    ),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      let elapsed = 0
      let set = 0
      let told = 0
      const check = createClockMonitor((byMs) => (told += byMs), {
        now: () => 5000 + elapsed + set,
        elapsed: () => elapsed,
      })
      for (const { passMs, byMs } of steps) {
        elapsed += passMs
        set += byMs
        check()
        expect(Math.abs(set - told)).toBeLessThan(MINUTE_MS)
      }
    }),
  )
})

/** An index with hours, and a store in memory. */
function createTestClosings(now: () => number) {
  const entries = new Map<string, string>()
  const store = {
    get: async (keys: readonly string[]) => keys.map((key) => entries.get(key)),
    write: async (changes: readonly (readonly [string, string | null])[]) => {
      for (const [key, value] of changes) value === null ? entries.delete(key) : entries.set(key, value)
    },
  }
  const hours = { open: '10:00', close: '18:00', closed: [], days: {}, dates: [] }
  const readIndex = async () => ({ hours, timeZone: 'UTC' }) as never
  const open = () => createClosings(store as never, readIndex, now)
  return { open, entries }
}

test('an end of day that was set before the clock was lasts until the next opening', async () => {
  let now = 15 * HOUR_MS
  const { open } = createTestClosings(() => now)
  const closings = open()
  await closings.set('hall', true)
  // 1970, 15:20; then the network tells that it is 17:20 of a day in 2026.
  now += 20 * MINUTE_MS
  const byMs = Date.UTC(2026, 10, 30, 17, 20) - now
  now += byMs
  await closings.correctClock(byMs)
  expect(await closings.isClosed('hall')).toBe(true)
  now = Date.UTC(2026, 11, 1, 9, 59)
  expect(await closings.isClosed('hall')).toBe(true)
  now = Date.UTC(2026, 11, 1, 10)
  expect(await closings.isClosed('hall')).toBe(false)
})

test('an end of day outlives a day’s jump forth and back; one of before the start keeps its time', async () => {
  let now = Date.UTC(2026, 10, 30, 17)
  const { open } = createTestClosings(() => now)
  let closings = open()
  await closings.set('hall', true)
  for (const byMs of [DAY_MS, -DAY_MS]) {
    now += byMs
    await closings.correctClock(byMs)
    expect(await closings.isClosed('hall')).toBe(true)
  }
  // The PC starts without a clock in the morning, and gets its time.
  closings = open()
  now = 2 * MINUTE_MS
  expect(await closings.isClosed('hall')).toBe(true)
  const byMs = Date.UTC(2026, 11, 1, 10, 5) - now
  now += byMs
  await closings.correctClock(byMs)
  expect(await closings.isClosed('hall')).toBe(false)
})

test('visits of a morning without a clock get their hours when it is set, and count once', async () => {
  let now = 10 * MINUTE_MS
  const store = await openVisitsStore(await createTestFolder(), { now: () => now })
  const readHours = () => [...store.totals().hours].filter(([, { visits }]) => visits > 0).map(([hour]) => hour)
  await store.put([createVisit(1, { began: 5 * MINUTE_MS, length: 20 }), createVisit(2, { began: 8 * MINUTE_MS })])
  expect(readHours()).toEqual(['1970-01-01T00:00'])
  const byMs = Date.UTC(2027, 2, 1, 9, 40) - now
  now += byMs
  await store.correctClock(byMs)
  expect(readHours()).toEqual(['2027-03-01T09:00'])
  // The same visit, longer; and one of the right time.
  await store.put([createVisit(1, { began: 5 * MINUTE_MS, length: 60 }), createVisit(3, { began: now })])
  expect([store.totals().all.visits, readHours()]).toEqual([3, ['2027-03-01T09:00']])
  await store.correctClock(-DAY_MS)
  expect(readHours()).toEqual(['2027-03-01T09:00'])
  await store.checkAndCopy('2027-03-01')
  expect(store.notes()).toEqual([])
  await store.close()
})
