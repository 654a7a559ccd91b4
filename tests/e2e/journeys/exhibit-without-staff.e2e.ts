import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { readFaultCounts, waitForFaultCount } from '../harness/fault-counts.ts'
import { isSameDocument, markDocument, waitForReload } from '../harness/reloads.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

// The exhibit mends its faults by itself, and runs without network and server.
let site: ExhibitSite
let page: Page
beforeAll(async () => {
  site = await serveExhibit()
})
afterAll(() => site.close())
sharePage(async () => {
  await site.startServer()
  // Watchdogs that wait 20 times less.
  const opened = await openExhibit(site, { draw: false, search: '?pace=20&device=hall' })
  page = opened.page
  await waitUntilRunning()
  return { page, close: opened.close }
})
const waitUntilRunning = () => waitForSnapshot(page, ({ phase, frame }) => phase === 'ready' && frame.count > 5)

test('a frame loop that stops goes on, on the same page, and is counted', async () => {
  await markDocument(page)
  await page.evaluate(() => {
    const { requestAnimationFrame: original } = window
    window.requestAnimationFrame = () => {
      window.requestAnimationFrame = original
      return 0
    }
  })
  await waitForFaultCount(page, 'frames-stalled', 1)
  const { frame } = await readSnapshot(page)
  await waitForSnapshot(page, (now, count) => now.frame.count > count + 10, { given: frame.count })
  expect(await isSameDocument(page)).toBe(true)
})

test('a WebGL context that is lost and stays away reloads the page', async () => {
  await markDocument(page)
  await page.evaluate(() =>
    document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(),
  )
  await waitForReload(page)
  await waitUntilRunning()
  expect(await readFaultCounts(page)).toMatchObject({ 'webgl-lost': 1, reloaded: 1 })
})

test('the service worker shows the exhibit while the server is gone', async () => {
  await page.waitForFunction(
    async () => {
      const state = await (await caches.open('songwalk')).match('/versions')
      return (await state?.json())?.current === '1'
    },
    undefined,
    { polling: 200 },
  )
  await site.stopServer()
  await page.reload()
  await waitUntilRunning()
  expect((await readSnapshot(page)).chunks).toBe(30)
  expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true)
  await waitForFaultCount(page, 'server-gone', 1)
  await site.startServer()
})
