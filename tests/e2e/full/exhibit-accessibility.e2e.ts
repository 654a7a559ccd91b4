import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { daysOfWeek } from '../../../protocol/exhibit-config.ts'
import { findSeriousViolations } from '../harness/axe.ts'
import { beginVisit, waitForExhibitScene } from '../harness/exhibit-scenes.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { type OpenPage, openUrl } from '../harness/pages.ts'

// The timings keep each scene on the screen.
let site: ExhibitSite
let opened: OpenPage
beforeAll(async () => {
  const timings = { reminder: 6, countdown: 600, visit: 25, ending: 60, attract: 600, intro: 1 }
  site = await serveExhibit({ languages: ['en', 'ar'], timings })
})
afterEach(() => opened.close())
afterAll(() => site.close())

const waitForScene = (scene: string) => waitForExhibitScene(opened.page, scene)
/** Polls, because fading screens are judged only once they are opaque. */
const expectNoViolations = () => expect.poll(() => findSeriousViolations(opened.page), { timeout: 20_000 }).toEqual([])
const options = { draw: false, reducedMotion: true } as const

test('axe finds no serious violation in the sheets, the reminder and the ending', async () => {
  opened = await openExhibit(site, options)
  const { page } = opened
  await waitForScene('attract')
  await beginVisit(page)
  await page.getByRole('button', { name: 'العربية' }).click()
  await waitForScene('free')
  await page.locator('[data-scene=free] section button').nth(1).click()
  await page.locator('[role=dialog] li button').first().waitFor()
  await expectNoViolations()
  await page.keyboard.press('Escape')
  await page.locator('[data-scene=free] header button').first().click()
  await expectNoViolations()
  await page.keyboard.press('Escape')
  await waitForScene('reminder')
  await expectNoViolations()
  await waitForScene('ending')
  await expectNoViolations()
  opened.monitor.expectNoErrors()
})

test('axe finds no serious violation while the exhibit is paused or closed', async () => {
  opened = await openExhibit(site, options)
  await waitForScene('attract')
  for (const scene of ['paused', 'closed']) {
    await opened.page.evaluate((scene) => sessionStorage.setItem('songwalk-staff', scene), scene)
    await opened.page.reload()
    await waitForScene(scene)
    await expectNoViolations()
  }
  const closed = await serveExhibit({ hours: { open: '10:00', close: '18:00', closed: [...daysOfWeek] } })
  await opened.page.goto(closed.url)
  await waitForScene('closed')
  await expectNoViolations()
  opened.monitor.expectNoErrors()
  await closed.close()
})

test('axe finds no serious violation on the second screen', async () => {
  opened = await openUrl(`${site.url}spectator.html`, options)
  await opened.page.waitForFunction(
    () => ((window.songwalk?.snapshot() as unknown as { chunks: number }) ?? { chunks: 0 }).chunks > 0,
  )
  await expectNoViolations()
})
