import type { BrowserContext, Page } from 'playwright-core'

/** Counts the analyses that each page of the context asks of its workers; a reloaded page begins at 0. */
export const countAnalyses = (context: BrowserContext): Promise<unknown> =>
  context.addInitScript(`
    window.analyses = 0
    window.Worker = class extends Worker {
      postMessage(message, ...more) {
        // A call of Comlink; workers themselves are started before they are needed.
        if (message?.type === 'APPLY' && message.path?.[0] === 'analyze') window.analyses++
        super.postMessage(message, ...more)
      }
    }
  `)

export const readAnalysisCount = (page: Page): Promise<number> => page.evaluate('window.analyses')
