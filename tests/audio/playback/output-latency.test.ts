import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { createOutputLatency } from '../../../audio/playback/output-latency.ts'

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

describe('a browser', () => {
  const stampOf = (performanceTime: number) => ({
    currentTime: 0.5,
    getOutputTimestamp: () => ({ contextTime: performanceTime > 0 ? 0.2 : 0, performanceTime }),
  })
  /** What is read after a context was made, and another one has played for a while. */
  async function readAfter(performanceTime: number) {
    vi.resetModules()
    const { createOutputLatency, probeTimestamps } = await import('../../../audio/playback/output-latency.ts')
    probeTimestamps(stampOf(performanceTime))
    const playing = vi.fn(() => ({ contextTime: 0.42, performanceTime: 1000 }))
    probeTimestamps({ getOutputTimestamp: playing })
    const latency = createOutputLatency({ currentTime: 0.5, getOutputTimestamp: playing }, () => 1000)
    latency.sample()
    return { seconds: latency.read(), questions: playing.mock.calls.length }
  }

  test('that has a time stamp before it has played is asked no more', async () => {
    expect(await readAfter(812)).toEqual({ seconds: 0.03, questions: 0 })
  })

  test('that has none is read all the time', async () => {
    const { seconds, questions } = await readAfter(0)
    expect(seconds).toBeCloseTo(0.08)
    expect(questions).toBe(1)
  })
})
