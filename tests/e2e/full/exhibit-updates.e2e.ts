import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { readFaultCounts, waitForFaultCount } from '../harness/fault-counts.ts'
import { isSameDocument, markDocument, waitForReload } from '../harness/reloads.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

// Releases of a running exhibit, downloaded and activated by the service worker; watchdogs wait 60 times less.
let site: Awaited<ReturnType<typeof serveExhibit>>
let page: Page
let mainPage: string
sharePage(async () => {
  site = await serveExhibit({
    timings: { reminder: 0.2, countdown: 0.2, visit: 0, ending: 8, attract: 60, intro: 12 },
  })
  mainPage = join(site.folder, 'index.html')
  const opened = await openExhibit(site, { draw: false, search: '?pace=60&device=hall' })
  page = opened.page
  await waitUntilRunning()
  await waitUntilRetained('1')
  const close = async () => {
    await opened.close()
    await site.close()
  }
  return { page, close }
})
const waitUntilRunning = () => waitForSnapshot(page, ({ phase, frame }) => phase === 'ready' && frame.count > 5)

/** Waits until the service worker has a version, active or waiting. */
const waitUntilRetained = (version: string) =>
  page.waitForFunction(
    async (version) => {
      const state = await (await caches.open('songwalk')).match('/versions')
      const { current, waiting } = (await state?.json()) ?? {}
      return current === version || waiting === version
    },
    version,
    { polling: 200 },
  )
/** Waits until the page that sends heartbeats is of this version. */
const waitUntilShown = (version: string) =>
  expect.poll(() => site.heartbeats.at(-1)?.version, { timeout: 60_000, message: `version ${version}` }).toBe(version)
const readShownVersion = () => site.heartbeats.at(-1)?.version

test('an update is downloaded during a visit, and activated after it', async () => {
  const shown = readShownVersion() ?? '1'
  const next = `${shown}-next`
  await page.mouse.click(640, 120)
  await site.publishRelease(next)
  await markDocument(page)
  const visiting = setInterval(() => void page.mouse.click(640, 120).catch(() => {}), 100)
  await waitUntilRetained(next)
  const { length } = site.heartbeats
  await expect.poll(() => site.heartbeats.length, { timeout: 30_000 }).toBeGreaterThan(length + 5)
  expect(readShownVersion()).toBe(shown)
  expect(await isSameDocument(page)).toBe(true)
  clearInterval(visiting)
  await waitForReload(page)
  await waitUntilRunning()
  await waitUntilShown(next)
  expect(await readFaultCounts(page)).toEqual({})
})

test('a release whose files are not as listed is not activated, and one that does not work is undone; the next one is', async () => {
  await site.publishRelease('good')
  await waitUntilShown('good')
  const working = await readFile(mainPage, 'utf8')
  await writeFile(mainPage, `${working}<!-- listed -->`)
  await site.publishRelease('changed')
  await writeFile(mainPage, `${working}<!-- other -->`)
  await waitForFaultCount(page, 'update-broken', 1)
  await waitUntilShown('good')

  const without = working.replaceAll('<script type="module"', '<script type="none"')
  await writeFile(mainPage, without.replace('<head>', '<head><script>throw 1</script>'))
  await site.publishRelease('broken')
  await waitForFaultCount(page, 'update-broken', 2)
  await waitUntilRunning()
  await waitUntilShown('good')
  expect(await readFaultCounts(page)).toEqual({ 'update-broken': 2 })

  // A broken release is not tried again.
  await writeFile(mainPage, working)
  await site.publishRelease('mended')
  await waitUntilShown('mended')
  expect(await readFaultCounts(page)).toEqual({ 'update-broken': 2 })
})
