/** The server's clock, estimated from pings and pongs. All times in milliseconds. */
export type ServerClock = {
  /** Before, `toServerTime` returns this device's time. */
  readonly isSynchronized: boolean
  /**
   * @param sent when the ping was sent, by this device's clock
   * @param at when the server answered, by the server's clock
   * @param received when the pong arrived, by this device's clock
   */
  addSample: (sent: number, at: number, received: number) => void
  /**
   * @param now by this device's clock
   * @returns the server's time; never decreases
   */
  toServerTime: (now: number) => number
}

/** Older samples are dropped: clocks drift. */
const SAMPLE_LIFETIME_MS = 35_000
/** A larger offset is applied at once, a smaller one by SLEW_RATE milliseconds per millisecond. */
const MAX_SLEWED_OFFSET_MS = 250
const SLEW_RATE = 0.02
/** During the first round of pings, each better sample is applied at once. */
const INITIAL_SYNC_MS = 2000

/**
 * Cristian's algorithm: the server is assumed to answer halfway between sending and receiving. Of recent samples the
 * one with the shortest round trip is used; its error is at most half of that.
 */
export function createServerClock(): ServerClock {
  let samples: { offset: number; trip: number; received: number }[] = []
  let firstSampleAt = 0
  let targetOffset = 0
  let offset = 0
  let lastReadAt = 0
  const clock = {
    isSynchronized: false,
    addSample: (sent: number, at: number, received: number) => {
      const roundTrip = received - sent
      if (!(roundTrip >= 0) || !Number.isFinite(at)) return
      samples = samples.filter((sample) => received - sample.received < SAMPLE_LIFETIME_MS)
      samples.push({ offset: at - (sent + received) / 2, trip: roundTrip, received })
      const best = samples.reduce((a, b) => (b.trip <= a.trip ? b : a))
      targetOffset = best.offset
      if (!clock.isSynchronized) {
        clock.isSynchronized = true
        firstSampleAt = received
        lastReadAt = received
        offset = targetOffset
      } else if (received - firstSampleAt < INITIAL_SYNC_MS) offset = targetOffset
      else if (Math.abs(targetOffset - offset) > MAX_SLEWED_OFFSET_MS) {
        // A clock was set: earlier samples are useless.
        samples = samples.slice(-1)
        targetOffset = samples[0]?.offset ?? targetOffset
        offset = targetOffset
      }
    },
    toServerTime: (now: number) => {
      const maxSlew = Math.max(0, now - lastReadAt) * SLEW_RATE
      lastReadAt = Math.max(lastReadAt, now)
      offset += Math.min(maxSlew, Math.max(-maxSlew, targetOffset - offset))
      return now + offset
    },
  }
  return clock
}
