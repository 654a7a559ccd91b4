import { join } from 'node:path'
import { BoxGeometry, Raycaster, ShaderMaterial } from 'three'
import { preview } from 'vite'
import { createFrameState, setChunks } from '../../scenes/state/frame-state.ts'
import { RaycastableChunks } from '../../scenes/view/raycastable-chunks.ts'
import { findBrowser, launchBrowser } from '../../tests/e2e/harness/find-browser.ts'
import { disableDrawCalls, emulateHeadset } from '../../tests/e2e/harness/init-scripts.ts'
import { measureHeapGrowth, measureScriptTimes } from '../../tests/e2e/harness/performance.ts'
import { createSyntheticSong } from '../../tests/e2e/harness/synthetic-song.ts'
import type { Report } from './report.ts'
import { computeMedian } from './timing.ts'

const root = join(import.meta.dirname, '../..')
const FRAME_COUNT = 500

/**
 * Measures the cost of a frame in the headset while a song of `count` chunks plays: an emulated stereo session of the built page, in
 * which WebGL's draw calls do nothing, so that only script is measured.
 */
export async function benchmarkFrames(count: number, report: Report): Promise<void> {
  const server = await preview({ root, logLevel: 'silent', preview: { port: 4390 } })
  const browser = await launchBrowser(await findBrowser(), true)
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 } })
    await emulateHeadset(context)
    await disableDrawCalls(context)
    const page = await context.newPage()
    await page.goto(`${server.resolvedUrls?.local[0]}`)
    await page.waitForFunction("window.songwalk?.snapshot().phase === 'ready'")
    await page.getByLabel('Choose a song').setInputFiles(createSyntheticSong(count))
    await page.waitForFunction(`window.songwalk.snapshot().chunks === ${count}`)
    await page.waitForFunction("window.songwalk.snapshot().phase === 'ready'")
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.getByRole('button', { name: 'Enter VR' }).click()
    await page.waitForFunction("window.songwalk.snapshot().session === 'vr'")
    // Controllers connect, and the code is compiled.
    await measureScriptTimes(page, FRAME_COUNT / 2)
    const seconds = computeMedian(await measureScriptTimes(page, FRAME_COUNT)) / 1000
    // Measured over 8000 frames while the song plays.
    const growth = await measureHeapGrowth(page, await context.newCDPSession(page), Number.NEGATIVE_INFINITY)
    const { drawCalls, triangles } = (await page.evaluate(() => window.songwalk.snapshot())).frame
    const group = `a frame in stereo, ${count} chunks`
    report.add({ group, what: 'script', seconds, drawCalls, triangles, kBper1000: growth / 1024 })
  } finally {
    await browser.close()
    await server.close()
  }
}

/** What a pointing hand casts in every frame: its ray against all boxes of cloud and path, and what of them it aims at. */
export function benchmarkAiming(count: number, report: Report): void {
  const frameState = createFrameState()
  const chunks = Array.from({ length: count }, (_, i) => ({ start: i * 0.1, end: (i + 1) * 0.1, loudness: -20 }))
  setChunks(frameState, chunks, 2)
  // Random positions in a room of four meters.
  for (let j = 0; j < frameState.boxes.position.length; j++)
    frameState.boxes.position[j] = ((j * 0.6180339887) % 1) * 4 - 2
  const mesh = new RaycastableChunks(new BoxGeometry(), new ShaderMaterial(), frameState)
  const raycaster = new Raycaster()
  const rays = 1000
  const times = Array.from({ length: 7 }, () => {
    const from = performance.now()
    for (let k = 0; k < rays; k++) {
      // A hand that moves on slowly.
      raycaster.ray.direction.set(Math.sin(k / 50), Math.cos(k / 35), 1).normalize()
      mesh.raycast(raycaster, [])
    }
    return (performance.now() - from) / 1000 / rays
  })
  report.add({ group: `a hand's ray, ${count} chunks`, what: 'aims at cloud and path', seconds: computeMedian(times) })
}
