import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  findLonelyBox,
  openDemo,
  recordSoundingChunks,
  waitForSoundingChunks,
  waitUntilSettled,
} from '../harness/demo-page.ts'
import { openMore } from '../harness/open-more.ts'

const PHONES = [
  [360, 740],
  [430, 932],
  [740, 360],
  [844, 390],
] as const

/** What a phone shows: the share of the picture that controls cover, their rows, and which of them are cut off. */
const look = (page: Page) =>
  page.evaluate(() => {
    const { innerWidth, innerHeight } = window
    const shown = [...document.querySelectorAll<HTMLElement>('main :is(button, a, input, select, time, strong, label)')]
      .filter((one) => one.checkVisibility() && one.offsetWidth > 1 && !one.closest('[class*="skip"]'))
      .map((one) => ({ one, box: one.getBoundingClientRect() }))
    const isCut = ({ one, box }: (typeof shown)[number]) =>
      box.left < 0 ||
      box.top < 0 ||
      box.right > innerWidth ||
      box.bottom > innerHeight ||
      (one.scrollWidth > one.clientWidth + 1 && one.matches('button, a, label'))
    let [covered, count] = [0, 0]
    for (let y = 2; y < innerHeight; y += 4)
      for (let x = 2; x < innerWidth; x += 8) {
        count++
        if (document.elementFromPoint(x, y)?.tagName !== 'CANVAS') covered++
      }
    return {
      covered: covered / count,
      cut: shown.filter(isCut).map(({ one }) => one.textContent || one.getAttribute('aria-label')),
      rows: new Set(
        shown
          .filter(({ one }) => one.matches('button, input'))
          .map(({ box }) => Math.round((box.top + box.bottom) / 2)),
      ).size,
    }
  })

test.each(PHONES)(
  'a phone of %i × %i: one row of controls, the form has the picture, nothing is cut off',
  async (width, height) => {
    const { page, monitor, close } = await openDemo({ viewport: { width, height }, touch: true })
    // The picture may come after the song.
    await waitUntilSettled(page)
    const calm = await look(page)
    expect(calm.rows).toBe(1)
    expect(calm.covered).toBeLessThan(0.2)
    expect(calm.cut).toEqual([])
    await openMore(page)
    const all = await look(page)
    expect(all.covered).toBeLessThan(0.4)
    expect(all.cut).toEqual([])
    monitor.expectNoErrors()
    await close()
  },
)

test.each(['de', 'fr', 'es', 'ja', 'ar'])('in %s the way into the room is not cut off either', async (language) => {
  const { page, close } = await openDemo({
    viewport: { width: 360, height: 740 },
    touch: true,
    headset: 'quest3',
    initScript: `
      Object.defineProperty(navigator, 'languages', { get: () => ['${language}'] })
      Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (Linux; Android 14) Chrome/143 Mobile' })
      Object.defineProperty(navigator, 'xr', { value: undefined, configurable: true })`,
  })
  await page.locator('a[href^="intent:"]').waitFor()
  const { cut, rows, covered } = await look(page)
  expect({ cut, rows }).toEqual({ cut: [], rows: 1 })
  expect(covered).toBeLessThan(0.2)
  await close()
})

test('a finger that taps 10 pixels beside a box plays it, though its face is smaller', async () => {
  const { page, close } = await openDemo({ viewport: { width: 390, height: 844 }, touch: true })
  await waitUntilSettled(page)
  const { chunk, x, y, room } = await findLonelyBox(page)
  expect(room).toBeGreaterThan(20)
  await recordSoundingChunks(page)
  await page.touchscreen.tap(x - 10, y)
  await waitForSoundingChunks(page, chunk)
  await close()
})
