import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createServerClock } from '../../../src/kiosk/server-clock.ts'

/** Adds a sample of a server that is `offset` ahead. */
const addSample = (
  clock: ReturnType<typeof createServerClock>,
  sent: number,
  offset: number,
  outboundMs: number,
  returnMs: number,
) => clock.addSample(sent, sent + outboundMs + offset, sent + outboundMs + returnMs)

describe('createServerClock', () => {
  test('returns this device’s time before the first sample', () => {
    const clock = createServerClock()
    expect(clock.isSynchronized).toBe(false)
    expect(clock.toServerTime(1234)).toBe(1234)
  })

  test('is exact for symmetric round trips', () => {
    const clock = createServerClock()
    addSample(clock, 1000, 5_000_000, 4, 4)
    expect(clock.isSynchronized).toBe(true)
    expect(clock.toServerTime(1010)).toBe(5_001_010)
  })

  test('uses the sample with the shortest round trip', () => {
    const clock = createServerClock()
    addSample(clock, 0, 100, 1, 90)
    addSample(clock, 100, 100, 2, 2)
    addSample(clock, 200, 100, 80, 3)
    expect(clock.toServerTime(300)).toBeCloseTo(400, 9)
  })

  test('errs by at most half of the shortest round trip', () => {
    const transit = fc.double({ min: 0, max: 400, noNaN: true })
    fc.assert(
      fc.property(
        fc.double({ min: -1e9, max: 1e9, noNaN: true }),
        fc.array(fc.tuple(transit, transit), { minLength: 1, maxLength: 5 }),
        (offset, trips) => {
          const clock = createServerClock()
          trips.forEach(([outboundMs, returnMs], k) => {
            addSample(clock, k * 80, offset, outboundMs, returnMs)
          })
          const best = Math.min(...trips.map(([outboundMs, returnMs]) => outboundMs + returnMs))
          // Slewing has ended after a second.
          clock.toServerTime(1000)
          expect(Math.abs(clock.toServerTime(30_000) - 30_000 - offset)).toBeLessThanOrEqual(best / 2 + 1e-5)
        },
      ),
    )
  })

  test('follows drift without going back, at most 2 % faster or slower', () => {
    const clock = createServerClock()
    const rate = 1 + 200e-6
    let previous = Number.NEGATIVE_INFINITY
    for (let now = 0; now < 600_000; now += 50) {
      if (now % 10_000 === 0) clock.addSample(now, (now + 3) * rate + 7000, now + 6)
      const serverTime = clock.toServerTime(now + 6)
      if (now > 0) {
        expect(serverTime - previous).toBeGreaterThanOrEqual(50 * 0.98 - 1e-6)
        expect(serverTime - previous).toBeLessThanOrEqual(50 * 1.02 + 1e-6)
      }
      previous = serverTime
      // Samples are up to 35 s old: 200 ppm of that.
      expect(Math.abs(serverTime - ((now + 6) * rate + 7000))).toBeLessThan(10)
    }
  })

  test('follows a clock that was set at once', () => {
    const clock = createServerClock()
    for (let k = 0; k < 10; k++) addSample(clock, k * 1000, 0, 1, 1)
    for (let k = 10; k < 60; k++) addSample(clock, k * 1000, 60_000, 2, 2)
    expect(clock.toServerTime(61_000)).toBeCloseTo(121_000, 6)
  })

  test('ignores invalid samples', () => {
    const clock = createServerClock()
    clock.addSample(100, Number.NaN, 110)
    clock.addSample(100, 5000, 90)
    clock.addSample(Number.NaN, 5000, 90)
    expect(clock.isSynchronized).toBe(false)
  })
})
