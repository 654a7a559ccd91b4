import { join } from 'node:path'
import { preview } from 'vite'
import { findBrowser, launchBrowser } from '../../tests/e2e/harness/find-browser.ts'
import { disableDrawCalls } from '../../tests/e2e/harness/init-scripts.ts'
import type { Report } from './report.ts'
import { computeMedian, MEASURED_RUNS } from './timing.ts'

/** Until an open page has nothing more to do. */
const IDLE_MS = 4000

const root = join(import.meta.dirname, '../..')

/** Seconds after the file was chosen, by the page's clock; `longestTask` is the page's longest task in that time. */
type PageTimes = { boxes: number; form: number; ready: number; settled: number; longestTask: number }
/** Seconds of a stage: when it began after the file was chosen, how long it took, how long its worker computed. */
type StageTimes = { stage: string; begin: number; seconds: number; computing: number }
type OpeningTimes = PageTimes & { stages: StageTimes[] }

/** Runs in the page: notes in window.times, seconds after the file was chosen, when what was first seen. Looks between frames too. */
const TIMING_SCRIPT = `{
  const { songwalk } = window
  document.querySelector('input[type=file]').addEventListener('change', () => {
    const from = performance.now()
    const times = { longestTask: 0 }
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) times.longestTask = Math.max(times.longestTask, duration / 1000)
    }).observe({ type: 'longtask' })
    const note = (what, seen) => { if (seen && !(what in times)) times[what] = (performance.now() - from) / 1000 }
    const { title: former } = songwalk.snapshot()
    let before = ''
    let frame = 0
    const looking = setInterval(() => {
      const { phase, stage, chunks, title, frame: { count } } = songwalk.snapshot()
      const begun = stage === 'features' || stage === 'embedding' || (phase === 'ready' && title !== former)
      if (!begun || chunks === 0 || count === frame) return
      const places = [0, chunks >> 1, chunks - 1].map((i) => songwalk.locate(i))
      const now = JSON.stringify(places.map(({ cloud }) => cloud))
      const onPath = now === JSON.stringify(places.map(({ path }) => path))
      note('boxes', true)
      note('form', !onPath)
      note('ready', phase === 'ready')
      note('settled', phase === 'ready' && !onPath && now === before)
      before = now
      frame = count
      if (!('settled' in times)) return
      clearInterval(looking)
      times.stages = performance.getEntriesByType('measure')
        .filter(({ name }) => name.startsWith('songwalk '))
        .map(({ name, startTime, duration, detail }) => ({
          stage: name.slice(9),
          begin: (startTime - from) / 1000,
          seconds: duration / 1000,
          computing: detail.computingMs / 1000,
        }))
      // Long tasks are reported a moment later.
      setTimeout(() => { window.times = times }, 100)
    }, 1)
  }, true)
}`

/**
 * From a file given to the built page to its settled form, in a real browser: boxes lie on the path, the first picture of
 * the form hangs, t-SNE has ended, everything is at rest. WebGL's draw calls do nothing: without a graphics card they would
 * take most of the time.
 * @param other the song that is open before
 */
export async function benchmarkFileOpening(name: string, other: string, report: Report): Promise<void> {
  const server = await preview({ root, logLevel: 'silent', preview: { port: 4390 } })
  const browser = await launchBrowser(await findBrowser(), true)
  try {
    const all: OpeningTimes[] = []
    for (let turn = 0; turn < MEASURED_RUNS; turn++) {
      // A new context each turn: stored songs would open without analysis.
      const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
      await disableDrawCalls(context)
      const page = await context.newPage()
      await page.goto(`${server.resolvedUrls?.local[0]}?song=${other}`)
      await page.waitForFunction(
        "window.songwalk?.snapshot().phase === 'ready' && window.songwalk.snapshot().stage === null",
      )
      // The page has started the workers of the next file by then.
      await page.waitForTimeout(IDLE_MS)
      await page.evaluate(TIMING_SCRIPT)
      await page.setInputFiles('input[type=file]', join(root, 'exhibits/demo', name))
      all.push(
        (await page
          .waitForFunction('window.times', undefined, { timeout: 60_000 })
          .then((it) => it.jsonValue())) as OpeningTimes,
      )
      await context.close()
    }
    const group = `${name} given to the page`
    for (const key of ['boxes', 'form', 'ready', 'settled', 'longestTask'] as const) {
      const what = {
        boxes: 'boxes on the path',
        form: 'first form in the air',
        ready: 't-SNE has ended',
        settled: 'form at rest',
        longestTask: 'longest task of the page (0: below 50 ms)',
      }[key]
      report.add({ group, what, seconds: computeMedian(all.map((times) => times[key])) })
    }
    for (const { stage } of all[0]?.stages ?? []) {
      const median = (read: (times: StageTimes) => number): number =>
        computeMedian(all.map(({ stages }) => read(stages.find((times) => times.stage === stage) as StageTimes)))
      const seconds = median((times) => times.seconds)
      const computing = median((times) => times.computing)
      const what = `stage ${stage}, begun after ${median(({ begin }) => begin).toFixed(3)} s`
      report.add({ group, what, seconds, computing, waiting: seconds - computing })
    }
  } finally {
    await browser.close()
    await server.close()
  }
}
