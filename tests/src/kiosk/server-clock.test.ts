import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createServerClock } from '../../../src/kiosk/server-clock.ts'

/** A server that is `offset` ahead answers a question that took `there` to arrive and `back` to return. */
const ask = (clock: ReturnType<typeof createServerClock>, sent: number, offset: number, there: number, back: number) =>
  clock.addSample(sent, sent + there + offset, sent + there + back)

describe('the server’s clock', () => {
  test('before any answer it is this device’s own, and says so', () => {
    const clock = createServerClock()
    expect(clock.isSynchronized).toBe(false)
    expect(clock.toServerTime(1234)).toBe(1234)
  })

  test('equal ways there and back give it exactly', () => {
    const clock = createServerClock()
    ask(clock, 1000, 5_000_000, 4, 4)
    expect(clock.isSynchronized).toBe(true)
    expect(clock.toServerTime(1010)).toBe(5_001_010)
  })

  test('the quickest answer is believed', () => {
    const clock = createServerClock()
    ask(clock, 0, 100, 1, 90)
    ask(clock, 100, 100, 2, 2)
    ask(clock, 200, 100, 80, 3)
    expect(clock.toServerTime(300)).toBeCloseTo(400, 9)
  })

  test('it is never wrong by more than half of the quickest round trip', () => {
    const way = fc.double({ min: 0, max: 400, noNaN: true })
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.array(fc.tuple(way, way), { minLength: 1, maxLength: 5 }),
        (offset, trips) => {
          const clock = createServerClock()
          trips.forEach(([there, back], k) => {
            ask(clock, k * 80, offset, there, back)
          })
          const best = Math.min(...trips.map(([there, back]) => there + back))
          // A second later at most, the last small step has been taken.
          clock.toServerTime(1000)
          expect(Math.abs(clock.toServerTime(30_000) - 30_000 - offset)).toBeLessThanOrEqual(best / 2 + 1e-5)
        },
      ),
    )
  })

  test('drift is followed smoothly: never back, and by no more than a fiftieth faster or slower', () => {
    const clock = createServerClock()
    const rate = 1 + 200e-6
    let before = Number.NEGATIVE_INFINITY
    for (let now = 0; now < 600_000; now += 50) {
      if (now % 10_000 === 0) clock.addSample(now, (now + 3) * rate + 7000, now + 6)
      const shown = clock.toServerTime(now + 6)
      if (now > 0) {
        expect(shown - before).toBeGreaterThanOrEqual(50 * 0.98 - 1e-6)
        expect(shown - before).toBeLessThanOrEqual(50 * 1.02 + 1e-6)
      }
      before = shown
      // Known answers are up to 35 s old: 200 ppm of that.
      expect(Math.abs(shown - ((now + 6) * rate + 7000))).toBeLessThan(10)
    }
  })

  test('a clock that was set is followed at once', () => {
    const clock = createServerClock()
    for (let k = 0; k < 10; k++) ask(clock, k * 1000, 0, 1, 1)
    for (let k = 10; k < 60; k++) ask(clock, k * 1000, 60_000, 2, 2)
    expect(clock.toServerTime(61_000)).toBeCloseTo(121_000, 6)
  })

  test('answers that make no sense change nothing', () => {
    const clock = createServerClock()
    clock.addSample(100, Number.NaN, 110)
    clock.addSample(100, 5000, 90)
    clock.addSample(Number.NaN, 5000, 90)
    expect(clock.isSynchronized).toBe(false)
  })
})
