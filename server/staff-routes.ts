import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PinRefused, PinSchema } from '../protocol/live-messages.ts'
import { Refusal } from './origin-check.ts'
import { verifyPin } from './pin-hash.ts'
import { createPinLock } from './pin-lock.ts'
import { readBody } from './read-body.ts'
import type { Museum } from './server-context.ts'
import { createSessions } from './staff-sessions.ts'

/** Browsers share cookies among ports: one for HTTPS could not be written by http://localhost. */
const cookieOf = ({ protocol }: FastifyRequest) => (protocol === 'https' ? '__Host-songwalk-staff' : 'songwalk-staff')
const LOCK = 'staff!lock'
/** Of all together, in a minute: a person is never this fast, and each try costs a tenth of a second. */
const TRIES_A_MINUTE = 60

/** What the staff may see, with the PIN. */
export async function serveStaff(app: FastifyInstance, museum: Museum, pinHash: string | undefined): Promise<void> {
  const { visits, files, log } = museum
  if (pinHash === undefined) {
    const none = () => {
      // Not 404, which any other server says: devices that know an earlier PIN are to forget it.
      throw new Refusal(410, 'No PIN was set for this exhibit; make one with “npm run exhibit -- pin”.')
    }
    for (const url of ['/api/staff', '/api/counts', '/api/visits.csv']) app.get(url, none)
    for (const url of ['/api/staff/enter', '/api/staff/leave']) app.post(url, none)
    return
  }
  await app.register(cookie)
  await app.register(rateLimit, {
    global: false,
    max: TRIES_A_MINUTE,
    timeWindow: 60_000,
    // For all together: trying from many addresses is no faster, and no address is remembered.
    keyGenerator: () => 'all',
    errorResponseBuilder: (_, { ttl }) =>
      new Refusal(429, 'too many', { left: 0, lockedFor: Math.ceil(ttl / 1000) } satisfies PinRefused),
  })
  const sessions = createSessions()
  const tryPin = createPinLock({
    verify: (pin) => verifyPin(pin, pinHash),
    read: async () => (await visits.store.get([LOCK]))[0],
    keep: (state) => visits.store.write([[LOCK, state]]),
  })

  app.post('/api/staff/enter', { config: { rateLimit: {} } }, async (request, reply) => {
    const { pin } = readBody(PinSchema, request.body)
    const refused = await tryPin(pin)
    if (refused) {
      log.logger.warn(refused, 'a wrong PIN was entered')
      return reply.code(refused.left > 0 ? 401 : 429).send(refused satisfies PinRefused)
    }
    log.logger.info('the staff has entered')
    return keepCookie(request, reply, sessions.begin()).code(204).send()
  })

  app.post('/api/staff/leave', async (request, reply) => {
    sessions.end(request.cookies[cookieOf(request)])
    return reply
      .clearCookie(cookieOf(request), { path: '/', secure: request.protocol === 'https' })
      .code(204)
      .send()
  })

  const insideOnly = async (request: FastifyRequest) => {
    if (!sessions.holds(request.cookies[cookieOf(request)])) throw new Refusal(401, 'Enter the PIN first.')
  }
  app.get('/api/staff', { onRequest: insideOnly }, (_, reply) => reply.code(204).send())
  app.get('/api/counts', { onRequest: insideOnly }, () => visits.counts())
  app.get('/api/visits.csv', { onRequest: insideOnly }, async (_, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="visits.csv"')
      .send(visits.csv((await files.release()).songs)),
  )
}

const keepCookie = (request: FastifyRequest, reply: FastifyReply, token: string) =>
  reply.setCookie(cookieOf(request), token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    path: '/',
  })
