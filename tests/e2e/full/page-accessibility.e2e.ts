import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { findSeriousViolations } from '../harness/axe.ts'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { openMore } from '../harness/open-more.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { waitForSilence } from '../harness/vr-session.ts'

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const play = () => button('Play').click()
const pause = () => button('Pause').click()
const DRAWERS = ['Map', 'Settings', 'Comfort', 'About', 'Songs', 'Save']

/** Reloads the page with stored preferences. */
async function prefer(preferences: object) {
  await page.evaluate((text) => localStorage.setItem('songwalk.preferences', text), JSON.stringify(preferences))
  await page.reload()
  await waitForSnapshot(page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
}

/** Controls that are off the screen, covered, or smaller than `least` pixels. */
const unreachable = (least: number) =>
  page.evaluate((least) => {
    const controls = [
      ...document.querySelectorAll<HTMLElement>('button, select, label[data-button], input:not([type=file])'),
    ]
    return controls.flatMap((control) => {
      if (!control.checkVisibility()) return []
      control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
      const on = document.elementFromPoint(left + width / 2, top + height / 2)
      const free = on !== null && (control.contains(on) || (on.contains(control) && on.tagName !== 'MAIN'))
      const inside = left >= -0.5 && right <= innerWidth + 0.5 && top >= -0.5 && bottom <= innerHeight + 0.5
      // A switch is pressed by its label.
      const large = control.matches('[role=switch]') || Math.min(width, height) >= least
      const label = control.getAttribute('aria-label') ?? control.textContent
      return free && inside && large
        ? []
        : [`${label}: ${Math.round(width)} × ${Math.round(height)}, ${free}, ${inside}`]
    })
  }, least)

/** Polls `look` until it finds nothing: without a drawer, then with each drawer open. */
async function withEachDrawer<T>(look: () => Promise<T[]>) {
  const patience = { timeout: 5000 }
  await expect.poll(look, patience).toEqual([])
  for (const name of DRAWERS) {
    await button(name).click()
    await page.locator('#drawer :is(h2, h3, canvas)').first().waitFor()
    await expect.poll(look, { ...patience, message: name }).toEqual([])
    await button(name).click()
  }
}

describe('on a desktop', () => {
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    await waitUntilSettled(page)
    return opened
  })

  describe('captions and announcements', () => {
    test('captions are off by default; switched on, the page shows what the snapshot tells', async () => {
      await play()
      await waitForSnapshot(page, ({ playing, time }) => playing && time > 1)
      expect((await readSnapshot(page)).caption).toBeNull()
      await prefer({ captions: true })
      await play()
      const words = /^\d+:\d\d · chunk \d+ of \d+ · (rather )?(quiet|loud|medium|dull|bright|tonal|noisy)/
      const { caption } = await waitForSnapshot(page, (now) => (now.caption ?? '').split(' · ').length === 3)
      expect(caption).toMatch(words)
      await pause()
      await waitForSilence(page)
      await page.waitForFunction(
        () => document.querySelector('[data-caption]')?.textContent === window.songwalk.snapshot().caption,
      )
      // The last caption stays for a moment.
      await waitForSnapshot(page, (now) => now.caption === null)
      expect(await page.locator('[data-caption]').count()).toBe(0)
    })

    test('a status region announces the number of the picked chunk', async () => {
      await button('Spectrum').click()
      const slider = page.getByRole('slider', { name: /Chunks of the song/ })
      await slider.focus()
      await page.keyboard.press('End')
      await page.keyboard.press('Enter')
      const { chunks } = await readSnapshot(page)
      await page
        .getByRole('status')
        .filter({ hasText: `Chunk ${chunks} of ${chunks}` })
        .waitFor({ state: 'attached' })
    })
  })

  describe('the keyboard', () => {
    test('the first focusable link skips to the player', async () => {
      await page.reload()
      await waitForSnapshot(page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
      await waitUntilSettled(page)
      await page.keyboard.press('Tab')
      // The canvas is focusable, and comes first.
      await page.keyboard.press('Tab')
      expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the player')
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
      expect(['Play', 'Next chunk']).toContain(name)
    })

    test('with the room focused, Space plays and pauses, arrows step, Q and E turn', async () => {
      await page.getByRole('application').focus()
      await page.keyboard.press('Space')
      await waitForSnapshot(page, ({ playing }) => playing)
      await page.keyboard.press('Space')
      await waitForSnapshot(page, ({ playing }) => !playing)
      const before = await readSnapshot(page)
      await page.keyboard.press('ArrowRight')
      const { time } = await waitForSnapshot(page, (now, old) => now.time > old, { given: before.time })
      await page.keyboard.press('ArrowLeft')
      await waitForSnapshot(page, (now, old) => now.time < old, { given: time })
      await page.keyboard.press('KeyQ')
      await waitForSnapshot(page, ({ ear }, x) => Math.abs(ear.position[0] - x) > 0.5, {
        given: before.ear.position[0],
      })
      await button('Inside').click()
      await page.getByRole('application').focus()
      const { ear } = await waitForSnapshot(page, (now) => Math.abs(now.ear.position[1] - 1.6) < 0.01)
      await page.keyboard.press('KeyE')
      await waitForSnapshot(page, (now, x) => now.ear.forward[0] > x + 0.2, { given: ear.forward[0] })
      await button('Outside').click()
    })

    test('Escape closes a drawer from within', async () => {
      await button('Settings').focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Escape')
      expect(await page.locator('#drawer').count()).toBe(0)
    })
  })

  describe('with the card of a chunk', () => {
    beforeEach(async () => {
      const card = page.getByRole('region', { name: 'Chunk', exact: true })
      if ((await card.count()) === 0) await button('Next chunk').click()
      await card.waitFor()
    })

    test('axe finds no serious violation, without and with each drawer', () =>
      withEachDrawer(() => findSeriousViolations(page)))

    test.each([
      [1280, 720],
      // 1280 × 720 at 200 % zoom.
      [640, 360],
    ])(
      'at %i × %i every control lies on the screen, uncovered, and is large enough for a mouse',
      async (width, height) => {
        await page.setViewportSize({ width, height })
        await openMore(page)
        await withEachDrawer(() => unreachable(24))
      },
    )
  })
})

describe('on a phone', () => {
  sharePage(async () => {
    const opened = await openDemo({ viewport: { width: 390, height: 844 }, touch: true })
    page = opened.page
    await waitUntilSettled(page)
    return opened
  })

  test('a pinch on the room moves the view closer', async () => {
    const away = ({ ear }: { ear: { position: number[] } }) => Math.hypot(...ear.position)
    const before = away(await readSnapshot(page))
    const touch = await page.context().newCDPSession(page)
    const fingers = (apart: number) => [
      { x: 195 - apart, y: 330, id: 1 },
      { x: 195 + apart, y: 330, id: 2 },
    ]
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) })
    for (let apart = 40; apart <= 120; apart += 20) {
      await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) })
      await waitFrames(page, 2)
    }
    // Longer than a press that takes a box.
    await page.waitForTimeout(500)
    expect(await readSnapshot(page)).toMatchObject({ selected: null, holding: [] })
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
    await waitForSnapshot(page, ({ ear }, most) => Math.hypot(...ear.position) < most, { given: before * 0.7 })
    expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1)
  })

  test('axe finds no serious violation', async () => {
    await openMore(page)
    await button('Next chunk').tap()
    expect(await findSeriousViolations(page)).toEqual([])
  })

  test.each([
    [390, 844],
    [360, 640],
    [844, 390],
  ])(
    'at %i × %i every control lies on the screen, uncovered, and is large enough for a finger',
    async (width, height) => {
      await page.setViewportSize({ width, height })
      expect(await unreachable(44)).toEqual([])
      await openMore(page)
      await withEachDrawer(() => unreachable(44))
    },
  )
})
