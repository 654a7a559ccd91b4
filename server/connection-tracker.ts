import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Requests that are being answered may take this long when the server closes. */
const CLOSE_TIMEOUT_MS = 3000

/**
 * Tracks the connections of servers, including those that became WebSockets.
 * @param close stops accepting requests, and resolves when all are answered
 */
export function createConnectionTracker(close: () => PromiseLike<void>) {
  const sockets = new Set<Socket>()
  let closing: Promise<void> | null = null

  async function closeOrDestroy(): Promise<void> {
    const timer = setTimeout(() => {
      for (const socket of sockets) socket.destroy()
    }, CLOSE_TIMEOUT_MS)
    await close()
    clearTimeout(timer)
  }

  return {
    track(server: Server): void {
      server.on('connection', (socket: Socket) => {
        sockets.add(socket)
        socket.once('close', () => sockets.delete(socket))
      })
    },
    /** Destroys connections that are open after the timeout. */
    closeAll(): Promise<void> {
      closing ??= closeOrDestroy()
      return closing
    },
  }
}
