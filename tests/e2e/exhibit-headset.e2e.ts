import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openExhibit, type Site, serveExhibit } from './harness/exhibit.ts'
import type { OpenPage } from './harness/pages.ts'
import { panel, panelControl, pressPanel } from './harness/panel.ts'
import { type Snapshot, until } from './harness/snapshot.ts'
import { inputsShown } from './harness/vr.ts'

type Told = Snapshot & { exhibit: { scene: string; language: string; visit: number } }

let site: Site
let opened: OpenPage
let page: Page

beforeAll(async () => {
  site = await serveExhibit({ languages: ['en', 'ko', 'ar'] })
  opened = await openExhibit(site, { draw: false, reducedMotion: true, headset: 'quest3' })
  page = opened.page
  await until(page, ({ phase }) => phase === 'ready')
})
afterAll(async () => {
  await opened.close()
  await site.close()
})

const scene = (wanted: string) =>
  until(page, (now, wanted) => (now as Told).exhibit.scene === wanted, { given: wanted }) as Promise<Told>
const keys = async () => (await panel(page)).map(({ label }) => label)

test('panel and captions speak the language of the visit, and another can be chosen in the headset', async () => {
  await page.locator('.attract').click()
  await page.locator('.tongue[lang=ko]').click()
  await page.locator('.onward').click()
  await scene('free')
  await page.getByRole('button', { name: 'VR 시작', exact: true }).click()
  await until(page, ({ session, mode }) => session === 'vr' && mode === 'ride')
  await inputsShown(page)
  // The song is three seconds long.
  await panelControl(page, '재생')
  expect(await keys()).toEqual(expect.arrayContaining(['나가기', '노래 목록', 'English', '한국어', 'العربية']))
  await pressPanel(page, '보기')
  await pressPanel(page, '자막')
  await pressPanel(page, '재생')
  await until(page, ({ caption }) => caption?.includes('조각') === true)
  await pressPanel(page, 'العربية')
  const { exhibit } = (await until(page, (now) => (now as Told).exhibit.language === 'ar')) as Told
  expect(exhibit).toMatchObject({ scene: 'free', visit: 1 })
  await pressPanel(page, 'تشغيل')
  await until(page, ({ caption }) => caption?.includes('المقطع') === true)
  // The next person begins in the language of the house.
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
  await scene('attract')
  await panelControl(page, 'Exit')
  expect(await keys()).not.toContain('خروج')
  opened.guard.expectClean()
})
