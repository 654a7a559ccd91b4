import { startWorker } from '../../../audio/start-worker.ts'
import type { Heartbeat } from '../../../protocol/health.ts'

/** `beat`: what to tell the server if no further message comes; null while nobody can see the page, which may rest then. */
export type PageToMonitorMessage = { heartbeat: Heartbeat | null; url: string; intervalMs: number; timeoutMs: number }
/** The page's thread was stuck and goes on. */
export type MonitorToPageMessage = { type: 'stuck' }

/**
 * Starts the worker that feels the page's pulse.
 * @returns to be called every `every` milliseconds
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
