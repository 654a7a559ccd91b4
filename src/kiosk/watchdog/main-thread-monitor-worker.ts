import type { Heartbeat } from '../../../protocol/live-messages.ts'
import type { FromPulse, ToPulse } from './main-thread-monitor.ts'

/**
 * Feels the page's pulse. A page whose own thread is stuck cannot tell anybody: this worker tells the server in its place,
 * with 0 frames a second, so that a technician, or whatever watches the browser, knows.
 */
let beat: Heartbeat | null = null
let missed = 0
let stuck = false
let timer = 0

self.onmessage = ({ data }: MessageEvent<ToPulse>) => {
  beat = data.beat
  missed = 0
  if (stuck) {
    stuck = false
    self.postMessage({ type: 'stuck' } satisfies FromPulse)
  }
  if (timer === 0 && data.url !== '')
    timer = Number(setInterval(feel, data.every, data.url, data.patience / data.every))
}

/** Own ticks are counted, not the clock: in a machine that sleeps, both do. */
function feel(url: string, most: number): void {
  missed++
  if (!beat || missed < most) return
  stuck = true
  if ((missed - Math.ceil(most)) % 5 !== 0) return
  const body = JSON.stringify({ ...beat, fps: 0 })
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).catch(() => {})
}
