import { createFaults } from '../faults.ts'
import { showStill } from './holding-screen.ts'
import { createPageReloader } from './page-reloader.ts'
import { readWaits } from './timeouts.ts'

/** The page could not begin, perhaps because the server is still starting: something calm, and again once it answers. */
export function beginAgain(): void {
  const faults = createFaults()
  faults.note('script-error')
  showStill('page')
  const reload = createPageReloader(faults.note, { idle: () => true, whenIdle: (act) => act() })
  const look = async () => {
    const response = await fetch(new URL('exhibit.json', document.baseURI), { cache: 'no-store' }).catch(() => null)
    if (response?.ok) reload(true)
    else later()
  }
  const later = () => setTimeout(look, readWaits().begin)
  later()
}
