import { isQuotaExceeded } from '../../session/is-quota-exceeded.ts'
import type { FaultHandlers } from './timeouts.ts'

/** Milliseconds; the same sentence again within this is one occurrence, as in a frame that fails 60 times a second. */
const DUPLICATE_WINDOW_MS = 1000
/** So many within so long: the page is not well. */
const MAX_ERRORS = 5
const ERROR_WINDOW_MS = 60_000

/** Harmless by the standard: what a layout could not settle is settled in the next frame. */
const isHarmless = (message: string) => message.startsWith('ResizeObserver loop')

/** @returns to be told each error nobody has caught, with the time, milliseconds */
export function createErrorMonitor({
  reportFault,
  reloadPage,
}: FaultHandlers): (error: unknown, message: string, now: number) => void {
  const lastReportedAt = new Map<string, number>()
  let recentErrors: number[] = []
  return (error, message, now) => {
    if (isHarmless(message)) return
    if (isQuotaExceeded(error)) return reportFault('storage-full')
    if (now - (lastReportedAt.get(message) ?? Number.NEGATIVE_INFINITY) < DUPLICATE_WINDOW_MS) return
    // Sentences that are all different must not fill the memory.
    if (lastReportedAt.size > 100) lastReportedAt.clear()
    lastReportedAt.set(message, now)
    reportFault('script-error')
    recentErrors = [...recentErrors.filter((time) => time > now - ERROR_WINDOW_MS), now]
    if (recentErrors.length < MAX_ERRORS) return
    recentErrors = []
    reloadPage(false)
  }
}

/** Errors and rejections nobody has caught. */
export function watchErrors(target: Window, handlers: FaultHandlers): void {
  const monitor = createErrorMonitor(handlers)
  target.addEventListener('error', (event) => {
    // A picture that did not load is an event without a message.
    if (event.message) monitor(event.error, event.message, performance.now())
  })
  target.addEventListener('unhandledrejection', ({ reason }) => monitor(reason, String(reason), performance.now()))
}
