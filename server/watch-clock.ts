/** A clock that is corrected by less keeps its sense; NTP turns it slowly then. */
const MIN_JUMP_MS = 60_000
const INTERVAL_MS = 5000

type Clocks = {
  /** Milliseconds since 1970. */
  now: () => number
  /** Milliseconds that go on evenly, whatever the clock is set to. */
  elapsed: () => number
}

/**
 * Tells by how many milliseconds this computer's clock was set: after a start without battery, by hand, or by mistake.
 * @returns to be called periodically
 */
export function createClockMonitor(onJump: (byMs: number) => void, { now, elapsed }: Clocks): () => void {
  let offset = now() - elapsed()
  return () => {
    const byMs = now() - elapsed() - offset
    if (Math.abs(byMs) < MIN_JUMP_MS) return
    offset += byMs
    onJump(byMs)
  }
}

/** @returns stops watching */
export function watchClock(onJump: (byMs: number) => void): () => void {
  const check = createClockMonitor(onJump, { now: Date.now, elapsed: () => performance.now() })
  const timer = setInterval(check, INTERVAL_MS)
  timer.unref()
  return () => clearInterval(timer)
}
