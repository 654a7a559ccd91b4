import type { Heartbeat } from '../../../protocol/health.ts'
import type { MonitorToPageMessage, PageToMonitorMessage } from './main-thread-monitor.ts'

/**
 * Feels the page's pulse. A page whose own thread is stuck cannot tell anybody: this worker tells the server in its place,
 * with 0 frames a second, so that a technician, or whatever watches the browser, knows.
 */
let heartbeat: Heartbeat | null = null
let missedTicks = 0
let mainThreadStuck = false
let timer = 0

self.onmessage = ({ data }: MessageEvent<PageToMonitorMessage>) => {
  heartbeat = data.heartbeat
  missedTicks = 0
  if (mainThreadStuck) {
    mainThreadStuck = false
    self.postMessage({ type: 'stuck' } satisfies MonitorToPageMessage)
  }
  if (timer === 0 && data.url !== '')
    timer = Number(setInterval(checkMainThread, data.intervalMs, data.url, data.timeoutMs / data.intervalMs))
}

/** Own ticks are counted, not the clock: in a machine that sleeps, both do. */
function checkMainThread(url: string, maxMissedTicks: number): void {
  missedTicks++
  if (!heartbeat || missedTicks < maxMissedTicks) return
  mainThreadStuck = true
  if ((missedTicks - Math.ceil(maxMissedTicks)) % 5 !== 0) return
  const body = JSON.stringify({ ...heartbeat, fps: 0 })
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).catch(() => {})
}
