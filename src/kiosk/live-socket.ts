import { createServerClock, type ServerClock } from './server-clock.ts'

/** The way to the server's /live; it opens itself again for as long as the page lives. */
export type LiveSocket = {
  readonly clock: ServerClock
  /** @returns false while there is no server; what is told then is lost. */
  send: (text: string) => boolean
  close: () => void
}

const ROUND = 5
const ROUND_EVERY = 10_000
const PING_EVERY = 80
/** Milliseconds before the first and the longest later attempts. */
const SOONEST = 500
const LATEST = 15_000
/** What has not been answered for so long is gone, even if nobody said so. */
const SILENCE = 25_000
/** So much may wait to be sent: a network that is too slow for more gets less. */
const MOST_WAITING = 16_384

type Heard = { hear?: (message: Record<string, unknown>) => void; gone?: () => void }

/** @param heard whatever comes but pongs, parsed; and that the server is gone. */
export function openLiveSocket(role: 'piece' | 'spectator', { hear, gone }: Heard = {}): LiveSocket {
  const clock = createServerClock()
  const url = new URL(`live?role=${role}`, document.baseURI)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  let socket: WebSocket | null = null
  let wait = SOONEST
  let closed = false
  let timer = 0
  let pings = 0
  let lastHeard = 0

  const ping = () => {
    if (socket?.readyState !== WebSocket.OPEN) return
    if (performance.now() - lastHeard > SILENCE) return socket.close()
    socket.send(JSON.stringify({ type: 'ping', sent: performance.now() }))
    pings = (pings + 1) % ROUND
    timer = window.setTimeout(ping, pings === 0 ? ROUND_EVERY : PING_EVERY)
  }

  const listen = ({ data }: MessageEvent) => {
    const received = performance.now()
    lastHeard = received
    const message = parse(data)
    if (message?.type === 'pong') clock.answered(Number(message.sent), Number(message.at), received)
    else if (message) hear?.(message)
  }

  const open = () => {
    const opening = new WebSocket(url)
    socket = opening
    opening.addEventListener('open', () => {
      wait = SOONEST
      pings = 0
      lastHeard = performance.now()
      ping()
    })
    opening.addEventListener('message', listen)
    opening.addEventListener('close', () => {
      window.clearTimeout(timer)
      if (closed) return
      gone?.()
      // Not all devices of a house at the same moment.
      timer = window.setTimeout(open, wait * (0.75 + Math.random() * 0.5))
      wait = Math.min(LATEST, wait * 2)
    })
  }
  open()

  return {
    clock,
    send: (text) => {
      if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > MOST_WAITING) return false
      socket.send(text)
      return true
    },
    close: () => {
      closed = true
      window.clearTimeout(timer)
      socket?.close()
    },
  }
}

function parse(data: unknown): Record<string, unknown> | null {
  try {
    const message: unknown = typeof data === 'string' ? JSON.parse(data) : null
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : null
  } catch {
    return null
  }
}
