/** Reloads: so many within some time, then one in each such time. */
const MAX_RELOADS = 3

/**
 * How long to wait for the next reload.
 * @param times of those before, milliseconds since 1970; any order
 * @param windowMs milliseconds
 */
export function computeReloadDelay(times: readonly number[], now: number, windowMs: number): number {
  // A clock that was set back must not forbid reloads for years.
  const recent = times.filter((time) => time > now - windowMs && time <= now).sort((a, b) => a - b)
  if (recent.length < MAX_RELOADS) return 0
  return (recent.at(-1) as number) + windowMs - now
}

/** Those that may still count, and this one. */
export const appendReload = (times: readonly number[], now: number, windowMs: number): number[] => [
  ...times.filter((time) => time > now - windowMs && time <= now).slice(-MAX_RELOADS),
  now,
]

export type ReloaderOptions = {
  now: () => number
  schedule: (callback: () => void, milliseconds: number) => void
  /** Of earlier reloads, however they were kept. */
  readTimes: () => number[]
  /** @returns false where nothing can be kept */
  writeTimes: (times: number[]) => boolean
  /** Nobody would notice. */
  isIdle: () => boolean
  /** Calls back when nobody is there any more. */
  runWhenIdle: (callback: () => void) => void
  /** Something calm is to be seen until then. */
  showHoldingScreen: () => void
  reportFault: () => void
  reloadPage: () => void
}

/**
 * A page that cannot recover begins anew, but not again and again.
 * @param delayMs milliseconds a visitor who still sees something may go on
 * @param windowMs milliseconds for three of them
 */
export function createReloader(options: ReloaderOptions, delayMs: number, windowMs: number): (urgent: boolean) => void {
  let status: 'well' | 'asked' | 'done' = 'well'
  /** It comes later than it was asked for. */
  let isScheduled = false

  const startReload = () => {
    if (status === 'done') return
    status = 'done'
    const reload = () => {
      options.reportFault()
      options.reloadPage()
    }
    const now = options.now()
    const waitMs = computeReloadDelay(options.readTimes(), now, windowMs)
    if (waitMs === 0 && options.writeTimes(appendReload(options.readTimes(), now, windowMs))) return reload()
    // Where nothing can be kept, nobody would know the next time how often it has happened.
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
    if (urgent || (status === 'well' && options.isIdle())) startReload()
    else if (status === 'well') {
      status = 'asked'
      options.runWhenIdle(startReload)
      options.schedule(startReload, delayMs)
    }
    // What can still be seen is not covered.
    if (urgent && isScheduled) options.showHoldingScreen()
  }
}
