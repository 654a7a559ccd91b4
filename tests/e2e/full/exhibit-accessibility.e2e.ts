import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { daysOfWeek } from '../../../protocol/exhibit-config.ts'
import { findSeriousViolations } from '../harness/axe.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { type OpenPage, openUrl } from '../harness/pages.ts'
import { type Snapshot, waitForSnapshot } from '../harness/snapshot.ts'

// Scenes that a visit only passes through stand still here.
let site: ExhibitSite
let opened: OpenPage
beforeAll(async () => {
  const timings = { reminder: 6, countdown: 600, visit: 25, ending: 60, attract: 600, intro: 1 }
  site = await serveExhibit({ languages: ['en', 'ar'], timings })
})
afterEach(() => opened.close())
afterAll(() => site.close())

type Told = Snapshot & { exhibit: { scene: string } }
const scene = (wanted: string) =>
  waitForSnapshot(opened.page, (now, wanted) => (now as Told).exhibit.scene === wanted, { given: wanted })
/** What fades in is judged once it is there. */
const serious = () => expect.poll(() => findSeriousViolations(opened.page), { timeout: 20_000 }).toEqual([])
const still = { draw: false, reducedMotion: true } as const

test('axe finds nothing serious in the sheets, the reminder and the ending', async () => {
  opened = await openExhibit(site, still)
  const { page } = opened
  await scene('attract')
  await page.locator('[data-scene=attract] > button').click()
  await page.locator('button[lang]').last().click()
  await scene('free')
  await page.locator('[data-scene=free] section button').nth(1).click()
  await page.locator('[role=dialog] li button').first().waitFor()
  await serious()
  await page.keyboard.press('Escape')
  await page.locator('[data-scene=free] header button').first().click()
  await serious()
  await page.keyboard.press('Escape')
  await scene('reminder')
  await serious()
  await scene('ending')
  await serious()
  opened.monitor.expectNoErrors()
})

test('nor while it is paused or closed', async () => {
  opened = await openExhibit(site, still)
  await scene('attract')
  for (const kept of ['paused', 'closed']) {
    await opened.page.evaluate((kept) => sessionStorage.setItem('songwalk-staff', kept), kept)
    await opened.page.reload()
    await scene(kept)
    await serious()
  }
  const closed = await serveExhibit({ hours: { open: '10:00', close: '18:00', closed: [...daysOfWeek] } })
  await opened.page.goto(closed.url)
  await scene('closed')
  await serious()
  opened.monitor.expectNoErrors()
  await closed.close()
})

test('nor on the second screen', async () => {
  opened = await openUrl(`${site.url}spectator.html`, still)
  await opened.page.waitForFunction(
    () => ((window.songwalk?.snapshot() as unknown as { chunks: number }) ?? { chunks: 0 }).chunks > 0,
  )
  await serious()
})
