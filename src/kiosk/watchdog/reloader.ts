/** Allowed within the time window; afterwards one per window. */
const MAX_RELOADS = 3

/**
 * How long to wait before the next reload, milliseconds.
 * @param times of earlier reloads, milliseconds since 1970, in any order
 */
export function computeReloadDelay(times: readonly number[], now: number, windowMs: number): number {
  // Times in the future come from a clock that was set back.
  const recent = times.filter((time) => time > now - windowMs && time <= now).sort((a, b) => a - b)
  if (recent.length < MAX_RELOADS) return 0
  return (recent.at(-1) as number) + windowMs - now
}

/** The reloads that still count, and this one. */
export const appendReload = (times: readonly number[], now: number, windowMs: number): number[] => [
  ...times.filter((time) => time > now - windowMs && time <= now).slice(-MAX_RELOADS),
  now,
]

export type ReloaderOptions = {
  now: () => number
  schedule: (callback: () => void, milliseconds: number) => void
  /** Times of earlier reloads, milliseconds since 1970. */
  readTimes: () => number[]
  /** @returns false if they could not be stored */
  writeTimes: (times: number[]) => boolean
  isIdle: () => boolean
  /** Calls back when the visit has ended. */
  runWhenIdle: (callback: () => void) => void
  showHoldingScreen: () => void
  reportFault: () => void
  reloadPage: () => void
}

/**
 * Reloads a page that cannot recover, a limited number of times per window.
 * @param delayMs longest wait for the end of a visit while the page is still usable
 * @param windowMs time window of the limit
 * @returns `urgent`: the page shows nothing, so do not wait for the end of the visit
 */
export function createReloader(options: ReloaderOptions, delayMs: number, windowMs: number): (urgent: boolean) => void {
  let status: 'running' | 'requested' | 'reloading' = 'running'
  /** The reload waits for the time window. */
  let isScheduled = false

  const startReload = () => {
    if (status === 'reloading') return
    status = 'reloading'
    const reload = () => {
      options.reportFault()
      options.reloadPage()
    }
    const now = options.now()
    const waitMs = computeReloadDelay(options.readTimes(), now, windowMs)
    if (waitMs === 0 && options.writeTimes(appendReload(options.readTimes(), now, windowMs))) return reload()
    // Without stored times the limit cannot be enforced, so wait a whole window.
    options.schedule(
      () => {
        options.writeTimes(appendReload(options.readTimes(), options.now(), windowMs))
        reload()
      },
      waitMs === 0 ? windowMs : waitMs,
    )
    isScheduled = true
  }

  return (urgent) => {
    if (urgent || (status === 'running' && options.isIdle())) startReload()
    else if (status === 'running') {
      status = 'requested'
      options.runWhenIdle(startReload)
      options.schedule(startReload, delayMs)
    }
    // A page that is still usable is not covered.
    if (urgent && isScheduled) options.showHoldingScreen()
  }
}
