import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, inject } from 'vitest'
import { listEnginePages, openEnginePage } from './engines/open-in-engine.ts'
import { launchBrowser } from './find-browser.ts'
import { disableDrawCalls, emulateHeadset } from './init-scripts.ts'
import { monitorPage, type PageMonitor } from './page-monitor.ts'
import { WAIT_TIMEOUT_MS } from './snapshot.ts'

const root = join(import.meta.dirname, '../../..')
const browsersByAutoplay = new Map<boolean, Promise<Browser>>()

/** After a failed test every page of the file is closed: what it left would disturb, or slow down, the next tests. */
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  const enginePages = listEnginePages()
  await Promise.all(
    enginePages.map((opened, i) =>
      opened.saveScreenshot(`failed ${toFileName(task.name)} ${i + 1}`).catch(() => undefined),
    ),
  )
  await Promise.all(enginePages.map((opened) => opened.close()))
  const contexts = (await Promise.all(browsersByAutoplay.values())).flatMap((browser) => browser.contexts())
  const pages = contexts.flatMap((context) => context.pages())
  const title = toFileName(task.name)
  await Promise.all(
    pages.map((page, i) =>
      page
        .screenshot({ path: join(root, 'test-results', `failed ${title} ${i + 1}.png`), timeout: 5000 })
        .catch(() => undefined),
    ),
  )
  await Promise.all(contexts.map((context) => context.close()))
})

const toFileName = (title: string): string => title.replace(/[^\p{L}\d]+/gu, '-')

afterAll(async () => {
  await Promise.all(listEnginePages().map((opened) => opened.close()))
  for (const browser of browsersByAutoplay.values()) await (await browser).close()
  browsersByAutoplay.clear()
})

/** One browser a test file for each autoplay policy, started when first needed. */
function getBrowser(autoplay: boolean): Promise<Browser> {
  const running = browsersByAutoplay.get(autoplay) ?? launchBrowser(inject('browser'), autoplay, inject('engineEnv'))
  browsersByAutoplay.set(autoplay, running)
  return running
}

export interface PageOptions {
  /** CSS pixels; default 1280 x 720, with a headset 800 x 600, because software rendering draws every pixel. */
  viewport?: { width: number; height: number }
  /** An emulated headset on window.xrDevice. */
  headset?: false | 'quest3'
  /** false makes WebGL's draw calls no-ops: software rendering gives 3 to 9 frames a second, logic needs 60. */
  draw?: boolean
  /** Emulates a phone's touch screen. */
  touch?: boolean
  /** false keeps the browser's default autoplay policy. */
  autoplay?: boolean
  reducedMotion?: boolean
  /** Accepts untrusted certificates. */
  ignoreHttpsErrors?: boolean
  /** Runs in the page before its own scripts. */
  initScript?: string
  /** false starts an engine without WebGL; only in engines other than Chromium. */
  webgl?: boolean
}

export interface OpenPage {
  page: Page
  monitor: PageMonitor
  /** Saves test-results/<name>.png and returns its path. */
  saveScreenshot(name: string): Promise<string>
  close(): Promise<void>
}

/** The built app, served from dist/, `search` e.g. `?song=electronic`. */
export async function openApp({ search = '', ...options }: PageOptions & { search?: string } = {}): Promise<OpenPage> {
  const url = inject('appUrl')
  if (!url) throw new Error('Nothing is built: run `npm run build` first.')
  return openUrl(url + search, options)
}

/** A page of any server. */
export async function openUrl(url: string, options: PageOptions = {}): Promise<OpenPage> {
  const opened = await openPage(options)
  await opened.page.goto(url)
  return opened
}

/**
 * An empty page on the dev server, cross-origin isolated, which imports modules of this repository by URL:
 * `page.evaluate("import('/audio/song/song.ts').then(...)")` - as a string, because Vitest rewrites import() in functions.
 */
export async function openModulePage(options: PageOptions = {}): Promise<OpenPage> {
  const opened = await openPage(options)
  const url = `${inject('moduleUrl')}empty-page`
  await opened.page.route(url, (route) =>
    route.fulfill({
      contentType: 'text/html',
      headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
      body: '<!doctype html><html lang="en"><title>modules</title><link rel="icon" href="data:,"></html>',
    }),
  )
  await opened.page.goto(url)
  return opened
}

async function openPage(options: PageOptions): Promise<OpenPage> {
  const engine = inject('engine')
  if (engine) return openEnginePage(engine, options)
  const {
    headset = false,
    viewport = headset ? { width: 800, height: 600 } : { width: 1280, height: 720 },
    draw = true,
    touch = false,
    autoplay = true,
  } = options
  const browser = await getBrowser(autoplay)
  const context: BrowserContext = await browser.newContext({
    viewport,
    hasTouch: touch,
    isMobile: touch,
    ignoreHTTPSErrors: options.ignoreHttpsErrors ?? false,
    reducedMotion: options.reducedMotion ? 'reduce' : 'no-preference',
  })
  if (headset) await emulateHeadset(context)
  if (!draw) await disableDrawCalls(context)
  if (options.initScript) await context.addInitScript({ content: options.initScript })
  const page = await context.newPage()
  page.setDefaultTimeout(WAIT_TIMEOUT_MS)
  const guard = monitorPage(context, page)
  const shot = async (name: string) => {
    const path = join(root, 'test-results', `${name}.png`)
    await mkdir(join(root, 'test-results'), { recursive: true })
    await page.screenshot({ path })
    return path
  }
  return { page, monitor: guard, saveScreenshot: shot, close: () => context.close() }
}
