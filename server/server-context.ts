import type { DeviceRole } from '../protocol/health.ts'
import type { Log } from './create-log.ts'
import type { DeviceRegistry } from './device-registry.ts'
import type { SiteFiles } from './site-files.ts'
import type { VisitsStore } from './visits-store.ts'

/** What can go wrong on the server itself. */
export type ServerErrorKind =
  | 'answer-failed'
  | 'counts-failed'
  | 'counts-mended'
  | 'live-refused'
  | 'certificate-failed'

/** What all parts of the server share. */
export type ServerContext = {
  version: string
  siteFolder: string
  dataFolder: string
  files: SiteFiles
  visits: VisitsStore
  devices: DeviceRegistry
  log: Log
  /** How often, since the server began. */
  errorCounts: Record<ServerErrorKind, number>
  /** Open WebSockets. */
  connectionCounts: Record<DeviceRole, number>
  /** Milliseconds since 1970; Infinity without HTTPS. */
  certificateExpiresAtMs: () => number
}

/** Counts what went wrong, and writes it down. */
export function recordError(
  { errorCounts: troubles, log }: ServerContext,
  kind: ServerErrorKind,
  error: unknown,
): void {
  troubles[kind]++
  log.logger.error({ kind, reason: error instanceof Error ? error.message : String(error) }, 'something went wrong')
}
