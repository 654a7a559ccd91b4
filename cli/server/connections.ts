import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** How long those who are being answered have when the server ends. Milliseconds. */
const PATIENCE = 3000

/**
 * Knows all connections of a server, those that have become WebSockets as well.
 * @returns ends within some seconds, whatever is still open
 */
export function endInTime(server: Server, close: () => PromiseLike<void>): () => Promise<void> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
  })
  let ended: Promise<void> | null = null
  return () => {
    ended ??= (async () => {
      const late = setTimeout(() => {
        for (const socket of open) socket.destroy()
      }, PATIENCE)
      await close()
      clearTimeout(late)
    })()
    return ended
  }
}
