import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDemo, settled } from './harness/app.ts'
import { aim, setButton } from './harness/headset.ts'
import type { OpenPage } from './harness/pages.ts'
import { frames, locate, snapshot, until } from './harness/snapshot.ts'
import { clearSpotBefore, enterVR, exitVR, silence } from './harness/vr.ts'

let opened: OpenPage
let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const play = () => button('Play').click()
const pause = () => button('Pause').click()
const DRAWERS = ['Map', 'Settings', 'About', 'Songs', 'Save']

/** What was set on this device before the page opens. */
async function prefer(preferences: object) {
  await page.evaluate((text) => localStorage.setItem('songwalk.preferences', text), JSON.stringify(preferences))
  await page.reload()
  await until(page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
}

/** The song goes on by at least half a second from where it was, and not by a leap. */
async function goesOn(from: number) {
  const now = await until(page, ({ time }, from) => time > from + 0.5, { given: from })
  expect(now.playing).toBe(true)
  expect(now.time).toBeLessThan(from + 5)
  return now
}

describe('sound on the page', () => {
  /** The page's own context, once it has been told to run. */
  const tapContext = () =>
    page.evaluate(() => {
      const { resume } = AudioContext.prototype
      AudioContext.prototype.resume = function () {
        Object.assign(window, { sounding: this })
        return resume.call(this)
      }
    })
  const onContext = (act: string) => page.evaluate(`window.sounding.${act}`)

  beforeAll(async () => {
    opened = await openDemo()
    page = opened.page
    await tapContext()
    await play()
    await until(page, ({ playing, time }) => playing && time > 0.5)
  })
  afterEach(() => opened.guard.expectClean())
  afterAll(() => opened.close())

  test('suspended from outside, it goes on where it was', async () => {
    const { time } = await snapshot(page)
    await onContext('suspend()')
    await goesOn(time)
  })

  test('its context closed, the song goes on at the same place in another, with voices of its own', async () => {
    const before = await page.evaluate(() => (window as unknown as { sounding: AudioContext }).sounding.sampleRate)
    const { time } = await snapshot(page)
    await onContext('close()')
    const { voices } = await goesOn(time)
    expect(voices.length).toBeGreaterThan(0)
    expect(await onContext('state')).toBe('running')
    expect(await onContext('sampleRate')).toBe(before)
  })

  test('its output failing, or its clock standing still after a change of devices, likewise', async () => {
    const first = await snapshot(page)
    await onContext(`dispatchEvent(new Event('error'))`)
    const { time } = await goesOn(first.time)
    await page.evaluate(() => {
      const { sounding } = window as unknown as { sounding: AudioContext }
      const still = sounding.currentTime
      Object.defineProperty(sounding, 'currentTime', { get: () => still })
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    await goesOn(time)
  })

  test('paused, it stays silent whatever the context does, and no voice is left', async () => {
    await pause()
    await silence(page)
    await onContext('suspend()')
    await frames(page, 20)
    expect(await onContext('state')).toBe('suspended')
    await play()
    await until(page, ({ playing, voices }) => playing && voices.length > 0)
  })
})

describe('in the headset', () => {
  const show = (state: string) =>
    page.evaluate((state) => window.xrDevice?.updateVisibilityState(state as XRVisibilityState), state)

  beforeAll(async () => {
    opened = await openDemo({ headset: 'quest3' })
    page = opened.page
    await prefer({ captions: true })
    await settled(page)
    await play()
    await enterVR(page)
  })
  afterEach(() => opened.guard.expectClean())
  afterAll(() => opened.close())

  test('the song rests while it is off, and goes on where it was when it is back', async () => {
    await until(page, ({ playing, time }) => playing && time > 0.5)
    await show('hidden')
    const { time } = await until(page, ({ playing, voices }) => !playing && voices.length === 0)
    await show('visible')
    await goesOn(time)
    await show('visible-blurred')
    const { time: blurred } = await snapshot(page)
    await goesOn(blurred)
    await show('visible')
  })

  test('the caption is a line of its own in the room, one draw call an eye', async () => {
    const { caption } = await until(page, (now) => now.caption !== null && now.playing)
    expect(caption).toMatch(/^\d+:\d\d · chunk \d+ of \d+/)
  })

  test('a held box is let go when the headset comes off, and nothing sounds on', async () => {
    await page.evaluate(() => {
      const pauseButton = document.querySelector<HTMLElement>('[aria-label="Pause"]')
      pauseButton?.click()
    })
    await silence(page)
    const chunk = 20
    const from = await clearSpotBefore(page, chunk, 0.5)
    await aim(page, 'right', { from, at: (await locate(page, chunk)).cloud })
    await setButton(page, 'right', 'squeeze', 1)
    await until(page, ({ held }) => held !== null)
    await show('hidden')
    await until(page, ({ held, voices }) => held === null && voices.length === 0)
    await show('visible')
    await setButton(page, 'right', 'squeeze', 0)
    expect((await snapshot(page)).playing).toBe(false)
  })

  test('a box still held when the session ends does not sound on', async () => {
    await setButton(page, 'right', 'squeeze', 1)
    await until(page, ({ held, voices }) => held !== null && voices.length > 0)
    await exitVR(page)
    await until(page, ({ held, voices }) => held === null && voices.length === 0)
  })
})

describe('in words', () => {
  beforeAll(async () => {
    opened = await openDemo()
    page = opened.page
  })
  afterEach(() => opened.guard.expectClean())
  afterAll(() => opened.close())

  test('captions are off unless asked for; then the page shows what the snapshot says', async () => {
    await play()
    await until(page, ({ playing, time }) => playing && time > 1)
    expect((await snapshot(page)).caption).toBeNull()
    await prefer({ captions: true })
    await play()
    const words = /^\d+:\d\d · chunk \d+ of \d+ · (rather )?(quiet|loud|medium|dull|bright|tonal|noisy)/
    const { caption } = await until(page, (now) => (now.caption ?? '').split(' · ').length === 3)
    expect(caption).toMatch(words)
    await pause()
    await silence(page)
    await page.waitForFunction(
      () => document.querySelector('.caption')?.textContent === window.songwalk.snapshot().caption,
    )
    // It stays to be read for a moment, and then goes.
    await until(page, (now) => now.caption === null)
    expect(await page.locator('.caption').count()).toBe(0)
  })

  test('a polite region tells of what was picked, by its number', async () => {
    const slider = page.getByRole('slider', { name: /Chunks of the song/ })
    await slider.focus()
    await page.keyboard.press('End')
    await page.keyboard.press('Enter')
    const { chunks } = await snapshot(page)
    await page.getByRole('status').filter({ hasText: `Chunk ${chunks} of ${chunks}` }).waitFor({ state: 'attached' })
  })
})

describe('keys', () => {
  beforeAll(async () => {
    opened = await openDemo()
    page = opened.page
    await settled(page)
  })
  afterEach(() => opened.guard.expectClean())
  afterAll(() => opened.close())

  test('the first one leads to the player', async () => {
    await page.keyboard.press('Tab')
    // The room itself comes before the page.
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Skip to the player')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))
    expect(['Play', 'Next chunk']).toContain(name)
  })

  test('in the room: space plays and pauses, arrows step, Q and E turn', async () => {
    await page.getByRole('application').focus()
    await page.keyboard.press('Space')
    await until(page, ({ playing }) => playing)
    await page.keyboard.press('Space')
    await until(page, ({ playing }) => !playing)
    const before = await snapshot(page)
    await page.keyboard.press('ArrowRight')
    const { time } = await until(page, (now, old) => now.time > old, { given: before.time })
    await page.keyboard.press('ArrowLeft')
    await until(page, (now, old) => now.time < old, { given: time })
    await page.keyboard.press('KeyQ')
    await until(page, ({ ear }, x) => Math.abs(ear.position[0] - x) > 0.5, { given: before.ear.position[0] })
    await button('Inside').click()
    await page.getByRole('application').focus()
    const { ear } = await until(page, (now) => Math.abs(now.ear.position[1] - 1.6) < 0.01)
    await page.keyboard.press('KeyE')
    await until(page, (now, x) => now.ear.forward[0] > x + 0.2, { given: ear.forward[0] })
    await button('Outside').click()
  })

  test('Escape closes a drawer from within, and gives the focus back', async () => {
    await button('Settings').focus()
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Escape')
    expect(await page.locator('#drawer').count()).toBe(0)
  })
})

/** What axe-core finds serious. */
async function serious(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.evaluate(await readFile(source, 'utf8'))
  }
  const { violations } = (await page.evaluate('window.axe.run()')) as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

describe.each([
  ['a desktop', { viewport: { width: 1280, height: 720 } }],
  ['a phone', { viewport: { width: 390, height: 844 }, touch: true }],
  ['a small phone', { viewport: { width: 360, height: 640 }, touch: true }],
  ['a phone on its side', { viewport: { width: 844, height: 390 }, touch: true }],
  ['text at twice its size', { viewport: { width: 640, height: 360 } }],
])('%s', (_, options) => {
  beforeAll(async () => {
    opened = await openDemo(options)
    page = opened.page
    await button('Next chunk').click()
  })
  afterEach(() => opened.guard.expectClean())
  afterAll(() => opened.close())

  test('axe finds nothing serious, with any drawer open or none', async () => {
    expect(await serious(page)).toEqual([])
    for (const name of DRAWERS) {
      await button(name).click()
      await page.locator('#drawer :is(h2, h3, canvas)').first().waitFor()
      expect(await serious(page), name).toEqual([])
      await button(name).click()
    }
  })

  test('every control lies on the screen, can be touched, and is large enough', async () => {
    for (const name of [null, ...DRAWERS]) {
      if (name !== null) await button(name).click()
      const wrong = await page.evaluate((least) => {
        const controls = [...document.querySelectorAll<HTMLElement>('button, select, label.button, input:not([type=file])')]
        return controls.flatMap((control) => {
          if (!control.checkVisibility()) return []
          control.scrollIntoView({ block: 'nearest', inline: 'nearest' })
          const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
          const on = document.elementFromPoint(left + width / 2, top + height / 2)
          const free = on !== null && (control.contains(on) || (on.contains(control) && on.tagName !== 'MAIN'))
          const inside = left >= -0.5 && right <= innerWidth + 0.5 && top >= -0.5 && bottom <= innerHeight + 0.5
          // A switch is touched by its label.
          const large = control.matches('[role=switch]') || (Math.min(width, height) >= least && height >= least)
          const label = control.getAttribute('aria-label') ?? control.textContent
          return free && inside && large ? [] : [`${label}: ${Math.round(width)} × ${Math.round(height)}, ${free}, ${inside}`]
        })
      }, 'touch' in options ? 44 : 24)
      expect(wrong, name ?? 'no drawer').toEqual([])
      if (name !== null) await button(name).click()
    }
  })
})

test('two fingers on the room bring the form closer', async () => {
  opened = await openDemo({ viewport: { width: 390, height: 844 }, touch: true })
  page = opened.page
  await settled(page)
  const away = ({ ear }: { ear: { position: number[] } }) => Math.hypot(...ear.position)
  const before = away(await snapshot(page))
  const touch = await page.context().newCDPSession(page)
  const fingers = (apart: number) => [
    { x: 195 - apart, y: 330, id: 1 },
    { x: 195 + apart, y: 330, id: 2 },
  ]
  await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(30) })
  for (let apart = 40; apart <= 120; apart += 20) {
    await touch.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) })
    await frames(page, 2)
  }
  await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await until(page, ({ ear }, most) => Math.hypot(...ear.position) < most, { given: before * 0.7 })
  expect(await page.evaluate(() => window.visualViewport?.scale)).toBe(1)
  opened.guard.expectClean()
  await opened.close()
})
