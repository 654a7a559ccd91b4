import type { Seconds } from '../units.ts'

/** Lead in an offline context, whose clock is exact. */
const OFFLINE_LEAD_S: Seconds = 0.004
/** Least lead in a live context: one callback of a sound device is some 10 ms. */
const MIN_LIVE_LEAD_S: Seconds = 0.018
/** Beyond the measured delay. */
const MARGIN_S: Seconds = 0.006
/** Longest delay that is allowed for; also where the device's clock stood still. */
const MAX_DELAY_S: Seconds = 0.08
/** Delays are remembered for one to two of these. */
const WINDOW_S: Seconds = 2
/** A context whose clock stands for this long is suspended: it says nothing about delays. */
const SUSPENDED_AFTER_S: Seconds = 0.25

export type RenderClock = {
  /** Notes how late the context's clock is now. */
  sample: () => void
  /** The context time from which sources and ramps that are scheduled now are rendered from their beginning. */
  readSoonest: () => Seconds
}

type Range = { least: Seconds; most: Seconds }
const createRange = (): Range => ({ least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY })

/**
 * How far ahead sound must be scheduled. A ramp that is late begins in its middle, which clicks. In Firefox `currentTime`
 * stands still during a task and is behind the rendering thread by what the page was busy with before; elsewhere it is
 * read from that thread. The clock compares it with the system's and allows for the delays of the last seconds.
 * @param readTime the system's clock, seconds
 */
export function createRenderClock(
  context: { readonly currentTime: Seconds },
  isLive: boolean,
  readTime = () => performance.now() / 1000,
): RenderClock {
  // Context time minus system time: the most is the truth, the less it is, the later is the clock.
  let [recent, former] = [createRange(), createRange()]
  let windowEnd = Number.NEGATIVE_INFINITY
  let lastContextTime = Number.NaN
  let lastAdvance = Number.NEGATIVE_INFINITY

  return {
    sample: () => {
      const now = readTime()
      const { currentTime } = context
      const stoodStill = now - lastAdvance > SUSPENDED_AFTER_S
      if (currentTime === lastContextTime) {
        if (stoodStill) [recent, former] = [createRange(), createRange()]
        return
      }
      lastContextTime = currentTime
      lastAdvance = now
      if (now > windowEnd) {
        ;[recent, former] = [createRange(), recent]
        windowEnd = now + WINDOW_S
      }
      recent.least = Math.min(recent.least, currentTime - now)
      recent.most = Math.max(recent.most, currentTime - now)
    },
    readSoonest: () => {
      const { currentTime } = context
      if (!isLive) return currentTime + OFFLINE_LEAD_S
      const most = Math.max(recent.most, former.most)
      const usualDelay = most - Math.min(recent.least, former.least)
      const presentDelay = most + readTime() - currentTime
      // Without samples both are infinite or not a number.
      const delay = Math.min(MAX_DELAY_S, Math.max(0, presentDelay || 0) + Math.max(0, usualDelay || 0))
      return currentTime + Math.max(MIN_LIVE_LEAD_S, Number.isFinite(most) ? delay + MARGIN_S : 0)
    },
  }
}
