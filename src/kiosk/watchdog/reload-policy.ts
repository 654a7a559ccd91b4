/** Reloads: so many within some time, then one in each such time. */
const MAX_RELOADS = 3

/**
 * How long to wait for the next reload.
 * @param times of those before, milliseconds since 1970; any order
 * @param within milliseconds
 */
export function computeReloadDelay(times: readonly number[], now: number, within: number): number {
  // A clock that was set back must not forbid reloads for years.
  const recent = times.filter((time) => time > now - within && time <= now).sort((a, b) => a - b)
  if (recent.length < MAX_RELOADS) return 0
  return (recent.at(-1) as number) + within - now
}

/** Those that may still count, and this one. */
export const appendReload = (times: readonly number[], now: number, within: number): number[] => [
  ...times.filter((time) => time > now - within && time <= now).slice(-MAX_RELOADS),
  now,
]

export type ReloaderOptions = {
  now: () => number
  schedule: (act: () => void, milliseconds: number) => void
  /** Of earlier reloads, however they were kept. */
  readTimes: () => number[]
  /** @returns false where nothing can be kept */
  writeTimes: (times: number[]) => boolean
  /** Nobody would notice. */
  isIdle: () => boolean
  /** Calls back when nobody is there any more. */
  runWhenIdle: (act: () => void) => void
  /** Something calm is to be seen until then. */
  showHoldingScreen: () => void
  reportFault: () => void
  reloadPage: () => void
}

/**
 * A page that cannot recover begins anew, but not again and again.
 * @param patience milliseconds a visitor who still sees something may go on
 * @param within milliseconds for three of them
 */
export function createReloader(source: ReloaderOptions, patience: number, within: number): (urgent: boolean) => void {
  let state: 'well' | 'asked' | 'done' = 'well'
  /** It comes later than it was asked for. */
  let waiting = false

  const go = () => {
    if (state === 'done') return
    state = 'done'
    const act = () => {
      source.reportFault()
      source.reloadPage()
    }
    const now = source.now()
    const wait = computeReloadDelay(source.readTimes(), now, within)
    if (wait === 0 && source.writeTimes(appendReload(source.readTimes(), now, within))) return act()
    // Where nothing can be kept, nobody would know the next time how often it has happened.
    source.schedule(
      () => {
        source.writeTimes(appendReload(source.readTimes(), source.now(), within))
        act()
      },
      wait === 0 ? within : wait,
    )
    waiting = true
  }

  return (urgent) => {
    if (urgent || (state === 'well' && source.isIdle())) go()
    else if (state === 'well') {
      state = 'asked'
      source.runWhenIdle(go)
      source.schedule(go, patience)
    }
    // What can still be seen is not covered.
    if (urgent && waiting) source.showHoldingScreen()
  }
}
