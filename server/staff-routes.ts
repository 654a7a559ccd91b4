import { Readable } from 'node:stream'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type PinRejection, PinRequestSchema } from '../protocol/pin-lockout.ts'
import { HttpError } from './http-error.ts'
import { parseBody } from './parse-body.ts'
import { verifyPin } from './pin-hash.ts'
import { createPinVerifier } from './pin-verifier.ts'
import type { ServerContext } from './server-context.ts'
import { createSessions } from './staff-sessions.ts'
import { streamCounts, streamCsv } from './visits/stream-totals.ts'

/** Two names, because browsers share cookies among ports, and http://localhost cannot overwrite a cookie of HTTPS. */
const getCookieName = ({ protocol }: FastifyRequest) =>
  protocol === 'https' ? '__Host-songwalk-staff' : 'songwalk-staff'
const LOCKOUT_KEY = 'staff!lock'
/** From all devices together; checking a PIN takes 0.1 s of processor time. */
const MAX_ATTEMPTS_PER_MINUTE = 60

/** /api/staff, /api/counts and /api/visits.csv, for staff who have entered the PIN. */
export async function addStaffRoutes(
  app: FastifyInstance,
  context: ServerContext,
  pinHash: string | undefined,
): Promise<void> {
  const { visits, files, log } = context
  if (pinHash === undefined) {
    const rejectWithoutPin = () => {
      // 410 makes devices forget an earlier PIN; 404 would not, because any other server answers it.
      throw new HttpError(410, 'This exhibit has no PIN; set one with “npm run exhibit -- pin”.')
    }
    for (const url of ['/api/staff', '/api/counts', '/api/visits.csv']) app.get(url, rejectWithoutPin)
    for (const url of ['/api/staff/enter', '/api/staff/leave']) app.post(url, rejectWithoutPin)
    return
  }
  await app.register(cookie)
  await app.register(rateLimit, {
    global: false,
    max: MAX_ATTEMPTS_PER_MINUTE,
    timeWindow: 60_000,
    // One limit for all: attempts from many addresses are no faster, and no address is stored.
    keyGenerator: () => 'all',
    errorResponseBuilder: (_, { ttl }) =>
      new HttpError(429, 'Too many attempts; wait a minute.', {
        left: 0,
        lockedFor: Math.ceil(ttl / 1000),
      } satisfies PinRejection),
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
    log.logger.info('the staff has signed in')
    return setSessionCookie(request, reply, sessions.begin()).code(204).send()
  })

  app.post('/api/staff/leave', async (request, reply) => {
    sessions.end(request.cookies[getCookieName(request)])
    return reply
      .clearCookie(getCookieName(request), { path: '/', secure: request.protocol === 'https' })
      .code(204)
      .send()
  })

  const requireSession = async (request: FastifyRequest) => {
    if (!sessions.refresh(request.cookies[getCookieName(request)])) throw new HttpError(401, 'Enter the PIN first.')
  }
  app.get('/api/staff', { onRequest: requireSession }, (_, reply) => reply.code(204).send())
  app.get('/api/counts', { onRequest: requireSession }, (_, reply) =>
    reply.type('application/json; charset=utf-8').send(Readable.from(streamCounts(visits.totals()))),
  )
  app.get('/api/visits.csv', { onRequest: requireSession }, async (_, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="visits.csv"')
      .send(Readable.from(streamCsv(visits.totals(), (await files.readIndex()).songs))),
  )
}

const setSessionCookie = (request: FastifyRequest, reply: FastifyReply, token: string) =>
  reply.setCookie(getCookieName(request), token, {
    httpOnly: true,
    sameSite: 'strict',
    secure: request.protocol === 'https',
    path: '/',
  })
