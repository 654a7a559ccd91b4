import type { DeviceRole } from '../protocol/health.ts'
import type { DeviceRegistry } from './device-registry.ts'
import type { Log } from './open-log.ts'
import type { SiteFiles } from './site-files.ts'
import type { VisitsStore } from './visits/visits-store.ts'

/** Errors of the server that health and metrics count. */
export type ServerErrorKind =
  | 'answer-failed'
  | 'counts-failed'
  | 'counts-mended'
  | 'live-refused'
  | 'certificate-failed'

/** Shared by all routes of a server. */
export type ServerContext = {
  version: string
  siteFolder: string
  dataFolder: string
  files: SiteFiles
  visits: VisitsStore
  devices: DeviceRegistry
  log: Log
  /** Since the server started. */
  errorCounts: Record<ServerErrorKind, number>
  /** Open WebSockets. */
  connectionCounts: Record<DeviceRole, number>
  /** Milliseconds since 1970; Infinity without HTTPS. */
  certificateExpiresAtMs: () => number
}

/** Counts and logs an error. */
export function recordError({ errorCounts, log }: ServerContext, kind: ServerErrorKind, error: unknown): void {
  errorCounts[kind]++
  log.logger.error({ kind, reason: error instanceof Error ? error.message : String(error) }, 'an error occurred')
}
