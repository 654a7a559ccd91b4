import { createServer, request } from 'node:http'
import { text } from 'node:stream/consumers'
import { WebSocket, WebSocketServer } from 'ws'
import type { Heartbeat } from '../../../protocol/health.ts'
import type { LiveMessage } from '../../../protocol/live-messages.ts'
import { findFreePort } from './free-port.ts'

/** What an exhibit's server does for the second screen, and no more: files from elsewhere, and /live. */
export interface LiveRelay {
  url: string
  /** A piece that is nothing but its messages. */
  connectPiece(device: string): Promise<{ tell(message: LiveMessage): void; close(): void }>
  /** Milliseconds, by its clock: far from that of any page. */
  readClockMs(): number
  /** All that pages have told of themselves. */
  heartbeats: Heartbeat[]
  close(): Promise<void>
}

const CLOCK_OFFSET_MS = 5_000_000

/** @param files where the site is served. @param port of a relay that was closed, to start it again */
export async function startRelay(files: string, port?: number): Promise<LiveRelay> {
  const now = () => performance.now() + CLOCK_OFFSET_MS
  const heartbeats: Heartbeat[] = []
  const server = createServer((asked, answer) => {
    if (asked.url?.startsWith('/api/')) {
      void text(asked).then((body) => {
        if (asked.url === '/api/heartbeat') heartbeats.push(JSON.parse(body))
        answer.writeHead(204).end()
      })
      return
    }
    const fail = () => answer.writeHead(502).end()
    const headers = { ...asked.headers, host: new URL(files).host }
    request(new URL(asked.url ?? '/', files), { headers }, (given) => {
      answer.writeHead(given.statusCode ?? 500, given.headers)
      given.pipe(answer)
    })
      .on('error', fail)
      .end()
  })
  const sockets = new WebSocketServer({ server, path: '/live' })
  const spectators = new Set<WebSocket>()
  const tellAll = (told: string) => {
    for (const spectator of spectators) spectator.send(told)
  }
  sockets.on('connection', (socket, { url }) => {
    let device: string | null = null
    if (url?.endsWith('role=spectator')) spectators.add(socket)
    socket.on('message', (data) => {
      const message = JSON.parse(String(data)) as { type: string; sent: number; device: string }
      if (message.type === 'ping') socket.send(JSON.stringify({ type: 'pong', sent: message.sent, at: now() }))
      if (message.type !== 'live') return
      device = message.device
      tellAll(String(data))
    })
    socket.on('close', () => {
      spectators.delete(socket)
      if (device !== null) tellAll(JSON.stringify({ type: 'gone', device }))
    })
  })
  const ownPort = port ?? (await findFreePort())
  await new Promise<void>((resolve) => server.listen(ownPort, 'localhost', resolve))
  const address = `localhost:${ownPort}`
  return {
    url: `http://${address}/`,
    readClockMs: now,
    heartbeats,
    connectPiece: async (device) => {
      const socket = new WebSocket(`ws://${address}/live?role=piece`)
      await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject))
      let last = ''
      const say = () => socket.readyState === WebSocket.OPEN && last && socket.send(last)
      // As a piece at rest does.
      const beat = setInterval(() => {
        last = last.replace(/"at":[\d.]+/, `"at":${now()}`)
        say()
      }, 500)
      return {
        tell: (message) => {
          last = JSON.stringify({ ...message, device, at: now() })
          say()
        },
        close: () => {
          clearInterval(beat)
          socket.close()
        },
      }
    },
    close: async () => {
      for (const socket of sockets.clients) socket.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
