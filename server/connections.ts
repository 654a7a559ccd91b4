import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How long those who are being answered have when the server ends. Milliseconds. */
const CLOSE_TIMEOUT_MS = 3000

/**
 * Knows all connections of the servers it is told of, those that have become WebSockets as well.
 * @returns `track`: tells it of a server; `end`: closes, and within some seconds cuts off whatever is still open
 */
export function createConnectionTracker(close: () => PromiseLike<void>) {
  const open = new Set<Socket>()
  let ended: Promise<void> | null = null

  async function end(): Promise<void> {
    const late = setTimeout(() => {
      for (const socket of open) socket.destroy()
    }, CLOSE_TIMEOUT_MS)
    await close()
    clearTimeout(late)
  }

  return {
    track(server: Server): void {
      server.on('connection', (socket: Socket) => {
        open.add(socket)
        socket.once('close', () => open.delete(socket))
      })
    },
    closeAll(): Promise<void> {
      ended ??= end()
      return ended
    },
  }
}
