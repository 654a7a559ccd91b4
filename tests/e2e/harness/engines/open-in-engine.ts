import { mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { inject } from 'vitest'
import { disableDrawCalls, emulateHeadset } from '../init-scripts.ts'
import type { PageMonitor } from '../page-monitor.ts'
import { createEnginePage } from './engine-page.ts'
import type { EngineTab, TabOptions } from './engine-tab.ts'
import type { FoundEngine } from './find-engine.ts'
import { openFirefoxTab } from './firefox-tab.ts'
import { startPageProxy } from './page-proxy.ts'
import { openWebKitTab } from './webkit-tab.ts'

const RESULTS_FOLDER = join(import.meta.dirname, '../../../../test-results')

export interface EnginePageOptions {
  viewport?: { width: number; height: number }
  headset?: false | 'quest3'
  draw?: boolean
  autoplay?: boolean
  reducedMotion?: boolean
  webgl?: boolean
  initScript?: string
}

/** A page of an engine that Playwright does not drive. */
export interface EnginePage {
  page: Page
  tab: EngineTab
  monitor: PageMonitor
  saveScreenshot(name: string): Promise<string>
  close(): Promise<void>
}

const openPages = new Set<EnginePage>()

/** Pages that are open now: a failed test saves and closes them. */
export const listEnginePages = (): EnginePage[] => [...openPages]

/** An empty page; `page.goto` opens an address. */
export async function openEnginePage(engine: FoundEngine, options: EnginePageOptions = {}): Promise<EnginePage> {
  const {
    viewport = options.headset ? { width: 800, height: 600 } : { width: 1280, height: 720 },
    headset = false,
    draw = true,
    autoplay = true,
    reducedMotion = false,
    webgl = true,
  } = options
  const downloadFolder = await mkdtemp(join(tmpdir(), 'songwalk-downloads-'))
  const tabOptions: TabOptions = { downloadFolder, autoplay, reducedMotion, viewport, webgl }
  const env = inject('engineEnv') ?? {}
  const [tab, proxy] = await Promise.all([
    engine.name === 'firefox'
      ? openFirefoxTab(engine.browser, env, tabOptions)
      : openWebKitTab(engine, env, tabOptions),
    startPageProxy(),
  ])
  const page: Page = createEnginePage(tab, proxy, { viewport, downloadFolder })
  const context = page.context()
  if (headset) await emulateHeadset(context)
  if (!draw) await disableDrawCalls(context)
  if (options.initScript) await context.addInitScript({ content: options.initScript })
  const opened: EnginePage = {
    page,
    tab,
    monitor: {
      foreignRequests: [],
      errors: proxy.errors,
      expectNoErrors: () => {
        const all = proxy.errors.splice(0)
        if (all.length > 0) throw new Error(`The page was not clean:\n${all.join('\n')}`)
      },
    },
    saveScreenshot: async (name) => {
      const path = join(RESULTS_FOLDER, `${name}.png`)
      await mkdir(RESULTS_FOLDER, { recursive: true })
      await page.screenshot({ path })
      return path
    },
    close: async () => {
      openPages.delete(opened)
      await context.close()
    },
  }
  openPages.add(opened)
  return opened
}
