import type { Seconds } from '../units.ts'

/** Readings of which the middle one counts: the context's clock steps. */
const READINGS = 31
/** No device is later; also what a wrong clock cannot exceed. */
const MAX_LATENCY_S: Seconds = 0.5

/** Usual devices are 10 to 50 ms late. */
const ASSUMED_LATENCY_S: Seconds = 0.03

type LatencyContext = Pick<AudioContext, 'currentTime'> &
  Partial<Pick<AudioContext, 'getOutputTimestamp' | 'outputLatency'>>

export type OutputLatency = {
  /** Notes how far the device is behind the context's clock now. */
  sample: () => void
  /** From the context's clock to the ear; 0 where the engine does not tell. */
  read: () => Seconds
}

/** Of the browser; found by the page's first context. */
let asksDevice: boolean | undefined

/**
 * Finds out whether the browser must not be asked for time stamps. Firefox asks the device for each of them, and holds a
 * lock meanwhile that its audio thread needs: now and then the page stands still for ever. Such a browser has a time stamp
 * before it has played anything.
 * @param context just made: it does not run yet, so that asking is safe
 */
export function probeTimestamps(context: Partial<Pick<AudioContext, 'getOutputTimestamp'>>): void {
  asksDevice ??= (context.getOutputTimestamp?.().performanceTime ?? 0) > 0
}

/** @param readTime milliseconds, `performance.now()` */
export function createOutputLatency(context: LatencyContext, readTime = () => performance.now()): OutputLatency {
  const readings = new Float64Array(READINGS)
  const sorted = new Float64Array(READINGS)
  let count = 0
  let latency: Seconds = 0

  const measure = (): Seconds => {
    const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp?.() ?? {}
    // Both are 0 until the device has taken a sample.
    if (contextTime > 0 && performanceTime > 0)
      return context.currentTime - contextTime - (readTime() - performanceTime) / 1000
    return context.outputLatency ?? 0
  }
  return {
    sample: () => {
      if (asksDevice) return
      const reading = measure()
      if (!Number.isFinite(reading)) return
      readings[count++ % READINGS] = Math.min(MAX_LATENCY_S, Math.max(0, reading))
      const filled = Math.min(count, READINGS)
      sorted.set(readings)
      latency = sorted.subarray(0, filled).sort()[filled >> 1]!
    },
    read: () => (asksDevice ? ASSUMED_LATENCY_S : latency),
  }
}
