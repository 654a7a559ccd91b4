import { openLiveSocket } from '../../kiosk/live-socket.ts'
import type { ExhibitContext } from '../exhibit-context.ts'
import { createLiveMessageWriter } from './live-message.ts'

/** Changes are looked for so often, milliseconds: about once a frame of a headset, beside its frames. */
const POLL_INTERVAL_MS = 11

/** Tells spectators what the visitor does. Without a server nobody listens, and nothing is missed. */
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
