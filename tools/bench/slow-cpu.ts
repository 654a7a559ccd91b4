import { join } from 'node:path'
import type { Browser, CDPSession } from 'playwright-core'
import { preview } from 'vite'
import { findBrowser, launchBrowser } from '../../tests/e2e/harness/find-browser.ts'
import { disableDrawCalls } from '../../tests/e2e/harness/init-scripts.ts'
import type { Report } from './report.ts'
import { computeMedian } from './timing.ts'

const root = join(import.meta.dirname, '../..')

const CPU_SLOWDOWN = 4
const RUNS = 5

/** Of one opening of the page, by its clock: seconds after navigation, and bytes as served. */
type Opening = {
  script: number
  picture: number
  form: number
  ready: number
  longestTask: number
  scriptBytes: number
}

/** Runs before the page's scripts: notes in window.times when what was first seen, and its longest task. */
const TIMING_SCRIPT = `{
  const times = { longestTask: 0 }
  window.times = times
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) times.longestTask = Math.max(times.longestTask, duration / 1000)
  }).observe({ type: 'longtask', buffered: true })
  const note = (what, seen) => { if (seen && !(what in times)) times[what] = performance.now() / 1000 }
  const looking = setInterval(() => {
    if (!window.songwalk) return
    const { phase, stage, chunks, frame: { count } } = window.songwalk.snapshot()
    note('script', true)
    note('picture', count > 0)
    note('form', count > 0 && chunks > 0)
    note('ready', phase === 'ready' && stage === null)
  }, 4)
}`

/** Sums the scripts that the page and its workers load, as they come over the network. */
async function countScriptBytes(session: CDPSession): Promise<{ bytes: number }> {
  const sum = { bytes: 0 }
  const scripts = new Set<string>()
  await session.send('Network.enable')
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.add(requestId)
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (scripts.has(requestId)) sum.bytes += encodedDataLength
  })
  return sum
}

async function openOnSlowCpu(browser: Browser, url: string): Promise<Opening> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
  await disableDrawCalls(context)
  await context.addInitScript({ content: TIMING_SCRIPT })
  const page = await context.newPage()
  const session = await context.newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  const sum = await countScriptBytes(session)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction('window.times?.form', undefined, { timeout: 60_000 })
  const scriptBytes = sum.bytes
  await page.waitForFunction('window.times.ready', undefined, { timeout: 60_000 })
  const times = (await page.evaluate('window.times')) as Omit<Opening, 'scriptBytes'>
  await context.close()
  return { ...times, scriptBytes }
}

/**
 * The built page on a CPU slowed four times in Chromium (its page; workers keep their speed): medians of five. WebGL's draw
 * calls do nothing, so that no time is the graphics card's, which is a CPU here; what remains is the page's own script.
 */
export async function benchmarkSlowCpu(report: Report): Promise<void> {
  const server = await preview({ root, logLevel: 'silent', preview: { port: 4391 } })
  const browser = await launchBrowser(await findBrowser(), true)
  try {
    const openings: Opening[] = []
    for (let run = 0; run < RUNS; run++)
      openings.push(await openOnSlowCpu(browser, server.resolvedUrls?.local[0] ?? ''))
    const group = `demo song, CPU slowed ${CPU_SLOWDOWN} times`
    const median = (key: keyof Opening) => computeMedian(openings.map((opening) => opening[key]))
    report.add({ group, what: 'the page’s code has run', seconds: median('script') })
    report.add({ group, what: 'picture', seconds: median('picture') })
    report.add({ group, what: 'form', seconds: median('form'), scriptkB: median('scriptBytes') / 1000 })
    report.add({ group, what: 'form and sound', seconds: median('ready') })
    report.add({ group, what: 'longest task', seconds: median('longestTask') })
  } finally {
    await browser.close()
    await server.close()
  }
}
