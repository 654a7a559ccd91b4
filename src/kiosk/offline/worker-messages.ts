import type { FaultKind } from '../../../protocol/fault-kinds.ts'

/** What a page tells the service worker. */
export type PageToWorkerMessage =
  /** Is there a newer version? Tell me what went wrong, too. */
  | { type: 'check' }
  /** Nobody is there. `trial`: milliseconds a new version has to prove itself. */
  | { type: 'idle'; trial: number }
  /** The song is ready and frames are drawn. */
  | { type: 'alive'; version: string }

/** What the service worker tells all pages. */
export type WorkerToPageMessage =
  | { type: 'faults'; kinds: FaultKind[] }
  /** A newer version is whole; it can be shown as soon as nobody is there. */
  | { type: 'waiting' }
  /** Another version is shown from now on: reload as soon as nobody is there. */
  | { type: 'taken' }
