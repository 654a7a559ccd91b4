import type { Log } from './create-log.ts'
import type { Clients } from './device-registry.ts'
import type { SiteFiles } from './site-files.ts'
import type { Visits } from './visits-store.ts'

/** What can go wrong on the server itself. */
export type Trouble = 'answer-failed' | 'counts-failed' | 'counts-mended' | 'live-refused' | 'certificate-failed'

/** What all parts of the server share. */
export type Museum = {
  version: string
  site: string
  data: string
  files: SiteFiles
  visits: Visits
  clients: Clients
  log: Log
  /** How often, since the server began. */
  troubles: Record<Trouble, number>
  /** Open WebSockets. */
  live: { piece: number; spectator: number }
  /** Milliseconds since 1970; Infinity without HTTPS. */
  certificateEnds: () => number
}

/** Counts what went wrong, and writes it down. */
export function noteTrouble({ troubles, log }: Museum, kind: Trouble, error: unknown): void {
  troubles[kind]++
  log.logger.error({ kind, reason: error instanceof Error ? error.message : String(error) }, 'something went wrong')
}
