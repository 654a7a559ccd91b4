import type { Seconds } from '../units.ts'

/** Readings of which the middle one counts: the context's clock steps. */
const READINGS = 31
/** No device is later; also what a wrong clock cannot exceed. */
const MAX_LATENCY_S: Seconds = 0.5

type LatencyContext = Pick<AudioContext, 'currentTime'> &
  Partial<Pick<AudioContext, 'getOutputTimestamp' | 'outputLatency'>>

export type OutputLatency = {
  /** Notes how far the device is behind the context's clock now. */
  sample: () => void
  /** From the context's clock to the ear; 0 where the engine does not tell. */
  read: () => Seconds
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
