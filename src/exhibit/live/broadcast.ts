import { openLiveSocket } from '../../kiosk/live-socket.ts'
import type { Piece } from '../exhibit-context.ts'
import { createTelling } from './live-message.ts'

/** Changes are looked for so often, milliseconds: about once a frame of a headset, beside its frames. */
const LOOK_EVERY = 11

/** Tells spectators what the visitor does. Without a server nobody listens, and nothing is missed. */
export function broadcast({ session, flow, device }: Piece): void {
  const socket = openLiveSocket('piece')
  const telling = createTelling(session, flow.store.getState, device)
  window.setInterval(() => {
    if (!socket.clock.known) return
    const now = performance.now()
    const message = telling.next(now, socket.clock.at(now))
    if (message) socket.send(JSON.stringify(message))
  }, LOOK_EVERY)
}
