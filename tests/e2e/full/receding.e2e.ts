import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { findVisibleBox, openDemo } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

// While the song plays and nothing is touched, only the form and a line of progress are seen.
let page: Page
sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })

/** Opacity of what a selector finds, as it is drawn. */
const readOpacity = (selector: string) =>
  page.evaluate((selector) => {
    let opacity = 1
    for (let at = document.querySelector(selector); at; at = at.parentElement)
      opacity *= Number(getComputedStyle(at).opacity)
    return opacity
  }, selector)
const CONTROLS = ['header h1', 'nav button', 'label[data-button]', '#play', 'fieldset button']
const POLLING = { timeout: 10_000 }
const waitUntilSeen = async (seen: boolean) => {
  await page.waitForFunction((seen) => (document.querySelector('main[data-receded]') === null) === seen, seen)
  for (const selector of CONTROLS)
    await expect.poll(() => readOpacity(selector), { ...POLLING, message: selector }).toBe(Number(seen))
  await expect.poll(() => readOpacity('main > [aria-hidden]'), POLLING).toBe(Number(!seen))
}
const rest = () => page.mouse.move(400, 300)

test('a movement, a key and the focus bring everything back', async () => {
  await button('Play').click()
  await rest()
  await waitUntilSeen(false)
  await page.mouse.move(420, 300)
  await waitUntilSeen(true)
  await waitUntilSeen(false)
  await page.keyboard.press('Shift')
  await waitUntilSeen(true)
  await page.mouse.move(400, 310)
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await waitUntilSeen(false)
  // The keyboard finds every control, and a control with the keyboard's focus stays.
  await page.keyboard.press('Tab')
  await waitUntilSeen(true)
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await waitUntilSeen(false)
  // Screen readers find and press what is not seen.
  expect(await button('Pause').count()).toBe(1)
  await button('Pause').dispatchEvent('click')
  await waitForSnapshot(page, ({ playing }) => !playing)
  await waitUntilSeen(true)
})

test('a finger calls the page back and presses nothing that it cannot see, not even a box', async () => {
  const { page, monitor, close } = await openDemo({ touch: true })
  const find = async (selector: string) => {
    const { x, y, width, height } = (await page.locator(selector).first().boundingBox())!
    return [x + width / 2, y + height / 2] as const
  }
  const tap = (place: readonly [number, number]) => page.touchscreen.tap(...place)
  const wait = (seen: boolean) =>
    page.waitForFunction((seen) => (document.querySelector('main[data-receded]') === null) === seen, seen)
  await tap(await find('#play'))
  await waitForSnapshot(page, ({ playing }) => playing)
  const findBox = async () => {
    const { x, y } = await findVisibleBox(page)
    return [x, y] as const
  }
  for (const look of [() => find('#play'), () => find('nav button'), findBox]) {
    await wait(false)
    await tap(await look())
    await wait(true)
    const { playing, drawer, selected } = await page.evaluate(() => window.songwalk.snapshot())
    expect({ playing, drawer, selected }).toEqual({ playing: true, drawer: null, selected: null })
  }
  await tap(await find('#play'))
  await waitForSnapshot(page, ({ playing }) => !playing)
  monitor.expectNoErrors()
  await close()
})

test('an open drawer stays, and so do captions', async () => {
  await button('Comfort').click()
  await page.getByRole('switch', { name: 'Captions', exact: true }).click()
  await button('Play').click()
  await rest()
  const { time } = await waitForSnapshot(page, ({ playing, caption }) => playing && caption !== null)
  await waitForSnapshot(page, (now, from) => now.time > from + 5, { given: time })
  expect(await readOpacity('#drawer')).toBe(1)
  await page.keyboard.press('Escape')
  await page.evaluate(() => (document.activeElement as HTMLElement).blur())
  await waitUntilSeen(false)
  await page.locator('[data-caption]').waitFor()
  expect(await readOpacity('[data-caption]')).toBe(1)
  await button('Pause').click()
  await waitUntilSeen(true)
})

test('F and a button fill the screen with the form, and leave it', async () => {
  await page.getByRole('application').focus()
  await page.keyboard.press('f')
  await page.waitForFunction(() => document.fullscreenElement !== null)
  await page.getByRole('button', { name: 'Full screen', pressed: true }).click()
  await page.waitForFunction(() => document.fullscreenElement === null)
})
