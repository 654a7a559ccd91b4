import type { Page } from 'playwright-core'

/** Marks the document, to see later whether the page was reloaded. */
export const markDocument = (page: Page): Promise<unknown> =>
  page.evaluate(() => Object.assign(window, { sameDocument: true }))

export const isSameDocument = (page: Page): Promise<boolean> => page.evaluate(() => 'sameDocument' in window)

/** Waits until the page was reloaded, and its script has run. */
export const waitForReload = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => !('sameDocument' in window) && 'songwalk' in window)
