import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PinRejection, PinRequestSchema } from '../protocol/pin-lockout.ts'
import { HttpError } from './origin-check.ts'
import { verifyPin } from './pin-hash.ts'
import { createPinVerifier } from './pin-verifier.ts'
import { parseBody } from './read-body.ts'
import type { ServerContext } from './server-context.ts'
import { createSessions } from './staff-sessions.ts'

/** Browsers share cookies among ports: one for HTTPS could not be written by http://localhost. */
const getCookieName = ({ protocol }: FastifyRequest) =>
  protocol === 'https' ? '__Host-songwalk-staff' : 'songwalk-staff'
const LOCKOUT_KEY = 'staff!lock'
/** Of all together, in a minute: a person is never this fast, and each try costs a tenth of a second. */
const MAX_ATTEMPTS_PER_MINUTE = 60

/** What the staff may see, with the PIN. */
export async function addStaffRoutes(
  app: FastifyInstance,
  museum: ServerContext,
  pinHash: string | undefined,
): Promise<void> {
  const { visits, files, log } = museum
  if (pinHash === undefined) {
    const none = () => {
      // Not 404, which any other server says: devices that know an earlier PIN are to forget it.
      throw new HttpError(410, 'No PIN was set for this exhibit; make one with “npm run exhibit -- pin”.')
    }
    for (const url of ['/api/staff', '/api/counts', '/api/visits.csv']) app.get(url, none)
    for (const url of ['/api/staff/enter', '/api/staff/leave']) app.post(url, none)
    return
  }
  await app.register(cookie)
  await app.register(rateLimit, {
    global: false,
    max: MAX_ATTEMPTS_PER_MINUTE,
    timeWindow: 60_000,
    // For all together: trying from many addresses is no faster, and no address is remembered.
    keyGenerator: () => 'all',
    errorResponseBuilder: (_, { ttl }) =>
      new HttpError(429, 'too many', { left: 0, lockedFor: Math.ceil(ttl / 1000) } satisfies PinRejection),
  })
  const sessions = createSessions()
  const verifyAttempt = createPinVerifier({
    verify: (pin) => verifyPin(pin, pinHash),
    load: async () => (await visits.store.get([LOCKOUT_KEY]))[0],
    save: (state) => visits.store.write([[LOCKOUT_KEY, state]]),
  })

  app.post('/api/staff/enter', { config: { rateLimit: {} } }, async (request, reply) => {
    const { pin } = parseBody(PinRequestSchema, request.body)
    const rejection = await verifyAttempt(pin)
    if (rejection) {
      log.logger.warn(rejection, 'a wrong PIN was entered')
      return reply.code(rejection.left > 0 ? 401 : 429).send(rejection satisfies PinRejection)
    }
    log.logger.info('the staff has entered')
    return setSessionCookie(request, reply, sessions.begin()).code(204).send()
  })

  app.post('/api/staff/leave', async (request, reply) => {
    sessions.end(request.cookies[getCookieName(request)])
    return reply
      .clearCookie(getCookieName(request), { path: '/', secure: request.protocol === 'https' })
      .code(204)
      .send()
  })

  const insideOnly = async (request: FastifyRequest) => {
    if (!sessions.refresh(request.cookies[getCookieName(request)])) throw new HttpError(401, 'Enter the PIN first.')
  }
  app.get('/api/staff', { onRequest: insideOnly }, (_, reply) => reply.code(204).send())
  app.get('/api/counts', { onRequest: insideOnly }, () => visits.counts())
  app.get('/api/visits.csv', { onRequest: insideOnly }, async (_, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="visits.csv"')
      .send(visits.formatCsv((await files.readIndex()).songs)),
  )
}

const setSessionCookie = (request: FastifyRequest, reply: FastifyReply, token: string) =>
  reply.setCookie(getCookieName(request), token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    path: '/',
  })
