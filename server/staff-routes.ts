import { Readable } from 'node:stream'
import rateLimit from '@fastify/rate-limit'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import * as v from 'valibot'
import { type CommandAnswer, CommandRequestSchema } from '../protocol/device-commands.ts'
import { isTabName } from '../protocol/device-name.ts'
import { DeviceNameSchema } from '../protocol/device-name-schema.ts'
import { type PinRejection, PinRequestSchema } from '../protocol/pin-lockout.ts'
import type { AlarmTest, DeviceCode, DeviceEntry, KnownDeviceList } from '../protocol/staff-devices.ts'
import { deviceCookie } from './caller.ts'
import { nameCaller } from './caller-limits.ts'
import { commandDevices } from './command-devices.ts'
import { HttpError } from './http-error.ts'
import { parseBody } from './parse-body.ts'
import { verifyPin } from './pin-hash.ts'
import { createPinVerifier } from './pin-verifier.ts'
import type { ServerContext } from './server-context.ts'
import { staffCookie } from './staff-sessions.ts'
import { streamCounts, streamCsv } from './visits/stream-totals.ts'

const LOCKOUT_PREFIX = 'staff!lock!'
/** Checking a PIN takes 0.1 s of processor time. */
const MAX_ATTEMPTS_PER_MINUTE = 60
const STAFF_PATHS = {
  get: ['/api/staff', '/api/staff/devices'],
  post: [
    '/api/staff/enter',
    '/api/staff/leave',
    '/api/staff/closed',
    '/api/staff/code',
    '/api/staff/withdraw',
    '/api/staff/command',
    '/api/staff/alarm',
  ],
}

const ClosedSchema = v.object({ device: DeviceNameSchema, closed: v.boolean() })
const WithdrawSchema = v.object({ device: DeviceNameSchema })

/**
 * /api/staff, for staff who have entered the PIN; /api/counts and /api/visits.csv, for all who may read.
 * @param pinHash null: there may be a PIN, but it is not known
 */
export async function addStaffRoutes(
  app: FastifyInstance,
  context: ServerContext,
  pinHash: string | null | undefined,
): Promise<void> {
  const { visits, files, access } = context
  const onRequest = async (request: FastifyRequest) => {
    await access.requireRead(request)
    if (!visits.isCounted()) throw new HttpError(503, 'The visits are being counted; ask again in a minute.')
  }
  app.get('/api/counts', { onRequest }, (_, reply) =>
    reply.type('application/json; charset=utf-8').send(Readable.from(streamCounts(visits.totals()))),
  )
  app.get('/api/visits.csv', { onRequest }, async (_, reply) =>
    reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="visits.csv"')
      .send(Readable.from(streamCsv(visits.totals(), (await files.readIndex()).songs))),
  )
  if (typeof pinHash === 'string') return addPinRoutes(app, context, pinHash)
  const rejectWithoutPin = () => {
    // 410 makes devices forget an earlier PIN; other answers do not, because any other server may give them.
    if (pinHash === undefined)
      throw new HttpError(410, 'This exhibit has no PIN; set one with “npm run exhibit -- pin”.')
    throw new HttpError(503, 'The PIN is not known, because exhibit.json cannot be read.')
  }
  for (const url of STAFF_PATHS.get) app.get(url, rejectWithoutPin)
  for (const url of STAFF_PATHS.post) app.post(url, rejectWithoutPin)
}

async function addPinRoutes(app: FastifyInstance, context: ServerContext, pinHash: string): Promise<void> {
  const { visits, log, sessions, knownDevices, devices, deviceLinks, closings, readCaller } = context
  await app.register(rateLimit, {
    global: false,
    max: MAX_ATTEMPTS_PER_MINUTE,
    timeWindow: 60_000,
    // Devices that nobody has let in share one limit, so that they cannot keep the staff waiting.
    keyGenerator: (request) => {
      const caller = readCaller(request)
      return caller.kind === 'stranger' ? 'strangers' : nameCaller(caller)
    },
    errorResponseBuilder: (_, { ttl }) =>
      new HttpError(429, 'Too many attempts; wait a minute.', {
        left: 0,
        lockedFor: Math.ceil(ttl / 1000),
      } satisfies PinRejection),
  })
  const verifyAttempt = createPinVerifier({
    verify: (pin) => verifyPin(pin, pinHash),
    load: async (name) => (await visits.store.get([LOCKOUT_PREFIX + name]))[0],
    save: (name, state) => visits.store.write([[LOCKOUT_PREFIX + name, state]]),
  })

  /** Gives a device from the network a key, and a new one if it asks for another name. */
  const letIn = async (request: FastifyRequest, reply: FastifyReply, requested: string | undefined) => {
    const caller = readCaller(request)
    if (caller.kind === 'local') return requested ?? ''
    const before = caller.kind === 'device' ? caller.name : null
    if (before !== null && (requested === undefined || requested === before || isTabName(requested))) return before
    const { name, key } = await knownDevices.letIn(requested, before)
    deviceCookie.set(request, reply, key)
    log.logger.info({ device: name }, 'a device was let in')
    return name
  }

  app.post('/api/staff/enter', { config: { rateLimit: {} } }, async (request, reply) => {
    const { pin, device } = parseBody(PinRequestSchema, request.body)
    const caller = readCaller(request)
    if (knownDevices.useCode(pin, nameCaller(caller))) {
      return reply.send({ device: await letIn(request, reply, device) } satisfies DeviceEntry)
    }
    const rejection = await verifyAttempt(pin, caller)
    if (rejection) {
      log.logger.warn(rejection, 'a wrong PIN was entered')
      return reply.code(rejection.left > 0 ? 401 : 429).send(rejection satisfies PinRejection)
    }
    log.logger.info('the staff has signed in')
    // With a full disk the staff signs in all the same.
    await letIn(request, reply, device).catch(() => {})
    return staffCookie.set(request, reply, sessions.begin()).code(204).send()
  })

  app.post('/api/staff/leave', async (request, reply) => {
    sessions.end(staffCookie.read(request))
    return staffCookie.clear(request, reply).code(204).send()
  })

  const requireSession = async (request: FastifyRequest) => {
    if (!sessions.refresh(staffCookie.read(request))) throw new HttpError(401, 'Enter the PIN first.')
  }
  app.get('/api/staff', { onRequest: requireSession }, (_, reply) => reply.code(204).send())

  app.post('/api/staff/closed', { onRequest: requireSession }, async (request, reply) => {
    const { device, closed } = parseBody(ClosedSchema, request.body)
    const caller = readCaller(request)
    await closings.set(caller.kind === 'device' ? caller.name : device, closed)
    return reply.code(204).send()
  })

  app.post('/api/staff/command', { onRequest: requireSession }, (request) => {
    const { device, command } = parseBody(CommandRequestSchema, request.body)
    const devices = commandDevices(context, device, command)
    log.logger.info({ devices, command }, 'the staff commands')
    return { devices } satisfies CommandAnswer
  })

  app.post('/api/staff/alarm', { onRequest: requireSession, config: { rateLimit: {} } }, async () => {
    if (!context.alarms) throw new HttpError(404, 'exhibit.json has no “alarm”.')
    return { problem: await context.alarms.test() } satisfies AlarmTest
  })

  app.get('/api/staff/devices', { onRequest: requireSession }, () => knownDevices.list() satisfies KnownDeviceList)
  app.post('/api/staff/code', { onRequest: requireSession }, () => knownDevices.createCode() satisfies DeviceCode)
  app.post('/api/staff/withdraw', { onRequest: requireSession }, async (request, reply) => {
    const { device } = parseBody(WithdrawSchema, request.body)
    await knownDevices.withdraw(device)
    devices.forget(device)
    deviceLinks.closeAll(device)
    context.alarms?.forget(device)
    log.logger.info({ device }, 'the key of a device was withdrawn')
    return reply.code(204).send()
  })
}
