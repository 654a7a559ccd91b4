import type { FaultCounter } from '../faults.ts'
import { showHoldingScreen } from './holding-screen.ts'
import { readReloadTimes, writeReloadTimes } from './reload-history.ts'
import { createReloader } from './reload-policy.ts'
import { type FaultHandlers, readTimeouts } from './timeouts.ts'

/** Whether anybody is there. */
export type VisitorPresence = { isIdle: () => boolean; runWhenIdle: (callback: () => void) => void }

export const createPageReloader = (
  report: FaultCounter['report'],
  presence: VisitorPresence,
): FaultHandlers['reloadPage'] =>
  createReloader(
    {
      ...presence,
      now: Date.now,
      schedule: (callback, milliseconds) => setTimeout(callback, milliseconds),
      readTimes: readReloadTimes,
      writeTimes: writeReloadTimes,
      showHoldingScreen: () => showHoldingScreen('page'),
      reportFault: () => report('reloaded'),
      reloadPage: () => window.location.reload(),
    },
    readTimeouts().reloadDelayMs,
    readTimeouts().reloadWindowMs,
  )
