import type { FaultHandlers } from './timeouts.ts'

/** Milliseconds; the same sentence again within this is one occurrence, as in a frame that fails 60 times a second. */
const DUPLICATE_WINDOW_MS = 1000
/** So many within so long: the page is not well. */
const MAX_ERRORS = 5
const ERROR_WINDOW_MS = 60_000

/** Harmless by the standard: what a layout could not settle is settled in the next frame. */
const isHarmless = (sentence: string) => sentence.startsWith('ResizeObserver loop')

/** @returns to be told each error nobody has caught, with the time, milliseconds */
export function createErrorMonitor({
  reportFault: note,
  reloadPage: reload,
}: FaultHandlers): (error: unknown, sentence: string, now: number) => void {
  const last = new Map<string, number>()
  let recent: number[] = []
  return (error, sentence, now) => {
    if (isHarmless(sentence)) return
    if (error instanceof Error && error.name === 'QuotaExceededError') return note('storage-full')
    if (now - (last.get(sentence) ?? Number.NEGATIVE_INFINITY) < DUPLICATE_WINDOW_MS) return
    // Sentences that are all different must not fill the memory.
    if (last.size > 100) last.clear()
    last.set(sentence, now)
    note('script-error')
    recent = [...recent.filter((time) => time > now - ERROR_WINDOW_MS), now]
    if (recent.length < MAX_ERRORS) return
    recent = []
    reload(false)
  }
}

/** Errors and rejections nobody has caught. */
export function watchErrors(target: Window, watch: FaultHandlers): void {
  const heard = createErrorMonitor(watch)
  target.addEventListener('error', (event) => {
    // A picture that did not load is an event without a message.
    if (event.message) heard(event.error, event.message, performance.now())
  })
  target.addEventListener('unhandledrejection', ({ reason }) => heard(reason, String(reason), performance.now()))
}
