import { isQuotaExceeded } from '../../session/is-quota-exceeded.ts'
import type { FaultCounter } from '../fault-counter.ts'
import type { ReloadPage } from './page-reloader.ts'

type FaultHandlers = { reportFault: FaultCounter['report']; reloadPage: ReloadPage }

/** The same message within this time counts once: a frame may fail 60 times a second. */
const DUPLICATE_WINDOW_MS = 1000
/** This many errors within ERROR_WINDOW_MS reload the page. */
const MAX_ERRORS = 5
const ERROR_WINDOW_MS = 60_000

/** The browser delivers the remaining notifications in the next frame. */
const isHarmless = (message: string) => message.startsWith('ResizeObserver loop')

/** @returns to be called for each uncaught error, with the time, milliseconds */
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
    // Limits memory when every message is different.
    if (lastReportedAt.size > 100) lastReportedAt.clear()
    lastReportedAt.set(message, now)
    reportFault('script-error')
    recentErrors = [...recentErrors.filter((time) => time > now - ERROR_WINDOW_MS), now]
    if (recentErrors.length < MAX_ERRORS) return
    recentErrors = []
    reloadPage(false)
  }
}

/** Watches uncaught errors and unhandled rejections. */
export function watchErrors(target: Window, handlers: FaultHandlers): void {
  const monitor = createErrorMonitor(handlers)
  target.addEventListener('error', (event) => {
    // An image that failed to load fires an error event without a message.
    if (event.message) monitor(event.error, event.message, performance.now())
  })
  target.addEventListener('unhandledrejection', ({ reason }) => monitor(reason, String(reason), performance.now()))
}
