import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { isTabName } from '../protocol/device-name.ts'
import { deviceRoles, type Health, HeartbeatSchema } from '../protocol/health.ts'
import { MAX_VISITS_PER_REQUEST, VisitSchema, VisitsSchema } from '../protocol/visit.ts'
import { HttpError } from './origin-check.ts'
import { describeIssue, parseBody } from './read-body.ts'
import { recordError, type ServerContext } from './server-context.ts'

/** A piece that is named and was heard of today is missed after so long. Seconds. */
const MAX_HEARTBEAT_AGE_S = 60
/** Counts, logs and browsers need some. Bytes. */
const MIN_FREE_DISK_BYTES = 200 * 2 ** 20
const CERTIFICATE_WARNING_MS = 14 * 24 * 60 * 60 * 1000

const HealthQuerySchema = v.object({
  device: v.optional(v.string()),
  role: v.optional(v.picklist(deviceRoles)),
  within: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)), '60'),
})

type HealthReport = Health & {
  status: 'ok' | 'degraded' | 'down'
  exhibit: { title: string | null; version: string | null; songs: number }
  errors: ServerContext['errorCounts']
  visits: number
  live: ServerContext['connectionCounts']
  /** Bytes; null where the system does not say. */
  disk: { free: number } | null
}

/** Heartbeats and visits come in; how all of it is goes out. */
export function addHealthRoutes(app: FastifyInstance, museum: ServerContext): void {
  const { devices: clients, visits } = museum

  app.post('/api/heartbeat', async (request, reply) => {
    clients.recordHeartbeat(parseBody(HeartbeatSchema, request.body))
    return reply.code(204).send()
  })

  app.post('/api/visits', { bodyLimit: 4 * 2 ** 20 }, async (request, reply) => {
    const all = v.safeParse(VisitsSchema, request.body)
    // One that is not understood loses none of the others.
    const sent = Array.isArray(request.body) ? request.body.slice(0, MAX_VISITS_PER_REQUEST) : []
    const understood = all.success ? all.output : sent.filter((one) => v.is(VisitSchema, one))
    try {
      if (understood.length > 0) await visits.put(understood)
    } catch (error) {
      recordError(museum, 'counts-failed', error)
      throw new HttpError(503, 'The visits cannot be kept now; keep them, and send them again later.')
    }
    if (!all.success) throw new HttpError(400, describeIssue(all.issues[0]))
    return reply.code(204).send()
  })

  app.get('/health', async (request, reply) => {
    const watch = parseBody(HealthQuerySchema, request.query)
    const health = await buildHealthReport(museum)
    const watched = health.clients.filter(
      ({ device, role }) => device === watch.device && role === (watch.role ?? role),
    )
    const silent = watch.device !== undefined && !watched.some(({ lastHeartbeat }) => lastHeartbeat <= watch.within)
    if (silent) health.reasons.unshift(`“${watch.device}” was not heard of for ${watch.within} s.`)
    if (silent) health.status = 'down'
    return reply
      .header('cache-control', 'no-store')
      .code(health.status === 'down' ? 503 : 200)
      .send(health)
  })
}

async function buildHealthReport(museum: ServerContext): Promise<HealthReport> {
  const { devices: clients, visits, files, log, connectionCounts: live, errorCounts: troubles, version } = museum
  const [release, page, free] = await Promise.all([
    files.readIndex(),
    files.find('index.html'),
    readFreeBytes(museum.dataFolder),
  ])
  const list = clients.list()
  const lost = list.filter(
    ({ role, device, lastHeartbeat: seconds }) =>
      role === 'piece' && !isTabName(device) && seconds > MAX_HEARTBEAT_AGE_S,
  )
  const daysLeft = Math.floor((museum.certificateExpiresAtMs() - Date.now()) / 86_400_000)
  const reasons = [
    page ? null : 'The site has no page: build the exhibit again.',
    visits.store.lastError(),
    ...visits.store.repairs,
    log.fileError() && `The log is not written to a file: ${log.fileError()}`,
    free !== null && free < MIN_FREE_DISK_BYTES ? 'The disk is almost full.' : null,
    museum.certificateExpiresAtMs() < Date.now() + CERTIFICATE_WARNING_MS
      ? `The certificate runs out in ${daysLeft} days.`
      : null,
    ...lost.map(({ device, lastHeartbeat: seconds }) => `“${device}” was not heard of for ${Math.round(seconds)} s.`),
  ].filter((reason) => reason !== null)
  return {
    status: page ? (reasons.length > 0 ? 'degraded' : 'ok') : 'down',
    reasons,
    version,
    /** Seconds. */
    uptime: Math.round(process.uptime()),
    exhibit: { title: release.title, version: release.version, songs: release.songs.length },
    clients: list.map(({ lastHeartbeat, ...client }) => ({
      ...client,
      lastHeartbeat,
      lastHeartbeatAt: new Date(Date.now() - lastHeartbeat * 1000).toISOString(),
    })),
    errors: troubles,
    visits: visits.countVisits(),
    live,
    disk: free === null ? null : { free },
  }
}

const readFreeBytes = (folder: string) =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
