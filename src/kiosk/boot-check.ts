import { createFaultCounter } from './fault-counter.ts'
import { showHoldingScreen } from './watchdog/holding-screen.ts'
import { createPageReloader } from './watchdog/page-reloader.ts'
import { reportFailedStart } from './watchdog/report-failed-start.ts'
import { readTimeouts } from './watchdog/timeouts.ts'

/**
 * A script of its own, run before the page's bundle (tools/vite/standalone-scripts.ts): reloads a page whose bundle
 * does not load or fails at once.
 */
document.documentElement.style.background = '#05060a'
const timeouts = readTimeouts()
let failureHandled = false

function checkBoot(): void {
  // The page has started, or a holding screen is shown already.
  if (failureHandled || 'songwalk' in window || document.querySelector('[data-still]')) return
  failureHandled = true
  const faults = createFaultCounter()
  faults.report('script-error')
  reportFailedStart(faults)
  if (document.body) showHoldingScreen('page')
  else document.addEventListener('DOMContentLoaded', () => showHoldingScreen('page'))
  setTimeout(
    createPageReloader(faults, { isIdle: () => true, runWhenIdle: (callback) => callback() }),
    timeouts.restartRetryMs,
    true,
  )
}

window.addEventListener('error', ({ target }) => target instanceof HTMLScriptElement && checkBoot(), { capture: true })
setTimeout(checkBoot, timeouts.bootMs)
