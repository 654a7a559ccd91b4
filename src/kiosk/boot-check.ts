import { createFaultCounter } from './faults.ts'
import { showHoldingScreen } from './watchdog/holding-screen.ts'
import { createPageReloader } from './watchdog/page-reloader.ts'
import { readTimeouts } from './watchdog/timeouts.ts'

/**
 * Runs before and apart from everything else (tools/vite/standalone-scripts.ts): a page whose own scripts do not arrive, or fail at once,
 * cannot help itself.
 */
document.documentElement.style.background = '#05060a'
const timeouts = readTimeouts()
let failureHandled = false

function checkBoot(): void {
  // Either it has begun, or knows that it could not.
  if (failureHandled || 'songwalk' in window || document.querySelector('[data-still]')) return
  failureHandled = true
  const faults = createFaultCounter()
  faults.report('script-error')
  if (document.body) showHoldingScreen('page')
  setTimeout(
    createPageReloader(faults, { isIdle: () => true, runWhenIdle: (callback) => callback() }),
    timeouts.restartRetryMs,
    true,
  )
}

window.addEventListener('error', ({ target }) => target instanceof HTMLScriptElement && checkBoot(), { capture: true })
setTimeout(checkBoot, timeouts.bootMs)
