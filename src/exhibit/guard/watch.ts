import type { FaultKind } from '../../../exhibit/messages.ts'

/** What a guard can do. */
export type Watch = {
  /** Counts what went wrong; once each time. */
  note: (kind: FaultKind) => void
  /** The page begins anew: at once if nothing is to be seen any more, else after the visit, or a while. */
  reload: (urgent: boolean) => void
}

/** Milliseconds a guard waits; divided by the pace. */
export const WAITS = {
  /** From look to look. */
  look: 1000,
  /** A lost WebGL context may be restored within. */
  context: 5000,
  /** No frame for so long is a stall. */
  frames: 8000,
  /** The song stands still for so long although it plays. */
  sound: 4000,
  /** A page that can still be seen is reloaded after the visit, at last after so long. */
  visit: 30_000,
  /** From question to question for a newer version. */
  check: 60_000,
  /** A new version proves itself within. */
  trial: 30_000,
  /** A song opens within. */
  open: 60_000,
  /** Where no song opens, they are tried again after. */
  songs: 30_000,
  /** A page that could not begin looks for its server again after. */
  begin: 5000,
  /** The page's own thread answers within. */
  pulse: 15_000,
} as const
