import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ANALYSIS_VERSION } from '../../../audio/analysis/analysis-types.ts'
import { openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { type OpenPage, openApp } from '../harness/pages.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { createSyntheticSong } from '../harness/synthetic-song.ts'

/** Of all scripts that page and workers load before the first form, as they are served: gzip, with headers. */
const MAX_SCRIPT_BYTES = 350_000
const OPTIONS = { draw: false, reducedMotion: true }

test('a visitor opens the page: the first form needs 350 kB of compressed script at most', async () => {
  await expectFewScripts(await openApp(OPTIONS))
})

test('an exhibit starts: its first form needs 350 kB of compressed script at most', async () => {
  const key = '30'.padStart(16, '0')
  const shipped = { file: 'songs/30.song.json', version: ANALYSIS_VERSION }
  const listed = { key, file: `songs/${key}.songwalk`, shipped, title: 'Song', artist: '', credit: '' }
  const site = await serveExhibit({ songs: [{ ...listed, duration: 3, chunks: 30 }] })
  await writeFile(join(site.folder, shipped.file), JSON.stringify(createSyntheticSong(30).song))
  await expectFewScripts(await openExhibit(site, OPTIONS))
  await site.close()
})

/** Opens the page once more, without a cache, and sums its scripts. */
async function expectFewScripts({ page, close }: OpenPage): Promise<void> {
  const url = page.url()
  await page.goto('about:blank')
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  // A service worker would answer instead of the network.
  await session.send('Network.setBypassServiceWorker', { bypass: true })
  const scripts = new Map<string, string>()
  const sizes: { script: string; bytes: number; requested: number }[] = []
  const requestTimes = new Map<string, number>()
  session.on('Network.requestWillBeSent', ({ requestId, wallTime }) => requestTimes.set(requestId, 1000 * wallTime))
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.set(requestId, response.url.split('/').at(-1) ?? '')
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const script = scripts.get(requestId)
    if (script !== undefined) sizes.push({ script, bytes, requested: requestTimes.get(requestId) ?? 0 })
  })
  // Parts that the page prefetches once the form's Song is there do not count, however late this test looks.
  await page.addInitScript(() => {
    const watch = setInterval(() => {
      const snapshot = window.songwalk?.snapshot()
      if (!snapshot || snapshot.chunks === 0) return
      Object.assign(window, { formTime: Date.now() })
      clearInterval(watch)
    }, 1)
  })
  await page.goto(url, { waitUntil: 'commit' })
  await waitForSnapshot(page, ({ chunks, frame }) => chunks > 0 && frame.count > 0)
  const formTime = Number(await page.waitForFunction('window.formTime').then((time) => time.jsonValue()))
  const needed = sizes.filter(({ requested }) => requested <= formTime)
  const sum = needed.reduce((total, { bytes }) => total + bytes, 0)
  expect(needed.length).toBeGreaterThan(3)
  expect(sum, JSON.stringify(needed)).toBeLessThan(MAX_SCRIPT_BYTES)
  await close()
}
