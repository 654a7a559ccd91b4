import { afterAll, afterEach, beforeEach } from 'vitest'
import type { OpenPage } from './pages.ts'

/** After this many failed openings in a row the remaining tests of the block fail at once. */
const MAX_FAILED_OPENINGS = 2

/** Without a monitor the page may log errors. */
type SharedPage = Pick<OpenPage, 'page' | 'close'> & Partial<Pick<OpenPage, 'monitor'>>

/**
 * One page for all tests of a block, opened before the first of them. A failed test closes it (pages.ts), and the next
 * test gets a new one, so that a failure does not spread.
 */
export function sharePage(open: () => Promise<SharedPage>): void {
  let opened: SharedPage | null = null
  let failures: unknown[] = []

  beforeEach(async () => {
    if (opened && !opened.page.isClosed()) return
    // `close` also ends the servers that `open` has started.
    await opened?.close().catch(() => undefined)
    opened = null
    if (failures.length >= MAX_FAILED_OPENINGS) throw failures.at(-1)
    try {
      opened = await open()
      failures = []
    } catch (error) {
      failures.push(error)
      throw error
    }
  })
  afterEach(async () => {
    try {
      opened?.monitor?.expectNoErrors()
    } catch (error) {
      await opened?.close()
      throw error
    }
  })
  afterAll(async () => {
    await opened?.close()
  })
}
