import { statfs } from 'node:fs/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { isClockSet } from '../protocol/clock.ts'
import { isTabName } from '../protocol/device-name.ts'
import { isMendedByRestart } from '../protocol/device-problems.ts'
import { deviceRoles, type Health, type HeartbeatAnswer, HeartbeatSchema, OutputsSchema } from '../protocol/health.ts'
import { MAX_VISITS_PER_REQUEST, VisitSchema, VisitsSchema } from '../protocol/visit.ts'
import { createBoundedMap } from './bounded-map.ts'
import { deviceCookie } from './caller.ts'
import { createCallerLimits } from './caller-limits.ts'
import { describeProblem } from './describe-problem.ts'
import { HttpError } from './http-error.ts'
import { describeIssue, parseBody } from './parse-body.ts'
import { type BuildProblem, recordError, type ServerContext } from './server-context.ts'

/** The pieces with a name that have been silent longer are reported. */
const MAX_HEARTBEAT_AGE_S = 60
/** Visits, logs and browsers need some space. */
const MIN_FREE_DISK_BYTES = 200 * 2 ** 20
const DAY_MS = 24 * 60 * 60 * 1000
const CERTIFICATE_WARNING_MS = 30 * DAY_MS
/** Pages send 48 kB, or one visit; checking takes up to 0.25 ms a kilobyte. */
const MAX_VISITS_BODY_BYTES = 128 * 1024

/** `?device=` and `role` make the health of that device decide the status; `within`: seconds since its heartbeat. */
const HealthQuerySchema = v.object({
  device: v.optional(v.string()),
  role: v.optional(v.picklist(deviceRoles)),
  within: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)), '60'),
})

type HealthReport = Omit<Health, 'clients'> & {
  clients: (ReturnType<ServerContext['devices']['list']>[number] & { lastHeartbeatAt: string })[]
  status: 'ok' | 'degraded' | 'down'
  /** Of the device that was asked for: whether it is silent, and whether a restart of its browser may mend it. */
  silent?: boolean
  restart?: boolean
  exhibit: { title: string | null; version: string | null; songs: number }
  errors: ServerContext['errorCounts']
  visits: number
  live: ServerContext['connectionCounts']
  /** Devices that nobody has let in, and their visits of today, which are not counted. */
  others: { devices: number; visits: number }
  /** Bytes; null if the system does not report them. */
  disk: { free: number } | null
  /** Since the start; `waiting` for the receiver. Null: nobody wants to be told. */
  alarms: { waiting: number; silent: number; back: number } | null
}

/** POST /api/heartbeat, POST /api/outputs, POST /api/visits, GET /health. */
export function addHealthRoutes(app: FastifyInstance, context: ServerContext): void {
  const { devices, visits, others, closings, readCaller, access } = context
  const limits = createCallerLimits()
  const renewCookie = createCookieRenewal()

  app.post('/api/heartbeat', async (request, reply) => {
    const heartbeat = parseBody(HeartbeatSchema, request.body)
    const caller = readCaller(request)
    if (caller.kind === 'stranger') {
      others.recordHeartbeat(caller.address, heartbeat.device)
      return reply.code(204).send()
    }
    const device = caller.kind === 'device' ? caller.name : heartbeat.device
    devices.recordHeartbeat({ ...heartbeat, device })
    if (caller.kind === 'device') renewCookie(request, reply)
    const isClosed = heartbeat.role === 'piece' && (await closings.isClosed(device).catch(() => false))
    return reply.send({ closed: isClosed } satisfies HeartbeatAnswer)
  })

  app.post('/api/outputs', async (request, reply) => {
    const outputs = parseBody(OutputsSchema, request.body)
    if (readCaller(request).kind !== 'local') throw new HttpError(403, 'Only this computer tells of its outputs.')
    devices.recordOutputs(outputs)
    return reply.code(204).send()
  })

  /** Before the body is read. */
  const limitBytes = async (request: FastifyRequest) => {
    const bytes = Number(request.headers['content-length'] ?? MAX_VISITS_BODY_BYTES)
    if (limits.spend(readCaller(request), 'bytes', Math.min(bytes, MAX_VISITS_BODY_BYTES))) return
    context.errorCounts['limit-exceeded']++
    throw new HttpError(429, 'Too many visits; send them again later.')
  }

  app.post('/api/visits', { bodyLimit: MAX_VISITS_BODY_BYTES, onRequest: limitBytes }, async (request, reply) => {
    const caller = readCaller(request)
    const result = v.safeParse(VisitsSchema, request.body)
    // Valid visits are stored even if others are invalid.
    const sent = Array.isArray(request.body) ? request.body.slice(0, MAX_VISITS_PER_REQUEST) : []
    const valid = result.success ? result.output : sent.filter((visit) => v.is(VisitSchema, visit))
    if (!limits.spend(caller, 'visits', valid.length)) {
      context.errorCounts['limit-exceeded']++
      throw new HttpError(429, 'Too many visits; send them again later.')
    }
    try {
      if (caller.kind === 'stranger') for (const { receipt } of valid) others.recordVisit(receipt)
      else if (valid.length > 0) await visits.put(valid)
    } catch (error) {
      recordError(context, 'counts-failed', error)
      throw new HttpError(503, 'The visits cannot be stored now; send them again later.')
    }
    if (!result.success) throw new HttpError(400, describeIssue(result.issues[0]))
    return reply.code(204).send()
  })

  app.get('/health', async (request, reply) => {
    const query = parseBody(HealthQuerySchema, request.query)
    reply.header('cache-control', 'no-store')
    if (!access.mayRead(request)) {
      if (query.device !== undefined) await access.requireRead(request)
      const isUp = (await context.files.find('index.html')) !== null
      return reply.code(isUp ? 200 : 503).send({ status: isUp ? 'up' : 'down' })
    }
    const report = await buildHealthReport(context)
    const queried = report.clients.filter(
      ({ device, role }) => device === query.device && role === (query.role ?? role),
    )
    if (query.device !== undefined) addDeviceStatus(report, query.device, queried, query.within)
    return reply.code(report.status === 'down' ? 503 : 200).send(report)
  })
}

/** Of several pages of one name, the one that was heard last counts. */
function addDeviceStatus(report: HealthReport, device: string, clients: HealthReport['clients'], within: number): void {
  const last = [...clients].sort((a, b) => a.lastHeartbeat - b.lastHeartbeat)[0]
  report.silent = !last || last.lastHeartbeat > within
  const problems = report.silent ? [] : (last?.problems ?? [])
  report.restart = report.silent || problems.some(isMendedByRestart)
  if (!report.silent && problems.length === 0) return
  const sentences = report.silent
    ? [formatSilence(device, within)]
    : problems.map((problem) => describeProblem(device, problem))
  report.reasons = [...new Set([...sentences, ...report.reasons])]
  report.status = 'down'
}

const MAX_PROBLEM_LINES = 5
const COUNTING_SENTENCE =
  'The visits of an earlier version are being counted; until then there are no counts, and new visits wait.'

const formatBuildProblem = (problem: BuildProblem | null): string[] =>
  problem
    ? [
        `The exhibit cannot be built since ${problem.since}; the one from before is shown. What is wrong:`,
        ...problem.why.split('\n').slice(0, MAX_PROBLEM_LINES),
      ]
    : []

const RENEWAL_INTERVAL_MS = DAY_MS

/** A device's cookie lasts as long as the device is used. */
function createCookieRenewal() {
  const renewedAtMs = createBoundedMap<number>(1000)
  return (request: FastifyRequest, reply: FastifyReply): void => {
    const key = deviceCookie.read(request)
    if (!key || Date.now() - (renewedAtMs.get(key) ?? 0) < RENEWAL_INTERVAL_MS) return
    renewedAtMs.set(key, Date.now())
    deviceCookie.set(request, reply, key)
  }
}

const formatSilence = (device: string, seconds: number): string =>
  `“${device}” has sent no heartbeat for ${Math.round(seconds)} s.`

async function buildHealthReport(context: ServerContext): Promise<HealthReport> {
  const { devices, visits, files, log, connectionCounts, errorCounts, version } = context
  const [index, page, freeBytes, buildProblem] = await Promise.all([
    files.readIndex(),
    files.find('index.html'),
    readFreeBytes(context.dataFolder),
    context.readBuildProblem(),
  ])
  const clients = devices.list()
  const silentPieces = clients.filter(
    ({ role, device, lastHeartbeat }) => role === 'piece' && !isTabName(device) && lastHeartbeat > MAX_HEARTBEAT_AGE_S,
  )
  const certificateLeftMs = (context.certificate?.expiresAtMs() ?? Infinity) - Date.now()
  const reasons = [
    page ? null : 'The site has no page: build the exhibit again.',
    visits.store.lastError(),
    ...visits.notes(),
    visits.isCounted() || visits.store.lastError() !== null ? null : COUNTING_SENTENCE,
    log.fileError() && `The log is not written to a file: ${log.fileError()}`,
    freeBytes !== null && freeBytes < MIN_FREE_DISK_BYTES ? 'The disk is almost full.' : null,
    isClockSet(Date.now())
      ? null
      : `This computer’s clock is not set: it says ${new Date().toISOString().slice(0, 10)}. Hours do not apply until it is.`,
    context.certificate?.problem() ?? null,
    certificateLeftMs < CERTIFICATE_WARNING_MS
      ? `The certificate expires in ${Math.floor(certificateLeftMs / DAY_MS)} days; replace it by a new one.`
      : null,
    ...formatBuildProblem(buildProblem),
    ...context.refusals.list(),
    context.knownDevices.problem(),
    context.alarms?.read().lastError ?? null,
    context.showControl.problem(),
    ...clients
      .filter(({ missingChannels }) => missingChannels > 0)
      .map(
        ({ device, missingChannels }) =>
          `The sound device of “${device}” lacks ${missingChannels} channels for “speakers” of exhibit.json: a pair plays.`,
      ),
    ...clients
      .filter(({ refused }) => refused.length > 0)
      .map(
        ({ device, refused }) =>
          `What “${device}” sends does not come through (${refused.join(', ')}); is there a proxy?`,
      ),
    ...clients
      .filter(({ device, lastHeartbeat }) => !isTabName(device) && lastHeartbeat <= MAX_HEARTBEAT_AGE_S)
      .flatMap(({ device, problems }) => problems.map((problem) => describeProblem(device, problem))),
    ...silentPieces.map(({ device, lastHeartbeat }) => formatSilence(device, lastHeartbeat)),
  ].filter((reason) => reason !== null)
  return {
    status: page ? (reasons.length > 0 ? 'degraded' : 'ok') : 'down',
    reasons,
    version,
    uptime: Math.round(process.uptime()),
    exhibit: { title: index.title, version: index.version, songs: index.songs.length },
    clients: clients.map(({ lastHeartbeat, ...client }) => ({
      ...client,
      connected: context.deviceLinks.has(client.device, client.role),
      lastHeartbeat,
      lastHeartbeatAt: new Date(Date.now() - lastHeartbeat * 1000).toISOString(),
    })),
    errors: errorCounts,
    visits: visits.totals().all.visits,
    live: connectionCounts,
    others: context.others.read(),
    disk: freeBytes === null ? null : { free: freeBytes },
    alarms: readAlarms(context.alarms),
  }
}

function readAlarms(alarms: ServerContext['alarms']): HealthReport['alarms'] {
  if (!alarms) return null
  const { waiting, silent, back } = alarms.read()
  return { waiting, silent, back }
}

const readFreeBytes = (folder: string) =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
