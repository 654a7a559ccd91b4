import type { DeviceRole } from '../../protocol/health.ts'
import { createServerClock, type ServerClock } from './server-clock.ts'

/** A WebSocket to the server's /live that reconnects until the page is closed. */
export type LiveSocket = {
  readonly clock: ServerClock
  /** @returns false if the text is dropped: not connected, or too much is waiting to be sent */
  send: (text: string) => boolean
  close: () => void
}

const PINGS_PER_ROUND = 5
const PING_ROUND_INTERVAL_MS = 10_000
const PING_INTERVAL_MS = 80
/** The delay before reconnecting doubles with each failed attempt. */
const MIN_RECONNECT_DELAY_MS = 500
const MAX_RECONNECT_DELAY_MS = 15_000
const MAX_FAILED_ATTEMPTS = 3
/** Without a message for this long, the connection counts as lost. */
const PONG_TIMEOUT_MS = 25_000
/** On a network too slow for every message, messages are dropped beyond this. */
const MAX_BUFFERED_BYTES = 16_384

type LiveSocketHandlers = {
  onMessage?: (message: Record<string, unknown>) => void
  onClose?: () => void
  /** Several attempts in a row failed, which may be for want of a server; or one has succeeded. */
  onRefused?: (isRefused: boolean) => void
}

/**
 * @param device its name, for commands; the server believes it from its own computer alone
 * @param onMessage gets every message except pongs, parsed
 */
export function openLiveSocket(
  role: DeviceRole,
  device: string,
  { onMessage, onClose, onRefused }: LiveSocketHandlers = {},
): LiveSocket {
  const clock = createServerClock()
  const url = new URL(`live?device=${device}&role=${role}`, document.baseURI)
  url.protocol = url.protocol === 'https:' ? 'wss:' : 'ws:'
  let socket: WebSocket | null = null
  let reconnectDelayMs = MIN_RECONNECT_DELAY_MS
  let isClosed = false
  let failedAttempts = 0
  let timer = 0
  let pingCount = 0
  let lastReceivedAt = 0

  const ping = () => {
    if (socket?.readyState !== WebSocket.OPEN) return
    if (performance.now() - lastReceivedAt > PONG_TIMEOUT_MS) return socket.close()
    socket.send(JSON.stringify({ type: 'ping', sent: performance.now() }))
    pingCount = (pingCount + 1) % PINGS_PER_ROUND
    timer = window.setTimeout(ping, pingCount === 0 ? PING_ROUND_INTERVAL_MS : PING_INTERVAL_MS)
  }

  const handleMessage = ({ data }: MessageEvent) => {
    const received = performance.now()
    lastReceivedAt = received
    const message = parseMessage(data)
    if (message?.type === 'pong') clock.addSample(Number(message.sent), Number(message.at), received)
    else if (message) onMessage?.(message)
  }

  const open = () => {
    const newSocket = new WebSocket(url)
    socket = newSocket
    newSocket.addEventListener('open', () => {
      reconnectDelayMs = MIN_RECONNECT_DELAY_MS
      failedAttempts = 0
      onRefused?.(false)
      pingCount = 0
      lastReceivedAt = performance.now()
      ping()
    })
    newSocket.addEventListener('message', handleMessage)
    newSocket.addEventListener('close', () => {
      window.clearTimeout(timer)
      if (isClosed) return
      onClose?.()
      if (++failedAttempts === MAX_FAILED_ATTEMPTS) onRefused?.(true)
      // Jitter: after a server restart, devices do not reconnect at the same moment.
      timer = window.setTimeout(open, reconnectDelayMs * (0.75 + Math.random() * 0.5))
      reconnectDelayMs = Math.min(MAX_RECONNECT_DELAY_MS, reconnectDelayMs * 2)
    })
  }
  open()

  return {
    clock,
    send: (text) => {
      if (socket?.readyState !== WebSocket.OPEN || socket.bufferedAmount > MAX_BUFFERED_BYTES) return false
      socket.send(text)
      return true
    },
    close: () => {
      isClosed = true
      window.clearTimeout(timer)
      socket?.close()
    },
  }
}

function parseMessage(data: unknown): Record<string, unknown> | null {
  try {
    const message: unknown = typeof data === 'string' ? JSON.parse(data) : null
    return typeof message === 'object' && message !== null ? (message as Record<string, unknown>) : null
  } catch {
    return null
  }
}
