import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { RawData, WebSocket } from 'ws'
import { DeviceNameSchema } from '../protocol/device-name-schema.ts'
import { deviceRoles } from '../protocol/health.ts'
import { type GoneMessage, LiveMessageSchema, PingMessageSchema, type PongMessage } from '../protocol/live-messages.ts'
import type { Caller } from './caller.ts'
import { createMessageRateLimit } from './message-rate-limit.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { readServerTimeMs } from './server-time.ts'
import { createSpectatorSender } from './spectator-sender.ts'

/** Of one connection. */
const MAX_MESSAGES_PER_S = 60
const MAX_BYTES_PER_S = 256 * 1024
/** The largest message of a page has 12 kB. */
const MAX_MESSAGE_BYTES = 16 * 1024
const MAX_CONNECTIONS = 1000
/** Of devices that nobody has let in, and of one of their addresses. */
const MAX_STRANGER_CONNECTIONS = 300
const MAX_CONNECTIONS_PER_ADDRESS = 30
/** They may set their clocks, and their other messages are not read. */
const MAX_PING_BYTES = 200
/** A connection that has not answered a ping by the next one is closed. */
const PING_INTERVAL_MS = 15_000
/** For the closing handshake when the server closes. */
const CLOSE_TIMEOUT_MS = 1000

const ClientMessageSchema = v.variant('type', [LiveMessageSchema, PingMessageSchema])

/** RFC 6455, 7.4.1, and the registry of close codes. */
const CLOSE_CODES = { goingAway: 1001, notText: 1003, notJson: 1007, notAllowed: 1008, tryAgainLater: 1013 }

/** Must be registered before hooks that refuse requests: their answer then closes the connection. */
export async function addWebSocketSupport(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, clientTracking: true },
    errorHandler: (_, socket) => socket.terminate(),
    preClose(done) {
      const sockets = [...this.websocketServer.clients]
      for (const socket of sockets) socket.close(CLOSE_CODES.goingAway, 'The server closes.')
      const timer = setTimeout(() => {
        for (const socket of sockets) socket.terminate()
      }, CLOSE_TIMEOUT_MS)
      this.websocketServer.close(() => clearTimeout(timer))
      done()
    },
  })
}

/** WS /live: passes the messages of pieces on to all spectators and the house, and commands on to devices. */
export function addLiveRoute(app: FastifyInstance, context: ServerContext): void {
  const { connectionCounts, readCaller, deviceLinks, showControl } = context
  /** By address. */
  const strangers = new Map<string, number>()
  const mayConnect = (caller: Caller): boolean => {
    if (connectionCounts.piece + connectionCounts.spectator >= MAX_CONNECTIONS) return false
    if (caller.kind !== 'stranger') return true
    const all = [...strangers.values()].reduce((sum, count) => sum + count, 0)
    return all < MAX_STRANGER_CONNECTIONS && (strangers.get(caller.address) ?? 0) < MAX_CONNECTIONS_PER_ADDRESS
  }
  const countStranger = (caller: Caller, change: 1 | -1) => {
    if (caller.kind !== 'stranger') return
    const count = (strangers.get(caller.address) ?? 0) + change
    if (count > 0) strangers.set(caller.address, count)
    else strangers.delete(caller.address)
  }
  const spectators = new Map<WebSocket, (device: string, text: string) => void>()
  /** The connection and the last message of each device. */
  const pieces = new Map<string, { socket: WebSocket; text: string }>()
  const sendToSpectators = (device: string, text: string) => {
    for (const send of spectators.values()) send(device, text)
  }

  app.get<{ Querystring: { role?: string; device?: string } }>('/live', { websocket: true }, (socket, request) => {
    const role = deviceRoles.find((candidate) => candidate === request.query.role)
    if (!role) return socket.close(CLOSE_CODES.notAllowed, 'role is piece or spectator')
    const caller = readCaller(request)
    if (!mayConnect(caller)) {
      recordError(context, 'live-refused', 'too many connections')
      return socket.close(CLOSE_CODES.tryAgainLater, 'too many connections')
    }
    connectionCounts[role]++
    countStranger(caller, 1)
    const limitRate = createMessageRateLimit(MAX_MESSAGES_PER_S)
    const limitBytes = createMessageRateLimit(MAX_BYTES_PER_S)
    /** A page on this computer is named by its address, or else by its first message. */
    let device: string | null = caller.kind === 'device' ? caller.name : null
    if (caller.kind === 'local' && v.is(DeviceNameSchema, request.query.device)) device = request.query.device
    const send = (text: string) => socket.readyState === socket.OPEN && socket.send(text)
    const close = () => socket.close(CLOSE_CODES.notAllowed, 'the key was withdrawn')
    let unlink = device === null ? null : deviceLinks.add({ device, role, send, close })
    if (role === 'spectator') {
      const sendState = createSpectatorSender(socket)
      spectators.set(socket, sendState)
      for (const [name, { text }] of pieces) sendState(name, text)
    }

    socket.on('message', (data, isBinary) => {
      const now = performance.now()
      const rates = [limitRate(now), limitBytes(now, (data as Buffer).length)]
      if (rates.includes('flood')) return socket.close(CLOSE_CODES.notAllowed, 'too many messages')
      if (rates.includes('over') || socket.readyState !== socket.OPEN) return
      if (caller.kind === 'stranger' && (data as Buffer).length > MAX_PING_BYTES) return
      if (isBinary) return socket.close(CLOSE_CODES.notText, 'text only')
      const message = parseMessage(data)
      if (typeof message === 'number') return socket.close(message, 'invalid message')
      if (message.type === 'ping')
        return socket.send(
          JSON.stringify({ type: 'pong', sent: message.sent, at: readServerTimeMs() } satisfies PongMessage),
        )
      if (role !== 'piece') return socket.close(CLOSE_CODES.notAllowed, 'not allowed')
      if (caller.kind === 'stranger') return
      device ??= message.device
      unlink ??= deviceLinks.add({ device, role, send, close })
      if (caller.kind === 'local' && device !== message.device)
        return socket.close(CLOSE_CODES.notAllowed, 'not allowed')
      const text = JSON.stringify({ ...message, device })
      pieces.set(device, { socket, text })
      sendToSpectators(device, text)
      showControl.tell({ ...message, device })
    })

    let hasAnswered = true
    socket.on('pong', () => {
      hasAnswered = true
    })
    const pingTimer = setInterval(() => {
      if (!hasAnswered) return socket.terminate()
      hasAnswered = false
      socket.ping()
    }, PING_INTERVAL_MS)

    socket.on('close', () => {
      clearInterval(pingTimer)
      unlink?.()
      connectionCounts[role]--
      countStranger(caller, -1)
      spectators.delete(socket)
      // After a reload, the new connection of a device may open before the old one closes.
      if (device === null || pieces.get(device)?.socket !== socket) return
      pieces.delete(device)
      sendToSpectators(device, JSON.stringify({ type: 'gone', device } satisfies GoneMessage))
      showControl.forget(device)
    })
  })
}

/** @returns the message, or the code to close with */
function parseMessage(data: RawData): v.InferOutput<typeof ClientMessageSchema> | number {
  try {
    const result = v.safeParse(ClientMessageSchema, JSON.parse(String(data)))
    return result.success ? result.output : CLOSE_CODES.notAllowed
  } catch {
    return CLOSE_CODES.notJson
  }
}
