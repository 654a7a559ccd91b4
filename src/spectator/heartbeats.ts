import type { Heartbeat } from '../../exhibit/messages.ts'

const EVERY = 5000

/** Tells the server every few seconds that this screen lives; without a server nobody asks. */
export function sendScreenHeartbeats(beat: (seconds: number) => Heartbeat): void {
  let last = performance.now()
  window.setInterval(() => {
    const now = performance.now()
    const body = JSON.stringify(beat((now - last) / 1000))
    last = now
    fetch('/api/heartbeat', { method: 'POST', headers: { 'content-type': 'application/json' }, body }).catch(() => {})
  }, EVERY)
}
