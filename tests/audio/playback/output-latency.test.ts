import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assumeLatency, createOutputLatency } from '../../../audio/playback/output-latency.ts'

test('what is heard is known within 20 ms while the clock steps and readings fail', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 0.4, noNaN: true }),
      fc.constantFrom(0, 128 / 44_100, 0.01, 0.03),
      fc.integer({ min: 0, max: 9 }),
      (truth, step, wild) => {
        let now = 1000
        const context = {
          currentTime: 0,
          getOutputTimestamp: () => ({ contextTime: now - truth, performanceTime: now * 1000 }),
        }
        const latency = createOutputLatency(context, () => now * 1000)
        for (let i = 0; i < 60; i++) {
          now += 0.033
          // The clock goes on by whole callbacks of the device.
          context.currentTime = step > 0 ? Math.floor(now / step) * step : now
          if (i % 10 === wild) context.currentTime += 3
          latency.sample()
        }
        expect(Math.abs(latency.read() - truth)).toBeLessThan(0.02)
      },
    ),
  )
})

test('an engine without time stamps is asked for its latency; without both there is none', () => {
  const told = createOutputLatency({ currentTime: 3, outputLatency: 0.08 })
  told.sample()
  expect(told.read()).toBe(0.08)
  const stamped = createOutputLatency({
    currentTime: 3,
    outputLatency: 0.08,
    getOutputTimestamp: () => ({ contextTime: 0, performanceTime: 0 }),
  })
  stamped.sample()
  expect(stamped.read()).toBe(0.08)
  const silent = createOutputLatency({ currentTime: 3 })
  silent.sample()
  expect(silent.read()).toBe(0)
})

test('a wrong clock holds nothing back for long', () => {
  const latency = createOutputLatency(
    { currentTime: 100, getOutputTimestamp: () => ({ contextTime: 5, performanceTime: 1 }) },
    () => 1,
  )
  latency.sample()
  expect(latency.read()).toBe(0.5)
})

test('an engine that has a time stamp before it has played is not asked again', () => {
  const stamp = (contextTime: number, performanceTime: number) => ({
    getOutputTimestamp: () => ({ contextTime, performanceTime }),
  })
  expect(assumeLatency(stamp(0, 812))).toBeCloseTo(0.03)
  expect(assumeLatency(stamp(0, 0))).toBeNull()
  expect(assumeLatency({})).toBeNull()
})
