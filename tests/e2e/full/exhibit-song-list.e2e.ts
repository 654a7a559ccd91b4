import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import arabic from '../../../src/i18n/languages/ar.json'
import { beginVisitIn, type ExhibitSnapshot } from '../harness/exhibit-scenes.ts'
import { createSongKey, type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { dragSlider, pressPanelControl, waitForPanelControl } from '../harness/vr-panel.ts'
import { waitForInputs } from '../harness/vr-session.ts'

const SONGS = 300
const LAST = `Song ${SONGS - 1}`
const LONG_WORD = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'

let site: ExhibitSite
let page: Page
beforeAll(async () => {
  const file = `songs/${createSongKey(30)}.songwalk`
  const songs = Array.from({ length: SONGS }, (_, i) => {
    const key = i === 0 ? createSongKey(30) : String(i).padStart(16, 'a')
    return { key, file, title: i === 3 ? LONG_WORD : `Song ${i}`, artist: '', credit: '', duration: 3, chunks: 30 }
  })
  site = await serveExhibit({ songs, languages: ['en', 'ar'] })
})
afterAll(() => site.close())
sharePage(async () => {
  const opened = await openExhibit(site, { draw: false, reducedMotion: true, touch: true })
  page = opened.page
  await waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks === 30)
  await beginVisitIn(page, 'English')
  return opened
})

const isLastShown = () =>
  page.evaluate((last) => {
    const card = [...document.querySelectorAll('[role=dialog] button')].find((one) => one.textContent?.startsWith(last))
    const { top, bottom } = card?.getBoundingClientRect() ?? { top: -1, bottom: Infinity }
    return top >= 0 && bottom <= innerHeight + 0.5
  }, LAST)

/** A finger that moves up over the list by half the screen. */
async function swipeUp(): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    session.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x: width / 2, y }] })
  await touch('touchStart', height * 0.75)
  for (let step = 1; step <= 10; step++) await touch('touchMove', height * (0.75 - 0.05 * step))
  await touch('touchEnd')
  await session.detach()
}

/** To where the last card is below the sheet by less than half a screen. */
const scrollNearlyToEnd = () =>
  page.evaluate(() => {
    const list = document.querySelector('[role=dialog] ul')?.parentElement
    if (!list) throw new Error('There is no list of songs.')
    list.scrollTop = list.scrollHeight - list.clientHeight - 0.3 * innerHeight
  })

const ways: Record<string, () => Promise<void>> = {
  wheel: async () => {
    const { width, height } = page.viewportSize() ?? { width: 0, height: 0 }
    await page.mouse.move(width / 2, height / 2)
    await page.mouse.wheel(0, 120_000)
  },
  touch: async () => {
    await scrollNearlyToEnd()
    await swipeUp()
  },
  keys: async () => {
    await page.getByRole('button', { name: `Song ${SONGS - 2}` }).focus()
    await page.keyboard.press('Tab')
  },
}

test.each([
  [1280, 720],
  [1080, 1920],
  [390, 844],
  [2560, 720],
])(
  'at %i × %i the last of 300 songs is reached by wheel, touch and keys, and cards do not overlap',
  async (width, height) => {
    await page.setViewportSize({ width, height })
    for (const [way, reach] of Object.entries(ways)) {
      await page.getByRole('button', { name: 'Songs', exact: true }).click()
      await page.getByRole('dialog', { name: 'Songs' }).waitFor()
      expect(await isLastShown(), way).toBe(false)
      await reach()
      await expect.poll(isLastShown, { message: way, timeout: 5000 }).toBe(true)
      const wide = await page.evaluate(
        () =>
          [...document.querySelectorAll('[role=dialog] li')].filter((card) => card.scrollWidth > card.clientWidth)
            .length,
      )
      expect(wide).toBe(0)
      await page.getByRole('button', { name: 'Close', exact: true }).click()
    }
  },
)

test('in a headset a bar leads to the last of 300 songs; the panel is mirrored for Arabic', async () => {
  const { page, monitor, close } = await openExhibit(site, {
    draw: false,
    reducedMotion: true,
    headset: 'quest3',
  })
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await beginVisitIn(page, 'English')
  await page.getByRole('button', { name: 'Enter VR', exact: true }).click()
  await waitForSnapshot(page, ({ session }) => session === 'vr')
  await waitForInputs(page)
  /** How far a tab is to the right of another, as the visitor sees it. */
  const measureRight = async (label: string, other: string) => {
    const { position, ear } = await waitForPanelControl(page, label, 'Page')
    const from = (await waitForPanelControl(page, other, 'Page')).position
    return (position[0] - from[0]) * -ear.forward[2] + (position[2] - from[2]) * ear.forward[0]
  }
  await pressPanelControl(page, 'Songs', 'Page')
  expect(await measureRight('Songs', 'Song')).toBeGreaterThan(0)
  await pressPanelControl(page, 'العربية')
  await waitForPanelControl(page, arabic.common.songs, 'Page bar')
  expect(await measureRight(arabic.common.songs, arabic.xr.song)).toBeLessThan(0)
  await dragSlider(page, arabic.common.songs, [0.9, 0.5, 0], 'right', 'Page bar')
  await waitForPanelControl(page, LAST)
  await pressPanelControl(page, LAST)
  await waitForSnapshot(page, (now, key) => (now as ExhibitSnapshot).exhibit.song === key, {
    given: String(SONGS - 1).padStart(16, 'a'),
  })
  monitor.expectNoErrors()
  await close()
})
