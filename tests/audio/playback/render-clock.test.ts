import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRenderClock } from '../../../audio/playback/render-clock.ts'

/** A context whose clock is `delay` seconds late at each look, and a system clock that began elsewhere. */
function runClock(delays: number[], isLive = true) {
  let rendered = 3
  let delay = 0
  const context = {
    get currentTime() {
      return rendered - delay
    },
  }
  const clock = createRenderClock(context, isLive, () => rendered + 1000)
  for (const next of delays) {
    rendered += 1 / 30
    delay = next
    clock.sample()
  }
  return {
    clock,
    setDelay: (next: number) => {
      delay = next
    },
    wait: (seconds: number) => {
      rendered += seconds
      delay += seconds
    },
    readLead: () => clock.readSoonest() - rendered,
    readStatedLead: () => clock.readSoonest() - context.currentTime,
  }
}
const someDelay = fc.double({ min: 0, max: 0.04, noNaN: true })

describe('what is scheduled for the soonest time', () => {
  test('is not late, even if the clock is once more as late as it was in the last two seconds', () => {
    fc.assert(
      fc.property(fc.array(someDelay, { minLength: 2, maxLength: 200 }), (delays) => {
        const { setDelay, readLead } = runClock([...delays, 0])
        const longest = Math.max(...delays.slice(-60))
        setDelay(longest)
        expect(readLead()).toBeGreaterThan(Math.min(0.08 - longest, longest))
      }),
    )
  })

  test('is 18 ms ahead where the clock is exact, and 4 ms in an offline context', () => {
    expect(runClock(new Array(90).fill(0)).readStatedLead()).toBeCloseTo(0.018, 9)
    expect(runClock(new Array(90).fill(0), false).readStatedLead()).toBeCloseTo(0.004, 9)
    expect(runClock([]).readStatedLead()).toBeCloseTo(0.018, 9)
  })

  test('allows for a task in which the clock stands', () => {
    const { wait, readLead } = runClock(new Array(90).fill(0))
    wait(0.05)
    expect(readLead()).toBeGreaterThan(0.005)
  })

  test('is at most 86 ms ahead of a clock that was suspended, and 18 ms once it has been noticed', () => {
    const { clock, wait, readStatedLead } = runClock(new Array(90).fill(0))
    wait(5)
    expect(readStatedLead()).toBeCloseTo(0.086, 9)
    clock.sample()
    expect(readStatedLead()).toBeCloseTo(0.018, 9)
  })
})
