import { createFaultCounter } from '../fault-counter.ts'
import { showHoldingScreen } from './holding-screen.ts'
import { createPageReloader } from './page-reloader.ts'
import { reportFailedStart } from './report-failed-start.ts'
import { readTimeouts } from './timeouts.ts'

/** Handles a failed start: shows the holding screen and reloads the page as soon as the server answers. */
export function restartPage(): void {
  const faults = createFaultCounter()
  faults.report('script-error')
  showHoldingScreen('page')
  reportFailedStart(faults)
  const reload = createPageReloader(faults, { isIdle: () => true, runWhenIdle: (act) => act() })
  const checkServer = async () => {
    const response = await fetch(new URL('exhibit.json', document.baseURI), { cache: 'no-store' }).catch(() => null)
    if (response?.ok) reload(true)
    else scheduleCheck()
  }
  const scheduleCheck = () => setTimeout(checkServer, readTimeouts().restartRetryMs)
  scheduleCheck()
}
