import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { enterVR, exitVR, findClearSpot, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, setButton } from '../harness/xr-controls.ts'

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })

/** Plays the song, where it is paused. @returns the first snapshot in which it sounds */
async function play() {
  // The emulated headset's canvas covers the page.
  if (!(await readSnapshot(page)).playing) await button('Play').dispatchEvent('click')
  return waitForSnapshot(page, ({ playing, time, voices }) => playing && time > 0.5 && voices.length > 0)
}

async function pause() {
  if ((await readSnapshot(page)).playing) await button('Pause').dispatchEvent('click')
  await waitForSilence(page)
}

/** Expects the song to play on by at least half a second from `time`, without a leap. */
async function expectGoesOn(time: number) {
  const now = await waitForSnapshot(page, (now, from) => now.time > from + 0.5, { given: time })
  expect(now.playing).toBe(true)
  expect(now.time).toBeLessThan(time + 10)
  return now
}

describe('on the page', () => {
  const onContext = (script: string) => page.evaluate(`window.audioContext.${script}`)

  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    await page.evaluate(() => {
      const { resume } = AudioContext.prototype
      AudioContext.prototype.resume = function () {
        Object.assign(window, { audioContext: this })
        return resume.call(this)
      }
    })
    return opened
  })

  test('a context that is suspended from outside is resumed at the same time of the song', async () => {
    const { time } = await play()
    await onContext('suspend()')
    await expectGoesOn(time)
  })

  test('after its context was closed the song plays on in another of the same rate', async () => {
    await play()
    const before = await onContext('sampleRate')
    const { time } = await readSnapshot(page)
    await onContext('close()')
    await expectGoesOn(time)
    await waitForSnapshot(page, ({ voices }) => voices.length > 0)
    expect(await onContext('state')).toBe('running')
    expect(await onContext('sampleRate')).toBe(before)
  })

  test('after an output error, or a clock that stops with a device change, the song plays on', async () => {
    const first = await play()
    await onContext(`dispatchEvent(new Event('error'))`)
    const { time } = await expectGoesOn(first.time)
    await page.evaluate(() => {
      const { audioContext } = window as unknown as { audioContext: AudioContext }
      const still = audioContext.currentTime
      Object.defineProperty(audioContext, 'currentTime', { get: () => still })
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'))
    })
    await expectGoesOn(time)
  })

  test('while paused a suspended context stays suspended, until Play', async () => {
    await play()
    await pause()
    // The frame in which the last box falls silent still asks for sound.
    await waitForSnapshot(page, ({ sounding }) => sounding.length === 0)
    await onContext('suspend()')
    await waitFrames(page, 20)
    expect(await onContext('state')).toBe('suspended')
    await play()
    await pause()
  })
})

describe('in the headset', () => {
  const setVisibility = (state: XRVisibilityState) =>
    page.evaluate((state) => window.xrDevice?.updateVisibilityState(state), state)

  sharePage(async () => {
    const opened = await openDemo({ headset: 'quest3' })
    page = opened.page
    await page.evaluate(() => localStorage.setItem('songwalk.preferences', '{"captions":true}'))
    await page.reload()
    await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
    await waitUntilSettled(page)
    await enterVR(page)
    return opened
  })

  const holdBox = async () => {
    const chunk = 20
    const from = await findClearSpot(page, chunk, 0.5)
    await aimAt(page, 'right', { from, at: (await locateChunk(page, chunk)).cloud })
    await setButton(page, 'right', 'squeeze', 1)
    await waitForSnapshot(page, ({ held, voices }) => held !== null && voices.length > 0)
  }

  test('the song pauses while the headset is off, and plays on at the same time when it is back', async () => {
    await play()
    await setVisibility('hidden')
    const { time } = await waitForSnapshot(page, ({ playing, voices }) => !playing && voices.length === 0)
    await setVisibility('visible')
    await expectGoesOn(time)
    await setVisibility('visible-blurred')
    const { time: blurred } = await readSnapshot(page)
    await expectGoesOn(blurred)
    await setVisibility('visible')
  })

  test('the song plays on while the visitor leaves VR and enters it again', async () => {
    const { time } = await play()
    await exitVR(page)
    const outside = await expectGoesOn(time)
    expect(outside).toMatchObject({ session: null, held: null, error: null, phase: 'ready' })
    await enterVR(page)
    const inside = await expectGoesOn(outside.time)
    expect(inside).toMatchObject({ session: 'vr', held: null, error: null, phase: 'ready' })
  })

  test('a caption in the room tells time and chunk', async () => {
    await play()
    const { caption } = await waitForSnapshot(page, (now) => now.caption !== null && now.playing)
    expect(caption).toMatch(/^\d+:\d\d · chunk \d+ of \d+/)
  })

  test('a held box is released when the headset comes off, and nothing sounds on', async () => {
    await pause()
    await holdBox()
    await setVisibility('hidden')
    await waitForSnapshot(page, ({ held, voices }) => held === null && voices.length === 0)
    await setVisibility('visible')
    await setButton(page, 'right', 'squeeze', 0)
    expect((await readSnapshot(page)).playing).toBe(false)
  })

  test('a box that is held when the session ends does not sound on', async () => {
    await pause()
    await holdBox()
    await exitVR(page)
    await waitForSnapshot(page, ({ held, voices }) => held === null && voices.length === 0)
  })
})
