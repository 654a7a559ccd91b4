import type { FaultKind } from '../../../protocol/fault-kinds.ts'
import { readTimeScale } from './time-scale.ts'

/** What a guard can do. */
export type FaultHandlers = {
  /** Counts what went wrong; once each time. */
  reportFault: (kind: FaultKind) => void
  /** The page begins anew: at once if nothing is to be seen any more, else after the visit, or a while. */
  reloadPage: (urgent: boolean) => void
}

/** Milliseconds that guards wait; at a faster pace less, but never so little that a busy machine looks broken. */
export function readTimeouts(timeScale = readTimeScale()) {
  const scale = (defaultMs: number, minimumMs = 0) => Math.max(Math.min(defaultMs, minimumMs), defaultMs / timeScale)
  return {
    /** From look to look. */
    pollIntervalMs: scale(1000, 50),
    /** A lost WebGL context may be restored within. */
    webglRestoreMs: scale(5000, 1500),
    /** No frame for so long is a stall. */
    frameStallMs: scale(8000, 3000),
    /** The song stands still for so long although it plays. */
    audioStallMs: scale(4000, 1000),
    /** A page that can still be seen is reloaded after the visit, at last after so long. */
    reloadDelayMs: scale(30_000),
    /** Three reloads, and then one, in so long. */
    reloadWindowMs: scale(600_000),
    /** From question to question for a newer version. */
    updateCheckIntervalMs: scale(60_000),
    /** A new version proves itself within. */
    updateTrialMs: scale(30_000, 6000),
    /** A song opens within. */
    songOpenMs: scale(60_000, 40_000),
    /** A page has begun within. */
    bootMs: scale(60_000, 60_000),
    /** A page that could not begin looks for its server again after. */
    restartRetryMs: scale(5000),
    /** The page's own thread answers within. */
    mainThreadMs: scale(15_000, 2000),
    /** From heartbeat to heartbeat. */
    heartbeatIntervalMs: scale(5000, 100),
  }
}
