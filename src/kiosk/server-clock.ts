/** The server's clock, known from questions and answers over the network. All times in milliseconds. */
export type ServerClock = {
  /** Until then `at` is this device's own clock. */
  readonly isSynchronized: boolean
  /** The server answered at its own time `at` a question that left at `sent` and came back at `received`. */
  addSample: (sent: number, at: number, received: number) => void
  /** What the server's clock shows now; `now` by this device's clock, never going back. */
  toServerTime: (now: number) => number
}

/** Answers are as good as they were quick; they are good for so long. */
const SAMPLE_LIFETIME_MS = 35_000
/** Clocks that are farther apart than this are set at once, others are led together by so much a millisecond. */
const MAX_SLEWED_OFFSET_MS = 250
const SLEW_RATE = 0.02
/** Of the first round, each better answer is taken at once: nobody has looked at the clock yet. */
const INITIAL_SYNC_MS = 2000

/**
 * Cristian's algorithm: the server is taken to have answered halfway between question and answer, and of the last
 * answers the one with the least round trip is believed, as it can be wrong by no more than half of it.
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
        // One of both clocks was set: what was measured before is worth nothing.
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
