import { createSafeStorage } from '../../session/safe-storage.ts'
import type { FaultCounter } from '../fault-counter.ts'
import { showHoldingScreen } from './holding-screen.ts'
import { createReloadHistory } from './reload-history.ts'
import { createReloader } from './reloader.ts'
import { readTimeouts } from './timeouts.ts'

/** @param isUrgent the page shows nothing; otherwise the reload waits for the end of the visit, up to a limit */
export type ReloadPage = (isUrgent: boolean) => void

/** Whether a visit is running. */
type VisitorPresence = { isIdle: () => boolean; runWhenIdle: (callback: () => void) => void }

export const createPageReloader = ({ report, onStorageWrite }: FaultCounter, presence: VisitorPresence): ReloadPage =>
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
