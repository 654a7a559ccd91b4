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

/**
 * The latency to assume where the engine must not be asked for it, else null. Firefox asks the device for each time stamp, and
 * holds a lock meanwhile that its audio thread needs: now and then the page stands still for ever. Such an engine has a time
 * stamp before it has played anything.
 * @param context the page's first, before it runs
 */
export function assumeLatency(context: Partial<Pick<AudioContext, 'getOutputTimestamp'>>): Seconds | null {
  const { performanceTime = 0 } = context.getOutputTimestamp?.() ?? {}
  return performanceTime > 0 ? ASSUMED_LATENCY_S : null
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
      const reading = measure()
      if (!Number.isFinite(reading)) return
      readings[count++ % READINGS] = Math.min(MAX_LATENCY_S, Math.max(0, reading))
      const filled = Math.min(count, READINGS)
      sorted.set(readings)
      latency = sorted.subarray(0, filled).sort()[filled >> 1]!
    },
    read: () => latency,
  }
}
