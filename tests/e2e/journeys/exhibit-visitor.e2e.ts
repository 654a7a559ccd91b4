import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { beginVisitIn, type ExhibitSnapshot, waitForExhibitScene } from '../harness/exhibit-scenes.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

// A visitor of the museum: from the first touch to the next person.
let site: ExhibitSite
let page: Page
beforeAll(async () => {
  site = await serveExhibit({
    languages: ['en', 'ar'],
    volume: { cap: 0.6, attract: 0.1, quiet: [] },
  })
})
afterAll(() => site.close())
sharePage(async () => {
  const opened = await openExhibit(site, { draw: false, reducedMotion: true, headset: 'quest3' })
  page = opened.page
  await waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks === 30)
  await waitForExhibitScene(page, 'attract')
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })
const readVolume = () => page.evaluate(() => window.songwalk.snapshot().settings.volume)

test('a visit in Arabic goes from touch to done, and leaves nothing for the next visitor', async () => {
  expect(await readVolume()).toBe(0.1)
  const { exhibit, playing } = await beginVisitIn(page, 'العربية')
  await expect.poll(() => page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(exhibit.language).toBe('ar')
  expect(playing).toBe(true)
  expect(await readVolume()).toBe(0.6)
  await button('من الداخل').click()
  await waitForSnapshot(page, ({ mode }) => mode === 'ride')
  await button('الأغاني').click()
  await page.getByRole('listitem').nth(2).getByRole('button').click()
  await waitForSnapshot(page, ({ chunks, playing }) => chunks === 90 && playing)
  await button('إنهاء').click()
  const rest = await waitForExhibitScene(page, 'attract')
  expect(rest.exhibit).toMatchObject({ language: 'en', visit: exhibit.visit })
  expect(rest).toMatchObject({ mode: 'roam', held: null })
  expect(await page.locator('html').getAttribute('dir')).toBe('ltr')
  expect(await page.evaluate(() => localStorage.getItem('songwalk.preferences'))).toBeNull()
  expect(await readVolume()).toBe(0.1)
})

test('a headset that is taken off and put on again is the next visitor, in the same session', async () => {
  const { exhibit } = await beginVisitIn(page, 'English')
  await button('Enter VR').click()
  await waitForSnapshot(page, ({ session, mode }) => session === 'vr' && mode === 'ride')
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
  const rest = await waitForSnapshot(
    page,
    (now) => (now as ExhibitSnapshot).exhibit.scene === 'attract' && !now.playing,
  )
  expect(rest.session).toBe('vr')
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible'))
  const next = await waitForSnapshot(
    page,
    (now) => (now as ExhibitSnapshot).exhibit.scene === 'free' && now.playing && now.mode === 'ride',
  )
  expect((next as ExhibitSnapshot).exhibit.visit).toBe(exhibit.visit + 1)
  await page.evaluate(() => window.xrDevice?.activeSession?.end())
  await waitForSnapshot(page, ({ session }) => session === null)
})

test('a visitor who has gone is asked for, and then the exhibit shows itself again', async () => {
  const timings = { reminder: 6, countdown: 2, visit: 0, ending: 1, attract: 60, intro: 12 }
  const impatient = await serveExhibit({ timings })
  const opened = await openExhibit(impatient, { draw: false, reducedMotion: true })
  await waitForSnapshot(opened.page, ({ phase }) => phase === 'ready')
  await beginVisitIn(opened.page, 'English')
  await waitForExhibitScene(opened.page, 'reminder')
  await waitForExhibitScene(opened.page, 'attract')
  opened.monitor.expectNoErrors()
  await opened.close()
  await impatient.close()
})
