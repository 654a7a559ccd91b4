import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { WAIT_TIMEOUT_MS } from '../snapshot.ts'
import { createLocator, poll } from './engine-locator.ts'
import type { EngineTab } from './engine-tab.ts'
import { clickAt, moveTo, POINTER_DOWN, POINTER_UP, performPointer, pressKeys } from './input-actions.ts'
import type { PageProxy } from './page-proxy.ts'

type Script = string | ((given: unknown) => unknown)
type WaitOptions = { timeout?: number; polling?: number | 'raf' }

/** A call of a function with JSON, or the expression itself. */
const toExpression = (script: Script, given: unknown): string =>
  typeof script === 'string' ? script : `(${script.toString()})(${JSON.stringify(given) ?? ''})`

/**
 * The part of Playwright's Page that the tests use, for engines that Playwright does not drive: one text of a test
 * drives all. A member that is missing here throws "is not a function".
 */
export function createEnginePage(
  tab: EngineTab,
  proxy: PageProxy,
  { viewport, downloadFolder }: { viewport: { width: number; height: number }; downloadFolder: string },
): Page {
  let isClosed = false
  let lastWatch = 0
  const locator = createLocator(tab, [])
  const evaluate = (script: Script, given?: unknown) => tab.evaluate(toExpression(script, given))

  /** Polls in the page, also while the test sends other commands. */
  const waitForFunction = async (script: Script, given?: unknown, { timeout = WAIT_TIMEOUT_MS }: WaitOptions = {}) => {
    const watch = `watch${++lastWatch}`
    const expression = toExpression(script, given)
    const until = performance.now() + timeout
    const install = `(() => {
      const watches = window.engineTestWatches ??= {}
      if (!watches.${watch}) {
        const watch = watches.${watch} = { done: false, error: null }
        const look = async () => {
          try {
            const value = await (${expression})
            if (value) return Object.assign(watch, { done: true, value })
          } catch (error) { watch.error = String(error) }
          setTimeout(look, 10)
        }
        look()
      }
      return watches.${watch}
    })()`
    let last: { done: boolean; value?: unknown; error: string | null } = { done: false, error: null }
    while (performance.now() < until) {
      // A page that is being loaded answers nothing for a moment, and has forgotten the watch.
      last = ((await tab.evaluate(install).catch(() => null)) as typeof last | null) ?? last
      if (last.done) return { jsonValue: async () => last.value }
      await new Promise((resolve) => setTimeout(resolve, 30))
    }
    throw new Error(`waitForFunction: Timeout ${timeout}ms exceeded. ${last.error ?? ''}`)
  }

  const isDownloaded = (name: string) => !/\.(part|wkdownload)$/.test(name)
  const waitForDownload = async () => {
    const before = await readdir(downloadFolder)
    return poll(async () => {
      const name = (await readdir(downloadFolder)).filter(isDownloaded).find((name) => !before.includes(name))
      if (name === undefined) return null
      const path = join(downloadFolder, name)
      const { size } = await stat(path)
      if (size === 0 || (await readdir(downloadFolder)).some((other) => !isDownloaded(other))) return null
      await new Promise((resolve) => setTimeout(resolve, 200))
      if ((await stat(path)).size !== size) return null
      const copy = join(await mkdtemp(join(tmpdir(), 'songwalk-downloaded-')), 'file')
      await writeFile(copy, await readFile(path))
      await rm(path)
      return { suggestedFilename: () => name, path: async () => copy }
    }, 'a download')
  }

  const addInitScript = async (script: string | { content?: string; path?: string } | (() => unknown)) => {
    if (typeof script === 'function') proxy.addInitScript(`(${script.toString()})()`)
    else if (typeof script === 'string') proxy.addInitScript(script)
    else proxy.addInitScript(script.content ?? (await readFile(script.path as string, 'utf8')))
  }

  const page = {
    goto: (url: string) => tab.goto(proxy.toProxied(url)),
    reload: () => tab.reload(),
    evaluate,
    waitForFunction,
    waitForEvent: waitForDownload,
    locator: locator.locator,
    getByRole: locator.getByRole,
    getByLabel: locator.getByLabel,
    getByText: locator.getByText,
    keyboard: { press: (key: string) => pressKeys(tab, key) },
    mouse: {
      click: (x: number, y: number) => clickAt(tab, { x, y }),
      move: (x: number, y: number, { steps = 1 } = {}) => performPointer(tab, [moveTo({ x, y }, steps * 10)]),
      down: () => performPointer(tab, [POINTER_DOWN]),
      up: () => performPointer(tab, [POINTER_UP]),
    },
    touchscreen: { tap: (x: number, y: number) => clickAt(tab, { x, y }, 'touch') },
    route: async (glob: string, handler: Parameters<PageProxy['route']>[1]) => proxy.route(glob, handler),
    unroute: async (glob: string) => proxy.unroute(glob),
    viewportSize: () => viewport,
    setDefaultTimeout: () => {},
    isClosed: () => isClosed,
    screenshot: async ({ path }: { path: string }) => writeFile(path, await tab.screenshot()),
    context: () => context,
    close: () => context.close(),
  }
  const context = {
    addInitScript,
    pages: () => [page],
    close: async () => {
      if (isClosed) return
      isClosed = true
      await tab.close()
      await proxy.close()
      await rm(downloadFolder, { recursive: true, force: true })
    },
  }
  return page as unknown as Page & { context(): BrowserContext }
}
