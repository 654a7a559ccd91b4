import { isQuotaExceeded } from '../../session/is-quota-exceeded.ts'
import type { FaultCounter } from '../fault-counter.ts'
import type { ReloadPage } from './page-reloader.ts'

type FaultHandlers = { reportFault: FaultCounter['report']; reloadPage: ReloadPage }

/** The same message within this time counts once: a frame may fail 60 times a second. */
const DUPLICATE_WINDOW_MS = 1000
/** This many errors within ERROR_WINDOW_MS reload the page. */
const MAX_ERRORS = 5
const ERROR_WINDOW_MS = 60_000
/** So many errors within FAILING_WINDOW_MS are told, although no minute had enough of them for a reload. */
const FAILING_ERRORS = 10
const FAILING_WINDOW_MS = 600_000

/** The browser delivers the remaining notifications in the next frame. */
const isHarmless = (message: string) => message.startsWith('ResizeObserver loop')

type ErrorMonitor = {
  /** To be called for each uncaught error, with the time, milliseconds. */
  handleError: (error: unknown, message: string, now: number) => void
  /** Whether errors keep coming. */
  isFailing: (now: number) => boolean
}

export function createErrorMonitor({ reportFault, reloadPage }: FaultHandlers): ErrorMonitor {
  const lastReportedAt = new Map<string, number>()
  let recentErrors: number[] = []
  let pastErrors: number[] = []
  let failedAt = Number.NEGATIVE_INFINITY
  const handleError: ErrorMonitor['handleError'] = (error, message, now) => {
    if (isHarmless(message)) return
    if (isQuotaExceeded(error)) return reportFault('storage-full')
    if (now - (lastReportedAt.get(message) ?? Number.NEGATIVE_INFINITY) < DUPLICATE_WINDOW_MS) return
    // Limits memory when every message is different.
    if (lastReportedAt.size > 100) lastReportedAt.clear()
    lastReportedAt.set(message, now)
    reportFault('script-error')
    recentErrors = [...recentErrors.filter((time) => time > now - ERROR_WINDOW_MS), now]
    pastErrors = [...pastErrors, now].slice(-FAILING_ERRORS)
    if (recentErrors.length < MAX_ERRORS) return
    recentErrors = []
    failedAt = now
    reloadPage(false)
  }
  const isFailing = (now: number) =>
    now - failedAt < ERROR_WINDOW_MS ||
    (pastErrors.length === FAILING_ERRORS && now - (pastErrors[0] ?? 0) < FAILING_WINDOW_MS)
  return { handleError, isFailing }
}

/**
 * Watches uncaught errors and unhandled rejections.
 * @returns whether they keep coming
 */
export function watchErrors(target: Window, handlers: FaultHandlers): () => boolean {
  const monitor = createErrorMonitor(handlers)
  target.addEventListener('error', (event) => {
    // An image that failed to load fires an error event without a message.
    if (event.message) monitor.handleError(event.error, event.message, performance.now())
  })
  target.addEventListener('unhandledrejection', ({ reason }) =>
    monitor.handleError(reason, String(reason), performance.now()),
  )
  return () => monitor.isFailing(performance.now())
}
