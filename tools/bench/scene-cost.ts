import { join } from 'node:path'
import { preview } from 'vite'
import { findBrowser, launchBrowser } from '../../tests/e2e/harness/find-browser.ts'
import { COUNT_SCENE_COST_SCRIPT, LARGE_SONG, measureSceneCost } from '../../tests/e2e/harness/scene-cost.ts'
import { createSyntheticSong } from '../../tests/e2e/harness/synthetic-song.ts'
import type { Report } from './report.ts'

const root = join(import.meta.dirname, '../..')
const BYTES_PER_MB = 1024 * 1024

/**
 * What a picture in the middle of the cloud costs while the song plays, counted in the built page: fragments a pixel over eight
 * directions at 960 x 960, draw calls, triangles and textures.
 */
export async function benchmarkSceneCost(song: 'demo' | 'large', report: Report): Promise<void> {
  const server = await preview({ root, logLevel: 'silent', preview: { port: 4390 } })
  const browser = await launchBrowser(await findBrowser(), true)
  try {
    const context = await browser.newContext({ viewport: { width: 960, height: 960 } })
    await context.addInitScript({ content: COUNT_SCENE_COST_SCRIPT })
    const page = await context.newPage()
    await page.goto(`${server.resolvedUrls?.local[0]}`)
    const ready = "window.songwalk?.snapshot().phase === 'ready' && window.songwalk.snapshot().stage === null"
    await page.waitForFunction(ready)
    if (song === 'large') {
      await page.getByLabel('Choose a song').setInputFiles(createSyntheticSong(...LARGE_SONG))
      await page.waitForFunction(`window.songwalk.snapshot().chunks === ${LARGE_SONG[0]} && ${ready}`)
    }
    await page.getByRole('button', { name: 'Inside', exact: true }).click()
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await page.waitForFunction('window.songwalk.snapshot().time > 8')
    const { textureBytes, ...cost } = await measureSceneCost(page)
    const { chunks } = await page.evaluate(() => window.songwalk.snapshot())
    const group = `a picture inside, ${chunks} chunks`
    report.add({ group, what: 'fragments a pixel over eight directions', ...cost, MB: textureBytes / BYTES_PER_MB })
  } finally {
    await browser.close()
    await server.close()
  }
}
