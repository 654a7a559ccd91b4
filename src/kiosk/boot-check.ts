import { createFaults } from './faults.ts'
import { showStill } from './watchdog/holding-screen.ts'
import { createPageReloader } from './watchdog/page-reloader.ts'
import { readWaits } from './watchdog/timeouts.ts'

/**
 * Runs before and apart from everything else (tools/vite/standalone-scripts.ts): a page whose own scripts do not arrive, or fail at once,
 * cannot help itself.
 */
document.documentElement.style.background = '#05060a'
const waits = readWaits()
let seen = false

function look(): void {
  // Either it has begun, or knows that it could not.
  if (seen || 'songwalk' in window || document.querySelector('[data-still]')) return
  seen = true
  const { note } = createFaults()
  note('script-error')
  if (document.body) showStill('page')
  setTimeout(createPageReloader(note, { idle: () => true, whenIdle: (act) => act() }), waits.begin, true)
}

window.addEventListener('error', ({ target }) => target instanceof HTMLScriptElement && look(), { capture: true })
setTimeout(look, waits.first)
