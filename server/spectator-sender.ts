import type { WebSocket } from 'ws'

/** A connection with more unsent data than this is slow. */
const MAX_BUFFERED_BYTES = 64 * 1024

/**
 * Sends the messages of devices to a spectator. On a slow connection only the latest message of each device is sent, as
 * soon as there is room.
 */
export function createSpectatorSender(socket: WebSocket) {
  const delayed = new Map<string, string>()

  function sendDelayed(): void {
    if (delayed.size === 0 || socket.bufferedAmount > MAX_BUFFERED_BYTES || socket.readyState !== socket.OPEN) return
    const texts = [...delayed.values()]
    delayed.clear()
    for (const text of texts) socket.send(text, sendDelayed)
  }

  return (device: string, text: string): void => {
    if (socket.readyState !== socket.OPEN) return
    if (socket.bufferedAmount > MAX_BUFFERED_BYTES) delayed.set(device, text)
    else socket.send(text, sendDelayed)
  }
}
