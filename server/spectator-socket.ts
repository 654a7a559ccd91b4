import type { WebSocket } from 'ws'

/** Waiting to be sent; beyond it a spectator is slow. Bytes. */
const SLOW = 64 * 1024

/** One who watches: gets what fits, and the latest of each device when there is room again. */
export function createSpectator(socket: WebSocket) {
  const late = new Map<string, string>()

  function sent(): void {
    if (late.size === 0 || socket.bufferedAmount > SLOW || socket.readyState !== socket.OPEN) return
    const texts = [...late.values()]
    late.clear()
    for (const text of texts) socket.send(text, sent)
  }

  return (device: string, text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > SLOW) late.set(device, text)
    else socket.send(text, sent)
  }
}
