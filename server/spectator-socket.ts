import type { WebSocket } from 'ws'

/** Waiting to be sent; beyond it a spectator is slow. Bytes. */
const MAX_BUFFERED_BYTES = 64 * 1024

/** One who watches: gets what fits, and the latest of each device when there is room again. */
export function createSpectatorSender(socket: WebSocket) {
  const late = new Map<string, string>()

  function sent(): void {
    if (late.size === 0 || socket.bufferedAmount > MAX_BUFFERED_BYTES || socket.readyState !== socket.OPEN) return
    const texts = [...late.values()]
    late.clear()
    for (const text of texts) socket.send(text, sent)
  }

  return (device: string, text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) late.set(device, text)
    else socket.send(text, sent)
  }
}
