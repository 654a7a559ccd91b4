import { unzipSync } from 'fflate'
import type { Page } from 'playwright-core'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import { openMore } from '../harness/open-more.ts'
import type { OpenPage } from '../harness/pages.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'

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
    expect((await forward())[1]).toBeCloseTo(0, 1)
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
    const files = unzipSync(archive)
    const names = Object.keys(files)
    // USDZ: the first file is the model, and all files are uncompressed at multiples of 64 bytes.
    expect(names[0]).toBe('model.usda')
    expect(names.filter((name) => name.endsWith('.png'))).toHaveLength(1)
    expect(offsets(archive).map((at) => at % 64)).toEqual(names.map(() => 0))
    const texts = names.filter((name) => name.endsWith('.usda')).map((name) => new TextDecoder().decode(files[name]))
    expect(texts[0]).toContain('metersPerUnit = 1')
    const text = texts.join('\n')
    const points = [...text.matchAll(/point3f\[\] points = \[([^\]]*)\]/g)].map(([, list]) =>
      [...(list as string).matchAll(/\(([^)]+)\)/g)].map(([, point]) => (point as string).split(',').map(Number)),
    )
    const { chunks } = await readSnapshot(page)
    expect(points[0]).toHaveLength(chunks * 24)
    const all = points.flat() as [number, number, number][]
    const along = (axis: number) => all.map((point) => point[axis] as number)
    const extent = (axis: number) =>
      along(axis).reduce((most, v) => Math.max(most, v), -9) - along(axis).reduce((least, v) => Math.min(least, v), 9)
    expect(Math.max(extent(0), extent(2))).toBeCloseTo(0.6, 3)
    expect(along(1).reduce((least, v) => Math.min(least, v), 9)).toBeCloseTo(0, 4)
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
})

/** Byte offsets of the files in an uncompressed zip, from its local headers (APPNOTE 4.3.7). */
function offsets(archive: Uint8Array): number[] {
  const view = new DataView(archive.buffer, archive.byteOffset)
  const found: number[] = []
  let at = 0
  while (view.getUint32(at, true) === 0x04034b50) {
    expect(view.getUint16(at + 8, true)).toBe(0)
    const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true)
    found.push(start)
    at = start + view.getUint32(at + 18, true)
  }
  return found
}
