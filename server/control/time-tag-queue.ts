/** Commands that wait for their time at once. */
const MAX_WAITING = 256
/** A time tag further ahead is a clock that is wrong. */
const MAX_AHEAD_MS = 10 * 60_000

/**
 * Runs actions at times of the computer's clock; those that have passed, at once.
 * @param now milliseconds since 1970
 */
export function createTimeTagQueue(now: () => number = Date.now) {
  const timers = new Set<NodeJS.Timeout>()
  return {
    /** @returns false if it is too far ahead, or too many wait */
    run(at: number | null, action: () => void): boolean {
      const delayMs = at === null ? 0 : at - now()
      if (delayMs <= 0) action()
      else if (delayMs > MAX_AHEAD_MS || timers.size >= MAX_WAITING) return false
      else {
        const timer = setTimeout(() => {
          timers.delete(timer)
          action()
        }, delayMs)
        timers.add(timer)
      }
      return true
    },
    clear(): void {
      for (const timer of timers) clearTimeout(timer)
      timers.clear()
    },
  }
}
