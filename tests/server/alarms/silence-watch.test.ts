import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSilenceWatch } from '../../../server/alarms/silence-watch.ts'

const MINUTE = 60_000
const LIMIT = 10 * MINUTE

/** Checks every ten seconds, from one minute to another. */
function run(
  watch: ReturnType<typeof createSilenceWatch>,
  from: number,
  to: number,
  state: { isOpen?: boolean; heardAt?: (minute: number) => number | null; isOff?: boolean } = {},
) {
  const { isOpen = true, heardAt = () => null, isOff = false } = state
  const found: string[] = []
  for (let now = from * MINUTE; now < to * MINUTE; now += 10_000) {
    const last = heardAt(now / MINUTE)
    const sign = { name: 'hall', heardAt: last === null ? null : last * MINUTE, isOff }
    for (const { event } of watch.check(now, isOpen, [sign])) found.push(`${event} ${now / MINUTE}`)
  }
  return found
}
const always = (minute: number) => minute
const until = (last: number) => (minute: number) => Math.min(minute, last)

test('a silence is told once, and so is its end', () => {
  const watch = createSilenceWatch(LIMIT, 0)
  expect(run(watch, 0, 100, { heardAt: until(20) })).toEqual(['silent 30'])
  expect(run(watch, 100, 200, { heardAt: always })).toEqual(['back 100'])
  expect(run(watch, 200, 300, { heardAt: until(200) })).toEqual(['silent 210'])
})

test('a device that is never heard of after the start is missed, one that speaks is not', () => {
  expect(run(createSilenceWatch(LIMIT, 0), 0, 60)).toEqual(['silent 10'])
  expect(run(createSilenceWatch(LIMIT, 0), 0, 600, { heardAt: always })).toEqual([])
})

test('silence counts within the hours alone, from the opening on', () => {
  const watch = createSilenceWatch(LIMIT, 0)
  expect(run(watch, 0, 600, { isOpen: false, heardAt: until(5) })).toEqual([])
  expect(run(watch, 600, 609, { heardAt: until(5) })).toEqual([])
  expect(run(watch, 609, 700, { heardAt: until(5) })).toEqual(['silent 610'])
  // Somebody switches it on after closing.
  expect(run(watch, 700, 800, { isOpen: false, heardAt: always })).toEqual(['back 700'])
})

test('a device whose day the staff has ended is not missed', () => {
  const watch = createSilenceWatch(LIMIT, 0)
  expect(run(watch, 0, 600, { isOff: true, heardAt: until(5) })).toEqual([])
})

test('what was told before a restart is not told again', () => {
  const watch = createSilenceWatch(LIMIT, 0, ['hall'])
  expect(run(watch, 0, 100)).toEqual([])
  expect(run(watch, 100, 110, { heardAt: always })).toEqual(['back 100'])
})

test('a computer that slept blames nobody', () => {
  const watch = createSilenceWatch(LIMIT, 0)
  expect(run(watch, 0, 10, { heardAt: always })).toEqual([])
  expect(run(watch, 500, 509, { heardAt: until(10) })).toEqual([])
  expect(run(watch, 509, 520, { heardAt: always })).toEqual([])
})

test('for any signs and hours: silences and returns alternate, and none is told of a device that spoke in time', () => {
  const step = fc.record({
    isOpen: fc.boolean(),
    speaks: fc.boolean(),
    isOff: fc.boolean(),
    minutes: fc.integer({ min: 1, max: 40 }),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const watch = createSilenceWatch(LIMIT, 0)
      let minute = 0
      let last = 0
      const told: string[] = []
      for (const { isOpen, speaks, isOff, minutes } of steps) {
        const begin = minute
        minute += minutes
        const heardAt = speaks ? always : until(last)
        const found = run(watch, begin, minute, { isOpen, isOff, heardAt })
        if (speaks) last = minute - 1 / 6
        for (const text of found) {
          const [event = '', at] = text.split(' ')
          if (event === 'silent') {
            expect([isOpen, isOff, speaks]).toEqual([true, false, false])
            expect(Number(at) - last).toBeGreaterThanOrEqual(10 - 1e-9)
          }
          told.push(event)
        }
      }
      expect(told).toEqual(told.map((_, i) => (i % 2 === 0 ? 'silent' : 'back')))
    }),
  )
})
