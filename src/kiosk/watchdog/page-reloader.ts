import type { FaultCounter } from '../faults.ts'
import { showHoldingScreen } from './holding-screen.ts'
import { readReloadTimes, writeReloadTimes } from './reload-history.ts'
import { createReloader } from './reload-policy.ts'
import { type FaultHandlers, readTimeouts } from './timeouts.ts'

/** Whether anybody is there. */
export type VisitorPresence = { isIdle: () => boolean; runWhenIdle: (act: () => void) => void }

export const createPageReloader = (
  note: FaultCounter['report'],
  presence: VisitorPresence,
): FaultHandlers['reloadPage'] =>
  createReloader(
    {
      ...presence,
      now: Date.now,
      schedule: (act, milliseconds) => setTimeout(act, milliseconds),
      readTimes: readReloadTimes,
      writeTimes: writeReloadTimes,
      showHoldingScreen: () => showHoldingScreen('page'),
      reportFault: () => note('reloaded'),
      reloadPage: () => window.location.reload(),
    },
    readTimeouts().reloadDelayMs,
    readTimeouts().reloadWindowMs,
  )
