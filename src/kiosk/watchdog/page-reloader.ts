import { createSafeStorage } from '../../session/safe-storage.ts'
import type { FaultCounter } from '../faults.ts'
import { showHoldingScreen } from './holding-screen.ts'
import { createReloadHistory } from './reload-history.ts'
import { createReloader } from './reload-policy.ts'
import { type FaultHandlers, readTimeouts } from './timeouts.ts'

/** Whether a visitor is there. */
export type VisitorPresence = { isIdle: () => boolean; runWhenIdle: (callback: () => void) => void }

export const createPageReloader = (
  { report, onStorageWrite }: FaultCounter,
  presence: VisitorPresence,
): FaultHandlers['reloadPage'] =>
  createReloader(
    {
      ...presence,
      ...createReloadHistory(createSafeStorage(undefined, onStorageWrite)),
      now: Date.now,
      schedule: (callback, milliseconds) => setTimeout(callback, milliseconds),
      showHoldingScreen: () => showHoldingScreen('page'),
      reportFault: () => report('reloaded'),
      reloadPage: () => window.location.reload(),
    },
    readTimeouts().reloadDelayMs,
    readTimeouts().reloadWindowMs,
  )
