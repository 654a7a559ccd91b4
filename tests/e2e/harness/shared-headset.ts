import type { Page } from 'playwright-core'
import { openDemo, waitUntilSettled } from './demo-page.ts'
import type { PageOptions } from './pages.ts'
import { sharePage } from './shared-page.ts'
import { enterVR } from './vr-session.ts'

/**
 * One demo page in the session of an emulated headset for all tests of a block.
 * @param use receives the page whenever it is opened anew.
 * @param enter begins the session.
 */
export function shareHeadset(
  use: (page: Page) => void,
  options: PageOptions = {},
  enter: (page: Page) => Promise<void> = enterVR,
): void {
  sharePage(async () => {
    const opened = await openDemo({ headset: 'quest3', ...options })
    use(opened.page)
    await waitUntilSettled(opened.page)
    await enter(opened.page)
    return opened
  })
}
