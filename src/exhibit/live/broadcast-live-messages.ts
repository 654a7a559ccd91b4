import { openLiveSocket } from '../../kiosk/live-socket.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createLiveMessageWriter } from './live-message-writer.ts'

/** About one headset frame; polled outside the frame loop. */
const POLL_INTERVAL_MS = 11

/** Sends the visitor's actions to the spectators; without a server, messages are dropped. */
export function broadcastLiveMessages({ session, visitController, device }: ExhibitContext): void {
  const socket = openLiveSocket('piece')
  const writer = createLiveMessageWriter(session, visitController.store.getState, device)
  window.setInterval(() => {
    if (!socket.clock.isSynchronized) return
    const now = performance.now()
    const message = writer.next(now, socket.clock.toServerTime(now))
    if (message) socket.send(JSON.stringify(message))
  }, POLL_INTERVAL_MS)
}
