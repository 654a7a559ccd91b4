import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { PHONE_POSITION, TABLE_SPOT } from '../harness/emulated-phone.ts'
import { emulatePhone, pointPhoneAt } from '../harness/emulated-room.ts'
import { beginVisitIn, type ExhibitSnapshot, waitForExhibitScene } from '../harness/exhibit-scenes.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { pressPanelControl, readPanel, waitForPanelControl } from '../harness/vr-panel.ts'
import { waitForInputs } from '../harness/vr-session.ts'
import { clickTrigger } from '../harness/xr-controls.ts'

let site: ExhibitSite
let page: Page
beforeAll(async () => {
  site = await serveExhibit({ languages: ['en', 'ko', 'ar'] })
})
afterAll(() => site.close())

const readLabels = async () => (await readPanel(page)).map(({ label }) => label)

test('panel and captions are in the language of the visit, which the panel can change', async () => {
  const opened = await openExhibit(site, { draw: false, reducedMotion: true, headset: 'quest3' })
  page = opened.page
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await beginVisitIn(page, '한국어')
  await page.getByRole('button', { name: 'VR 시작', exact: true }).click()
  await waitForSnapshot(page, ({ session, mode }) => session === 'vr' && mode === 'ride')
  await waitForInputs(page)
  // The song lasts three seconds.
  await waitForPanelControl(page, '재생')
  expect(await readLabels()).toEqual(expect.arrayContaining(['나가기', '노래 목록', 'English', '한국어', 'العربية']))
  await pressPanelControl(page, '보기')
  await pressPanelControl(page, '자막')
  await pressPanelControl(page, '재생')
  await waitForSnapshot(page, ({ caption }) => caption?.includes('조각') === true)
  await pressPanelControl(page, 'العربية')
  const { exhibit } = (await waitForSnapshot(
    page,
    (now) => (now as ExhibitSnapshot).exhibit.language === 'ar',
  )) as ExhibitSnapshot
  expect(exhibit).toMatchObject({ scene: 'free', visit: 1 })
  await pressPanelControl(page, 'تشغيل')
  await waitForSnapshot(page, ({ caption }) => caption?.includes('المقطع') === true)
  // The next visitor begins in the default language.
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
  await waitForExhibitScene(page, 'attract')
  await waitForPanelControl(page, 'Exit')
  expect(await readLabels()).not.toContain('خروج')
  opened.monitor.expectNoErrors()
  await opened.close()
})

test('captions in the headset tell that the visit ends, and how to begin the next', async () => {
  const timings = { reminder: 60, countdown: 15, visit: 20, ending: 2, attract: 30, intro: 12 }
  const short = await serveExhibit({ languages: ['en', 'de'], timings })
  const visit = await openExhibit(short, { draw: false, reducedMotion: true, headset: 'quest3' })
  const { page } = visit
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await beginVisitIn(page, 'Deutsch')
  await page.getByRole('button', { name: 'VR betreten', exact: true }).click()
  await waitForSnapshot(page, ({ session, caption }) => session === 'vr' && caption === 'Danke fürs Zuhören')
  await waitForSnapshot(page, ({ caption }) => caption === 'Touch to begin')
  await clickTrigger(page, 'right')
  const next = (await waitForSnapshot(
    page,
    (now) => (now as ExhibitSnapshot).exhibit.scene === 'free' && now.caption === null,
  )) as ExhibitSnapshot
  expect(next.exhibit).toMatchObject({ visit: 2, language: 'en' })
  visit.monitor.expectNoErrors()
  await visit.close()
  await short.close()
})

/** A browser that takes offers: `window.letIn()` is what happens when a visitor puts the headset on. */
const OFFERING_BROWSER = `(() => {
  const { xr } = navigator
  window.offers = 0
  xr.offerSession = (mode, init) => {
    window.offers++
    return new Promise((resolve, reject) => {
      window.letIn = () => xr.requestSession(mode, init).then(resolve, reject)
      window.withdraw = () => reject(new DOMException('withdrawn', 'AbortError'))
    })
  }
})()`

test('a headset runs itself: put on, inside; off for a moment, the same visit; off, ready for the next one', async () => {
  const visit = await openExhibit(site, {
    draw: false,
    reducedMotion: true,
    headset: 'quest3',
    initScript: OFFERING_BROWSER,
  })
  const { page } = visit
  type Offering = { offers: number; letIn: () => Promise<void>; withdraw: () => void }
  const waitForOffer = (count: number) =>
    page.waitForFunction((count) => (window as unknown as Offering).offers === count, count)
  const setVisible = (state: 'hidden' | 'visible') =>
    page.evaluate((state) => window.xrDevice?.updateVisibilityState(state), state)
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await waitForOffer(1)
  // What the browser withdraws is offered again.
  await page.evaluate(() => (window as unknown as Offering).withdraw())
  await waitForOffer(2)
  await page.evaluate(() => (window as unknown as Offering).letIn())
  await waitForSnapshot(page, ({ session }) => session === 'vr')
  expect((await waitForExhibitScene(page, 'free')).exhibit.visit).toBe(1)

  await setVisible('hidden')
  await page.waitForTimeout(1000)
  await setVisible('visible')
  await waitForSnapshot(page, ({ playing }) => playing)
  expect((await waitForExhibitScene(page, 'free')).exhibit.visit).toBe(1)

  await setVisible('hidden')
  await waitForExhibitScene(page, 'attract')
  await setVisible('visible')
  expect((await waitForExhibitScene(page, 'free')).exhibit.visit).toBe(2)
  // Left by the headset's menu, or by Exit.
  await page.evaluate(() => window.xrDevice?.activeSession?.end())
  await waitForExhibitScene(page, 'attract')
  await waitForOffer(3)
  await page.evaluate(() => (window as unknown as Offering).letIn())
  expect((await waitForExhibitScene(page, 'free')).exhibit.visit).toBe(3)
  visit.monitor.expectNoErrors()
  await visit.close()
})

test('on a phone the AR overlay is in the language of the visit', async () => {
  const phone = await openExhibit(site, {
    draw: false,
    reducedMotion: true,
    headset: 'quest3',
    touch: true,
    viewport: { width: 412, height: 915 },
  })
  const { page } = phone
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await emulatePhone(page)
  await beginVisitIn(page, '한국어')
  await page.getByRole('button', { name: 'AR 시작', exact: true }).tap()
  await waitForSnapshot(page, ({ session }) => session === 'ar')
  await pointPhoneAt(page, PHONE_POSITION, TABLE_SPOT)
  const overlay = page.locator('#ar-overlay')
  await overlay.getByText('눌러서 노래를 여기에 놓으세요').waitFor()
  await page.touchscreen.tap(206, 457)
  await waitForSnapshot(page, () => window.songwalk.snapshot().placement !== null)
  await overlay.getByText('상자를 눌러 듣기').waitFor()
  expect(await overlay.getByRole('button').allTextContents()).toEqual(
    expect.arrayContaining(['방 가득', '원래 크기로', '다시 놓기']),
  )
  await overlay.getByRole('button', { name: '나가기' }).tap()
  await waitForSnapshot(page, ({ session }) => session === null)
  phone.monitor.expectNoErrors()
  await phone.close()
})
