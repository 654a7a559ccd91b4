import type { FaultKind } from '../../../protocol/live-messages.ts'
import { readPace } from './time-scale.ts'

/** What a guard can do. */
export type Watch = {
  /** Counts what went wrong; once each time. */
  note: (kind: FaultKind) => void
  /** The page begins anew: at once if nothing is to be seen any more, else after the visit, or a while. */
  reload: (urgent: boolean) => void
}

/** Milliseconds that guards wait; at a faster pace less, but never so little that a busy machine looks broken. */
export function readWaits(pace = readPace()) {
  const wait = (usual: number, least = 0) => Math.max(Math.min(usual, least), usual / pace)
  return {
    /** From look to look. */
    look: wait(1000, 50),
    /** A lost WebGL context may be restored within. */
    context: wait(5000, 1500),
    /** No frame for so long is a stall. */
    frames: wait(8000, 3000),
    /** The song stands still for so long although it plays. */
    sound: wait(4000, 1000),
    /** A page that can still be seen is reloaded after the visit, at last after so long. */
    visit: wait(30_000),
    /** Three reloads, and then one, in so long. */
    reloads: wait(600_000),
    /** From question to question for a newer version. */
    check: wait(60_000),
    /** A new version proves itself within. */
    trial: wait(30_000, 6000),
    /** A song opens within. */
    open: wait(60_000, 40_000),
    /** A page has begun within. */
    first: wait(60_000, 60_000),
    /** A page that could not begin looks for its server again after. */
    begin: wait(5000),
    /** The page's own thread answers within. */
    pulse: wait(15_000, 2000),
    /** From heartbeat to heartbeat. */
    heartbeat: wait(5000, 100),
  }
}
