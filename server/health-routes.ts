import { statfs } from 'node:fs/promises'
import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import { HeartbeatSchema, VisitSchema, VisitsSchema } from '../protocol/live-messages.ts'
import { Refusal } from './origin-check.ts'
import { readBody, wrongIn } from './read-body.ts'
import { type Museum, noteTrouble } from './server-context.ts'

/** A piece that is named and was heard of today is missed after so long. Seconds. */
const MISSED = 60
/** Counts, logs and browsers need some. Bytes. */
const LEAST_DISK = 200 * 2 ** 20
const SOON = 14 * 24 * 60 * 60 * 1000

const WatchSchema = v.object({
  device: v.optional(v.string()),
  role: v.optional(v.picklist(['piece', 'spectator'])),
  within: v.optional(v.pipe(v.string(), v.regex(/^\d{1,6}$/), v.transform(Number)), '60'),
})

/** Heartbeats and visits come in; how all of it is goes out. */
export function serveHealth(app: FastifyInstance, museum: Museum): void {
  const { clients, visits } = museum

  app.post('/api/heartbeat', async (request, reply) => {
    clients.beat(readBody(HeartbeatSchema, request.body))
    return reply.code(204).send()
  })

  app.post('/api/visits', { bodyLimit: 4 * 2 ** 20 }, async (request, reply) => {
    const all = v.safeParse(VisitsSchema, request.body)
    // One that is not understood loses none of the others.
    const sent = Array.isArray(request.body) ? request.body.slice(0, 100) : []
    const understood = all.success ? all.output : sent.filter((one) => v.is(VisitSchema, one))
    try {
      if (understood.length > 0) await visits.put(understood)
    } catch (error) {
      noteTrouble(museum, 'counts-failed', error)
      throw new Refusal(503, 'The visits cannot be kept now; keep them, and send them again later.')
    }
    if (!all.success) throw new Refusal(400, wrongIn(all.issues[0]))
    return reply.code(204).send()
  })

  app.get('/health', async (request, reply) => {
    const watch = readBody(WatchSchema, request.query)
    const health = await healthOf(museum)
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

async function healthOf(museum: Museum) {
  const { clients, visits, files, log, live, troubles, version } = museum
  const [release, page, free] = await Promise.all([files.release(), files.find('index.html'), freeBytes(museum.data)])
  const list = clients.list()
  const lost = list.filter(
    ({ role, device, lastHeartbeat: seconds }) => role === 'piece' && !device.startsWith('tab-') && seconds > MISSED,
  )
  const daysLeft = Math.floor((museum.certificateEnds() - Date.now()) / 86_400_000)
  const reasons = [
    page ? null : 'The site has no page: build the exhibit again.',
    visits.store.trouble(),
    ...visits.store.mended,
    log.trouble() && `The log is not written to a file: ${log.trouble()}`,
    free !== null && free < LEAST_DISK ? 'The disk is almost full.' : null,
    museum.certificateEnds() < Date.now() + SOON ? `The certificate runs out in ${daysLeft} days.` : null,
    ...lost.map(({ device, lastHeartbeat: seconds }) => `“${device}” was not heard of for ${Math.round(seconds)} s.`),
  ].filter((reason) => reason !== null)
  return {
    status: (page ? (reasons.length > 0 ? 'degraded' : 'ok') : 'down') as 'ok' | 'degraded' | 'down',
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
    visits: visits.total(),
    live,
    disk: free === null ? null : { free },
  }
}

const freeBytes = (folder: string) =>
  statfs(folder).then(
    ({ bavail, bsize }) => bavail * bsize,
    () => null,
  )
