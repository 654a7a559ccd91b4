import websocket from '@fastify/websocket'
import type { FastifyInstance } from 'fastify'
import * as v from 'valibot'
import type { RawData, WebSocket } from 'ws'
import { type GoneMessage, LiveMessageSchema, PingMessageSchema, type PongMessage } from '../protocol/live-messages.ts'
import { createMessageRateLimit } from './message-rate-limit.ts'
import { recordError, type ServerContext } from './server-context.ts'
import { createSpectatorSender } from './spectator-socket.ts'

/** Messages a second from one connection, and bytes of one. */
const MAX_MESSAGES_PER_S = 60
const MAX_MESSAGE_BYTES = 64 * 1024
const MAX_CONNECTIONS = 1000
/** Who has not answered a ping when the next one is due is gone. Milliseconds. */
const PING_INTERVAL_MS = 15_000
/** How long connections have to say goodbye when the server ends. Milliseconds. */
const CLOSE_TIMEOUT_MS = 1000

const ClientMessageSchema = v.variant('type', [LiveMessageSchema, PingMessageSchema])

/** Close codes of RFC 6455 (7.4.1) and their registry. */
const CLOSE_CODES = { ends: 1001, notText: 1003, notJson: 1007, notAllowed: 1008, full: 1013 }

/** Milliseconds since 1970, by a clock that only goes on: pieces and spectators set theirs by it. */
const readServerTimeMs = () => performance.timeOrigin + performance.now()

/** Before all else that looks at a request: only what is refused after it, is refused with its connection closed. */
export async function addWebSocketSupport(app: FastifyInstance): Promise<void> {
  await app.register(websocket, {
    options: { maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, clientTracking: true },
    errorHandler: (_, socket) => socket.terminate(),
    preClose(done) {
      const clients = [...this.websocketServer.clients]
      for (const socket of clients) socket.close(CLOSE_CODES.ends, 'The server ends.')
      const late = setTimeout(() => {
        for (const socket of clients) socket.terminate()
      }, CLOSE_TIMEOUT_MS)
      this.websocketServer.close(() => clearTimeout(late))
      done()
    },
  })
}

/** WS /live: what pieces do goes to all spectators. */
export function addLiveRoute(app: FastifyInstance, museum: ServerContext): void {
  const { connectionCounts: live } = museum
  const spectators = new Map<WebSocket, (device: string, text: string) => void>()
  /** The connection that speaks for a device, and what it said last. */
  const pieces = new Map<string, { socket: WebSocket; text: string }>()

  app.get<{ Querystring: { role?: string } }>('/live', { websocket: true }, (socket, request) => {
    const { role } = request.query
    if (role !== 'piece' && role !== 'spectator')
      return socket.close(CLOSE_CODES.notAllowed, 'role is piece or spectator')
    if (live.piece + live.spectator >= MAX_CONNECTIONS) {
      recordError(museum, 'live-refused', `more than ${MAX_CONNECTIONS} connections`)
      return socket.close(CLOSE_CODES.full, 'too many connections')
    }
    live[role]++
    const budget = createMessageRateLimit(MAX_MESSAGES_PER_S)
    let device: string | null = null
    if (role === 'spectator') {
      const show = createSpectatorSender(socket)
      spectators.set(socket, show)
      for (const [name, { text }] of pieces) show(name, text)
    }

    socket.on('message', (data, isBinary) => {
      const spent = budget(performance.now())
      if (spent === 'flood') return socket.close(CLOSE_CODES.notAllowed, 'too many messages')
      if (spent === 'over' || socket.readyState !== socket.OPEN) return
      if (isBinary) return socket.close(CLOSE_CODES.notText, 'text only')
      const message = parseMessage(data)
      if (typeof message === 'number') return socket.close(message, 'not understood')
      if (message.type === 'ping')
        return socket.send(
          JSON.stringify({ type: 'pong', sent: message.sent, at: readServerTimeMs() } satisfies PongMessage),
        )
      device ??= message.device
      if (role !== 'piece' || device !== message.device) return socket.close(CLOSE_CODES.notAllowed, 'not allowed')
      const text = JSON.stringify(message)
      pieces.set(device, { socket, text })
      for (const show of spectators.values()) show(device, text)
    })

    let answered = true
    socket.on('pong', () => {
      answered = true
    })
    const beat = setInterval(() => {
      if (!answered) return socket.terminate()
      answered = false
      socket.ping()
    }, PING_INTERVAL_MS)

    socket.on('close', () => {
      clearInterval(beat)
      live[role]--
      spectators.delete(socket)
      // After a reload the new connection may be there before the old one is gone.
      if (device === null || pieces.get(device)?.socket !== socket) return
      pieces.delete(device)
      for (const show of spectators.values())
        show(device, JSON.stringify({ type: 'gone', device } satisfies GoneMessage))
    })
  })
}

/** What was sent, or the code to close with. */
function parseMessage(data: RawData): v.InferOutput<typeof ClientMessageSchema> | number {
  try {
    const read = v.safeParse(ClientMessageSchema, JSON.parse(String(data)))
    return read.success ? read.output : CLOSE_CODES.notAllowed
  } catch {
    return CLOSE_CODES.notJson
  }
}
