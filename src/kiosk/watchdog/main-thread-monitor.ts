import { startWorker } from '../../../audio/start-worker.ts'
import type { Heartbeat } from '../../../protocol/health.ts'

/** `heartbeat`: to be sent if no further message comes; null while the page is hidden and its timers are throttled. */
export type PageToMonitorMessage = { heartbeat: Heartbeat | null; url: string; intervalMs: number; timeoutMs: number }
/** The main thread was blocked and runs again. */
export type MonitorToPageMessage = { type: 'stuck' }

/**
 * Starts a worker that reports a blocked main thread to the server.
 * @param onRecovered called when the main thread runs again
 * @returns to be called every `intervalMs` with the latest heartbeat
 */
export function startMainThreadMonitor(
  url: string,
  intervalMs: number,
  timeoutMs: number,
  onRecovered: () => void,
): (heartbeat: Heartbeat | null) => void {
  const { worker } = startWorker(
    new Worker(new URL('./main-thread-monitor-worker.ts', import.meta.url), { type: 'module' }),
  )
  worker.onmessage = onRecovered
  return (heartbeat) => worker.postMessage({ heartbeat, url, intervalMs, timeoutMs } satisfies PageToMonitorMessage)
}
