import type { FastifyRequest } from 'fastify'
import type { DeviceRole } from '../protocol/health.ts'
import type { Alarms } from './alarms/alarms.ts'
import type { Caller } from './caller.ts'
import type { Closings } from './closings.ts'
import type { ShowControl } from './control/show-control.ts'
import type { DeviceLinks } from './device-links.ts'
import type { DeviceRegistry } from './device-registry.ts'
import type { KnownDevices } from './known-devices.ts'
import type { Log } from './open-log.ts'
import type { Others } from './others.ts'
import type { ReadAccess } from './read-access.ts'
import type { Refusals } from './refusals.ts'
import type { ServerCertificate } from './server-certificate.ts'
import type { SiteFiles } from './site-files.ts'
import type { StaffSessions } from './staff-sessions.ts'
import type { VisitsStore } from './visits/visits-store.ts'

/** Errors of the server that health and metrics count. */
export type ServerErrorKind =
  | 'answer-failed'
  | 'counts-failed'
  | 'counts-mended'
  | 'live-refused'
  | 'certificate-failed'
  | 'limit-exceeded'
  | 'alarm-failed'
  | 'control-refused'

/** Since when the exhibit cannot be built, and why, a line each: an earlier build is served. */
export type BuildProblem = { since: string; why: string }

/** Shared by all routes of a server. */
export type ServerContext = {
  version: string
  siteFolder: string
  dataFolder: string
  files: SiteFiles
  visits: VisitsStore
  devices: DeviceRegistry
  deviceLinks: DeviceLinks
  showControl: ShowControl
  knownDevices: KnownDevices
  others: Others
  refusals: Refusals
  closings: Closings
  sessions: StaffSessions
  readCaller: (request: FastifyRequest) => Caller
  access: ReadAccess
  log: Log
  /** Since the server started. */
  errorCounts: Record<ServerErrorKind, number>
  /** Open WebSockets. */
  connectionCounts: Record<DeviceRole, number>
  /** Null without HTTPS. */
  certificate: ServerCertificate | null
  /** Null: nobody wants to be told. */
  alarms: Alarms | null
  readBuildProblem: () => Promise<BuildProblem | null>
}

/** Counts and logs an error. */
export function recordError(
  { errorCounts, log }: Pick<ServerContext, 'errorCounts' | 'log'>,
  kind: ServerErrorKind,
  error: unknown,
): void {
  errorCounts[kind]++
  log.logger.error({ kind, reason: error instanceof Error ? error.message : String(error) }, 'an error occurred')
}
