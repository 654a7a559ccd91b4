import type { BrowserContext, Page } from 'playwright-core'

/** Counts the analyses that each page of the context starts; a reloaded page begins at 0. */
export const countAnalyses = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(`
    window.analyses = 0
    window.Worker = class extends Worker {
      constructor(url, options) {
        if (String(url).includes('analysis')) window.analyses++
        super(url, options)
      }
    }
  `)

export const readAnalysisCount = (page: Page): Promise<number> => page.evaluate('window.analyses')
