import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createServer } from 'vite'
import type { measureSpatialCost } from '../../tests/e2e/full/audio-rendering/spatial-cost.ts'
import type { measureCarriedTone } from '../../tests/e2e/full/audio-rendering/spatialization.ts'
import { findBrowser, launchBrowser } from '../../tests/e2e/harness/find-browser.ts'
import type { Report } from './report.ts'
import { computeMedian, MEASURED_RUNS } from './timing.ts'

const root = join(import.meta.dirname, '../..')
const SCENARIOS = '/tests/e2e/full/audio-rendering'
const RENDERED_S = 10
const FRAMES_PER_SECOND = 72
const TONES_HZ = [500, 2000, 6000]

/** Our binaural voices beside PannerNodes: time of eight moving voices, and what a carried tone leaves beside it. */
export async function benchmarkSpatialVoices(report: Report): Promise<void> {
  const server = await createServer({
    root,
    cacheDir: 'node_modules/.vite-module-page',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, include: ['tone', 'meyda'] },
    server: { port: 4391, hmr: false, watch: null },
  })
  await server.listen()
  const browser = await launchBrowser(await findBrowser(), true)
  try {
    const page = await browser.newPage()
    const url = `${server.resolvedUrls?.local[0]}empty-page`
    await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    await page.goto(url)
    await benchmarkCost(page, report)
    await benchmarkResidue(page, report)
  } finally {
    await browser.close()
    await server.close()
  }
}

async function benchmarkCost(page: Page, report: Report): Promise<void> {
  const measure = (...args: Parameters<typeof measureSpatialCost>): Promise<number> =>
    page.evaluate(
      `import('${SCENARIOS}/spatial-cost.ts').then((it) => it.measureSpatialCost(...${JSON.stringify(args)}))`,
    )
  const times = { none: [] as number[], binaural: [] as number[], panner: [] as number[] }
  for (let run = 0; run < MEASURED_RUNS; run++) {
    times.none.push(await measure(null, RENDERED_S))
    for (const spatializer of ['binaural', 'panner'] as const)
      times[spatializer].push(await measure(spatializer, RENDERED_S))
  }
  const none = computeMedian(times.none)
  const own = computeMedian(times.binaural) - none
  const panner = computeMedian(times.panner) - none
  const group = `eight moving voices, ${RENDERED_S} s, beyond ${none.toFixed(2)} s without any place`
  report.add({ group, what: 'songwalk', seconds: own })
  report.add({ group, what: 'PannerNode, as the fallback moves it', seconds: panner, against: panner / own })
}

async function benchmarkResidue(page: Page, report: Report): Promise<void> {
  const measure = (spatializer: string, hertz: number): Promise<Awaited<ReturnType<typeof measureCarriedTone>>> =>
    page.evaluate(
      `import('${SCENARIOS}/render-offline.ts').then((it) => it.setSpatializer('${spatializer}'))
        .then(() => import('${SCENARIOS}/spatialization.ts'))
        .then((it) => it.measureCarriedTone(${hertz}, ${FRAMES_PER_SECOND}))`,
    )
  for (const hertz of TONES_HZ)
    for (const spatializer of ['binaural', 'panner'])
      report.add({
        group: `a tone of ${hertz} Hz, 90 degrees a second, ${FRAMES_PER_SECOND} frames a second`,
        what: spatializer === 'binaural' ? 'songwalk' : 'PannerNode, as the fallback moves it',
        residueDb: await measure(spatializer, hertz),
      })
}
