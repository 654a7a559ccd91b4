import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import type { OpenPage } from '../harness/pages.ts'
import { locateChunk, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { enterVR, exitVR, findClearSpot, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, setButton } from '../harness/xr-controls.ts'

let opened: OpenPage
let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const play = () => button('Play').click()
const pause = () => button('Pause').click()

/** The song goes on by at least half a second from where it was, and not by a leap. */
async function goesOn(from: number) {
  const now = await waitForSnapshot(page, ({ time }, from) => time > from + 0.5, { given: from })
  expect(now.playing).toBe(true)
  expect(now.time).toBeLessThan(from + 10)
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
    await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.5)
  })
  afterEach(() => opened.monitor.expectNoErrors())
  afterAll(() => opened.close())

  test('suspended from outside, it goes on where it was', async () => {
    const { time } = await readSnapshot(page)
    await onContext('suspend()')
    await goesOn(time)
  })

  test('its context closed, the song goes on at the same place in another, with voices of its own', async () => {
    const before = await page.evaluate(() => (window as unknown as { sounding: AudioContext }).sounding.sampleRate)
    const { time } = await readSnapshot(page)
    await onContext('close()')
    await goesOn(time)
    await waitForSnapshot(page, ({ voices }) => voices.length > 0)
    expect(await onContext('state')).toBe('running')
    expect(await onContext('sampleRate')).toBe(before)
  })

  test('its output failing, or its clock standing still after a change of devices, likewise', async () => {
    const first = await readSnapshot(page)
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
    await waitForSilence(page)
    await onContext('suspend()')
    await waitFrames(page, 20)
    expect(await onContext('state')).toBe('suspended')
    await play()
    await waitForSnapshot(page, ({ playing, voices }) => playing && voices.length > 0)
    await pause()
  })
})

describe('in the headset', () => {
  const show = (state: string) =>
    page.evaluate((state) => window.xrDevice?.updateVisibilityState(state as XRVisibilityState), state)

  beforeAll(async () => {
    opened = await openDemo({ headset: 'quest3' })
    page = opened.page
    await page.evaluate(() => localStorage.setItem('songwalk.preferences', '{"captions":true}'))
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
    await waitUntilSettled(page)
    await play()
    await enterVR(page)
  })
  afterEach(() => opened.monitor.expectNoErrors())
  afterAll(() => opened.close())

  test('the song rests while it is off, and goes on where it was when it is back', async () => {
    await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.5)
    await show('hidden')
    const { time } = await waitForSnapshot(page, ({ playing, voices }) => !playing && voices.length === 0)
    await show('visible')
    await goesOn(time)
    await show('visible-blurred')
    const { time: blurred } = await readSnapshot(page)
    await goesOn(blurred)
    await show('visible')
  })

  test('the caption is a line of its own in the room, one draw call an eye', async () => {
    const { caption } = await waitForSnapshot(page, (now) => now.caption !== null && now.playing)
    expect(caption).toMatch(/^\d+:\d\d · chunk \d+ of \d+/)
  })

  test('a held box is let go when the headset comes off, and nothing sounds on', async () => {
    await page.evaluate(() => {
      const pauseButton = document.querySelector<HTMLElement>('[aria-label="Pause"]')
      pauseButton?.click()
    })
    await waitForSilence(page)
    const chunk = 20
    const from = await findClearSpot(page, chunk, 0.5)
    await aimAt(page, 'right', { from, at: (await locateChunk(page, chunk)).cloud })
    await setButton(page, 'right', 'squeeze', 1)
    await waitForSnapshot(page, ({ held }) => held !== null)
    await show('hidden')
    await waitForSnapshot(page, ({ held, voices }) => held === null && voices.length === 0)
    await show('visible')
    await setButton(page, 'right', 'squeeze', 0)
    expect((await readSnapshot(page)).playing).toBe(false)
  })

  test('a box still held when the session ends does not sound on', async () => {
    await setButton(page, 'right', 'squeeze', 1)
    await waitForSnapshot(page, ({ held, voices }) => held !== null && voices.length > 0)
    await exitVR(page)
    await waitForSnapshot(page, ({ held, voices }) => held === null && voices.length === 0)
  })
})
