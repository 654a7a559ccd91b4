import type { Heartbeat } from '../../../protocol/health.ts'
import type { MonitorToPageMessage, PageToMonitorMessage } from './main-thread-monitor.ts'

/** Sends heartbeats with 0 frames per second while the page's main thread is blocked and cannot send its own. */
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

/** Counts ticks instead of time: while the machine sleeps, neither thread runs. */
function checkMainThread(url: string, maxMissedTicks: number): void {
  missedTicks++
  if (!heartbeat || missedTicks < maxMissedTicks) return
  mainThreadStuck = true
  if ((missedTicks - Math.ceil(maxMissedTicks)) % 5 !== 0) return
  const body = JSON.stringify({ ...heartbeat, fps: 0, problems: [...new Set([...heartbeat.problems, 'no-frames'])] })
  fetch(url, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body }).catch(() => {})
}
