import type { Heartbeat } from '../../exhibit/messages.ts'

const EVERY = 5000
/** Beats that are left out where files are served by something else, which is asked again after that. */
const SILENT = 60

/** Tells the server every few seconds that this screen lives; without a server nobody asks. */
export function sendScreenHeartbeats(beat: (seconds: number) => Heartbeat): void {
  let last = performance.now()
  let silent = 0
  window.setInterval(() => {
    if (silent-- > 0) return
    const now = performance.now()
    const body = JSON.stringify(beat((now - last) / 1000))
    last = now
    const url = new URL('api/heartbeat', document.baseURI)
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body }).then(
      ({ status }) => {
        silent = status === 404 || status === 405 ? SILENT : 0
      },
      () => {},
    )
  }, EVERY)
}
