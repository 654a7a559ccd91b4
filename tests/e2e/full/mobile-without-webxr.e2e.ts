import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { checkUsdz, readUsdz } from '../../src/app/export/check-usdz.ts'
import { openDemo } from '../harness/demo-page.ts'
import { openMore } from '../harness/open-more.ts'
import type { OpenPage } from '../harness/pages.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { createSyntheticSong } from '../harness/synthetic-song.ts'

let opened: OpenPage
let page: Page

const PHONE = { viewport: { width: 390, height: 844 }, touch: true }

beforeEach(async () => {
  opened = await openDemo(PHONE)
  page = opened.page
  await openMore(page)
})
afterEach(async () => {
  opened.monitor.expectNoErrors()
  await opened.close()
})

/** Sends an orientation of the phone, degrees: not every Chromium has the sensor that DevTools emulates. */
const hold = async (alpha: number, beta: number, gamma: number) => {
  await page.evaluate((held) => window.dispatchEvent(new DeviceOrientationEvent('deviceorientation', held)), {
    alpha,
    beta,
    gamma,
  })
  await waitFrames(page, 3)
}
const button = (name: string) => page.getByRole('button', { name })
const forward = async () => (await readSnapshot(page)).ear.forward
/** Degrees to the left of straight ahead. */
const heading = ([x, , z]: readonly number[]) => (Math.atan2(-(x ?? 0), -(z ?? 0)) * 180) / Math.PI

/** Reloads the page with a script that changes the phone. */
async function onPhone(script: () => void) {
  await page.addInitScript(script)
  await page.reload()
  await waitForSnapshot(page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
  await openMore(page)
}

describe('the magic window', () => {
  test('how the phone is held is where one looks, from inside the cloud; dragging turns it further', async () => {
    await hold(0, 90, 0)
    await button('Look around').tap()
    await page.waitForFunction(() => document.querySelector('[aria-pressed="true"][title*="window"]') !== null)
    await hold(0, 90, 0)
    const { ear } = await readSnapshot(page)
    expect(Math.hypot(ear.position[0], ear.position[2])).toBeLessThan(0.01)
    expect(ear.forward[1]).toBeCloseTo(0, 2)
    const ahead = heading(ear.forward)
    await hold(40, 90, 0)
    expect(heading(await forward()) - ahead).toBeCloseTo(40, 0)
    await hold(40, 120, 0)
    expect((await forward())[1]).toBeCloseTo(0.5, 2)
    await hold(0, 90, 0)
    await page.mouse.move(200, 330)
    await page.mouse.down()
    await page.mouse.move(300, 330, { steps: 5 })
    await page.mouse.up()
    await waitFrames(page, 3)
    const dragged = heading(await forward()) - ahead
    expect(Math.abs(dragged)).toBeGreaterThan(10)
    await hold(10, 90, 0)
    expect(heading(await forward()) - ahead).toBeCloseTo(dragged + 10, 0)
    // Switched off, the view is level in the middle of the free area, and ignores the phone.
    await button('Look around').tap()
    await hold(90, 50, 0)
    expect(Math.abs((await forward())[1])).toBeLessThan(0.12)
  })

  test('is not carried round by the ride', async () => {
    await hold(0, 90, 0)
    await button('Look around').tap()
    await hold(0, 90, 0)
    await button('Ride').tap()
    await button('Play').tap()
    const before = await forward()
    await waitForSnapshot(page, ({ time }) => time > 1.5)
    expect(heading(await forward())).toBeCloseTo(heading(before), 1)
  })

  test('asks where it must, and says so if it may not', async () => {
    await onPhone(() => {
      const asked = { requestPermission: async () => 'denied' }
      Object.assign(DeviceOrientationEvent, asked)
    })
    await button('Look around').tap()
    const { error } = await waitForSnapshot(page, ({ error }) => error !== null)
    expect(error).toBe('This phone does not tell how it is held; drag to look around instead.')
    expect(await button('Look around').getAttribute('aria-pressed')).toBe('false')
  })

  test('a phone without the sensor says so after a moment', async () => {
    await button('Look around').tap()
    const { error } = await waitForSnapshot(page, ({ error }) => error !== null)
    expect(error).toMatch(/drag to look around/)
  })
})

describe('without WebXR, in your room', () => {
  test('Quick Look gets the form: right size, on the ground, right colors', async () => {
    await onPhone(() => {
      DOMTokenList.prototype.supports = () => true
    })
    const link = button('View in your room')
    await page.locator('a[rel=ar][href]').waitFor()
    expect(await link.evaluate(({ children }) => [...children].map(({ tagName }) => tagName))).toEqual(['IMG'])
    const data = (await page.evaluate(`(async () => {
      const reader = new FileReader()
      reader.readAsDataURL(await (await fetch(document.querySelector('a[rel=ar]').href)).blob())
      await new Promise((resolve) => reader.addEventListener('load', resolve))
      return reader.result.split(',')[1]
    })()`)) as string
    const archive = new Uint8Array(Buffer.from(data, 'base64'))
    // The rest is checked by usdz.test.ts.
    expect(checkUsdz(archive)).toEqual([])
    const files = Object.fromEntries(readUsdz(archive).map(({ name, data }) => [name, data]))
    const names = Object.keys(files)
    const hash = new URL((await link.getAttribute('href')) ?? '').hash
    expect(new URLSearchParams(hash.slice(1)).get('checkoutTitle')).toBe('Founders')
    expect(new URLSearchParams(hash.slice(1)).get('canonicalWebPageURL')).toBe(page.url())
    // The texture goes from red to violet.
    const png = names.find((name) => name.endsWith('.png')) as string
    const ends = await page.evaluate(
      async (data) => {
        const bitmap = await createImageBitmap(new Blob([Uint8Array.from(data)], { type: 'image/png' }))
        const pen = Object.assign(new OffscreenCanvas(bitmap.width, bitmap.height)).getContext('2d')
        pen?.drawImage(bitmap, 0, 0)
        return [0, bitmap.width - 1].map((x) => Array.from(pen?.getImageData(x, 1, 1, 1).data ?? []))
      },
      Array.from(files[png] as Uint8Array),
    )
    const [red, violet] = ends as [number[], number[]]
    expect(red[0]).toBeGreaterThan(Math.max(red[1] as number, red[2] as number) + 60)
    expect(violet[2]).toBeGreaterThan((violet[1] as number) + 60)
  })

  /** A Chrome on Android whose browser has no AR. */
  const onAndroid = () =>
    onPhone(() => {
      Object.defineProperty(navigator, 'userAgent', { get: () => 'Mozilla/5.0 (Linux; Android 14) Chrome/143 Mobile' })
      Object.defineProperty(navigator, 'xr', { value: undefined, configurable: true })
    })

  test('Android asks Scene Viewer for the form that the site ships, with title and license', async () => {
    await onAndroid()
    const link = page.getByRole('link', { name: 'View in your room' })
    await link.waitFor()
    const intent = (await link.getAttribute('href')) ?? ''
    const query = new URLSearchParams(intent.slice(intent.indexOf('?') + 1, intent.indexOf('#Intent')))
    expect(query.get('title')).toMatch(/^Founders · Alexander Zhelanov · /)
    expect(query.get('link')).toBe(page.url())
    const model = await page.request.get(query.get('file') ?? '')
    expect((await model.body()).subarray(0, 4).toString()).toBe('glTF')
    expect(decodeURIComponent(intent)).toContain(`S.browser_fallback_url=${page.url()}#window`)
  })

  test('Android without Scene Viewer comes back to the magic window; so does a song of one’s own', async () => {
    await onAndroid()
    await page.goto(`${page.url()}#window`)
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
    await page.waitForFunction(() => location.hash === '')
    await hold(0, 90, 0)
    await hold(30, 120, 0)
    expect((await forward())[1]).toBeCloseTo(0.5, 1)
    await page.getByLabel('Choose a song').setInputFiles(createSyntheticSong(40))
    await waitForSnapshot(page, ({ phase, stage, chunks }) => phase === 'ready' && stage === null && chunks === 40)
    await page.getByRole('button', { name: 'View in your room' }).waitFor()
  })
})
