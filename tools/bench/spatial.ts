import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { createServer } from 'vite'
import { BLOCK_SAMPLES } from '../../audio/playback/binaural-ears.ts'
import type { BinauralMixer } from '../../audio/playback/binaural-mixer.ts'
import { openNodeMixer } from '../../tests/e2e/engines/sound/node-binaural.ts'
import type { measureMovingScene } from '../../tests/e2e/full/audio-rendering/moving-scenes.ts'
import type { measureSpatialCost } from '../../tests/e2e/full/audio-rendering/spatial-cost.ts'
import type { measureCarriedTone } from '../../tests/e2e/full/audio-rendering/spatialization.ts'
import { findBrowser, launchBrowser } from '../../tests/e2e/harness/find-browser.ts'
import type { measureOmnitoneCost, measureOmnitoneTone } from './omnitone-scene.ts'
import type { Report } from './report.ts'
import { computeMedian, MEASURED_RUNS } from './timing.ts'

const root = join(import.meta.dirname, '../..')
const SCENARIOS = '/tests/e2e/full/audio-rendering'
const OMNITONE_SCENE = '/tools/bench/omnitone-scene.ts'
const OMNITONE = 'omnitone, order 3, one renderer for all'
const RENDERED_S = 10
const FRAMES_PER_SECOND = 72
const VOICES = 8
const NODE_RATE_HZ = 44_100
const TONES_HZ = [500, 2000, 6000]

/** Our binaural voices beside PannerNodes and omnitone: time of eight moving voices, and what a carried tone leaves beside it. */
export async function benchmarkSpatialVoices(report: Report): Promise<void> {
  const server = await createServer({
    root,
    cacheDir: 'node_modules/.vite-bench',
    logLevel: 'error',
    optimizeDeps: { noDiscovery: true, include: ['tone', 'meyda', 'omnitone/build/omnitone.esm.js'] },
    server: { port: 4391, hmr: false, watch: null },
  })
  await server.listen()
  const browser = await launchBrowser(await findBrowser(), true)
  try {
    const page = await browser.newPage()
    const url = `${server.resolvedUrls?.local[0]}empty-page`
    await page.route(url, (route) => route.fulfill({ contentType: 'text/html', body: '<!doctype html>' }))
    await page.goto(url)
    await benchmarkNodeCost(report)
    await benchmarkCost(page, report)
    await benchmarkResidue(page, report)
    await benchmarkScenes(page, report)
  } finally {
    await browser.close()
    await server.close()
  }
}

/** The mixer of the audio thread in Node: share of a core that eight moving voices take, as processor time. */
async function benchmarkNodeCost(report: Report): Promise<void> {
  const mixers = { dry: await openNodeMixer(NODE_RATE_HZ, VOICES), hall: await openNodeMixer(NODE_RATE_HZ, VOICES) }
  mixers.hall.room[0] = 1
  const noise = Float32Array.from({ length: 64 * BLOCK_SAMPLES }, (_, i) => 0.1 * Math.sin(i * i))
  const render = (mixer: BinauralMixer, seconds: number): number => {
    const from = process.cpuUsage()
    for (let block = 0; block < (seconds * NODE_RATE_HZ) / BLOCK_SAMPLES; block++) {
      const time = Math.floor(((block * BLOCK_SAMPLES) / NODE_RATE_HZ) * FRAMES_PER_SECOND) / FRAMES_PER_SECOND
      const sound = noise.subarray((block % 64) * BLOCK_SAMPLES, ((block % 64) + 1) * BLOCK_SAMPLES)
      mixer.clear()
      for (let voice = 0; voice < VOICES; voice++) {
        const angle = (2 * Math.PI * voice) / VOICES + (Math.PI / 2) * time
        mixer.positions.set([1.5 * Math.sin(angle), 0.3 * Math.sin(voice), -1.5 * Math.cos(angle)], 3 * voice)
        mixer.addInput(voice, sound, 0)
      }
      mixer.addRoom()
    }
    return process.cpuUsage(from).user / 1e6 / seconds
  }
  const shares = { dry: [] as number[], hall: [] as number[] }
  for (let run = 0; run <= MEASURED_RUNS; run++)
    for (const space of ['dry', 'hall'] as const) {
      const share = render(mixers[space], RENDERED_S)
      // The first one compiles.
      if (run > 0) shares[space].push(share)
    }
  const group = 'eight moving voices in Node, seconds of a core for each second'
  report.add({ group, what: 'songwalk, without a room', seconds: computeMedian(shares.dry) })
  report.add({ group, what: 'songwalk, in the hall', seconds: computeMedian(shares.hall) })
}

async function benchmarkCost(page: Page, report: Report): Promise<void> {
  const measure = (...args: Parameters<typeof measureSpatialCost>): Promise<number> =>
    page.evaluate(
      `import('${SCENARIOS}/spatial-cost.ts').then((it) => it.measureSpatialCost(...${JSON.stringify(args)}))`,
    )
  const measureOmnitone = (...args: Parameters<typeof measureOmnitoneCost>): Promise<number> =>
    page.evaluate(`import('${OMNITONE_SCENE}').then((it) => it.measureOmnitoneCost(...${JSON.stringify(args)}))`)
  const times = {
    none: [] as number[],
    binaural: [] as number[],
    hall: [] as number[],
    panner: [] as number[],
    omnitone: [] as number[],
    omnitoneNone: [] as number[],
  }
  for (let run = 0; run < MEASURED_RUNS; run++) {
    times.none.push(await measure(null, RENDERED_S))
    for (const spatializer of ['binaural', 'hall', 'panner'] as const)
      times[spatializer].push(await measure(spatializer, RENDERED_S))
    times.omnitone.push(await measureOmnitone(RENDERED_S, true))
    times.omnitoneNone.push(await measureOmnitone(RENDERED_S, false))
  }
  const none = computeMedian(times.none)
  const own = computeMedian(times.binaural) - none
  const panner = computeMedian(times.panner) - none
  const omnitone = computeMedian(times.omnitone) - computeMedian(times.omnitoneNone)
  const group = `eight moving voices, ${RENDERED_S} s, beyond ${none.toFixed(2)} s without any place`
  report.add({ group, what: 'songwalk', seconds: own })
  report.add({ group, what: 'songwalk, in the hall with its tail', seconds: computeMedian(times.hall) - none })
  report.add({ group, what: 'PannerNode, as the fallback moves it', seconds: panner, against: panner / own })
  report.add({ group, what: OMNITONE, seconds: omnitone, against: omnitone / own })
}

/** Beside the former version, which the fallback still is. */
async function benchmarkScenes(page: Page, report: Report): Promise<void> {
  const measure = (spatializer: string, scene: string): Promise<Awaited<ReturnType<typeof measureMovingScene>>> =>
    page.evaluate(
      `import('${SCENARIOS}/render-offline.ts').then((it) => it.setSpatializer('${spatializer}'))
        .then(() => import('${SCENARIOS}/moving-scenes.ts'))
        .then((it) => it.measureMovingScene('${scene}'))`,
    )
  for (const scene of ['ride', 'walk', 'carry'])
    for (const spatializer of ['hall', 'binaural', 'panner']) {
      const { residues, left, right, click } = await measure(spatializer, scene)
      const [at500 = 0, at2000 = 0, at6000 = 0] = Object.values(residues)
      report.add({ group: `${scene}, dB`, what: spatializer, at500, at2000, at6000, left, right, click })
    }
}

async function benchmarkResidue(page: Page, report: Report): Promise<void> {
  const measure = (spatializer: string, hertz: number): Promise<Awaited<ReturnType<typeof measureCarriedTone>>> =>
    page.evaluate(
      `import('${SCENARIOS}/render-offline.ts').then((it) => it.setSpatializer('${spatializer}'))
        .then(() => import('${SCENARIOS}/spatialization.ts'))
        .then((it) => it.measureCarriedTone(${hertz}, ${FRAMES_PER_SECOND}))`,
    )
  const measureOmnitone = (hertz: number): Promise<Awaited<ReturnType<typeof measureOmnitoneTone>>> =>
    page.evaluate(`import('${OMNITONE_SCENE}').then((it) => it.measureOmnitoneTone(${hertz}, ${FRAMES_PER_SECOND}))`)
  for (const hertz of TONES_HZ) {
    const group = `a tone of ${hertz} Hz, 90 degrees a second, ${FRAMES_PER_SECOND} frames a second`
    report.add({ group, what: 'songwalk', residueDb: await measure('binaural', hertz) })
    report.add({ group, what: 'PannerNode, as the fallback moves it', residueDb: await measure('panner', hertz) })
    report.add({ group, what: OMNITONE, residueDb: await measureOmnitone(hertz) })
  }
}
