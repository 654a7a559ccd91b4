import type { FaultKind } from '../../../protocol/fault-kinds.ts'

/** From a page to the service worker. */
export type PageToWorkerMessage =
  /** Requests a check for a newer version, and pending faults. */
  | { type: 'check' }
  /** The exhibit is idle. `trial`: milliseconds in which a new version must be confirmed. */
  | { type: 'idle'; trial: number }
  /** Confirms a version: the song is open and frames are drawn. */
  | { type: 'alive'; version: string }

/** From the service worker to all pages. */
export type WorkerToPageMessage =
  | { type: 'faults'; kinds: FaultKind[] }
  /** A newer version is downloaded; it can be activated when the exhibit is idle. */
  | { type: 'waiting' }
  /** Another version was activated: reload when the exhibit is idle. */
  | { type: 'taken' }
