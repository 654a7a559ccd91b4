import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { computeExtent } from '../../../src/app/map/map-places.ts'
import { createMapView, toPixelX, toPixelY } from '../../../src/app/map/map-view.ts'
import {
  createTimeWindow,
  setTimeWindow,
  type TimeWindow,
  timeToX,
  zoomTimeWindow,
} from '../../../src/app/spectrogram/time-window.ts'
import { openDemo, recordSoundingChunks, waitForSoundingChunks } from '../harness/demo-page.ts'
import { openMore } from '../harness/open-more.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'

let page: Page
/** Time and map position of every chunk. */
let chunks: { time: [number, number]; map: [number, number] }[]
let duration: number

const view = () => page.getByRole('slider', { name: /^Chunks of the song/ })
const boxOf = async (locator: ReturnType<Page['locator']>) => {
  const box = await locator.boundingBox()
  if (!box) throw new Error('It is not shown.')
  return box
}
/** The pixel of a time on the rainbow track. */
async function onTrack(time: number, window: TimeWindow = createTimeWindow(duration)) {
  const { x, y, width, height } = await boxOf(view())
  return { x: x + timeToX(window, time, width), y: y + height - 9 }
}
const middle = (chunk: number) => {
  const [start, end] = chunks[chunk]?.time ?? [0, 0]
  return (start + end) / 2
}
/** A chunk of at least half a second that begins after `time`. */
const longChunkAfter = (time: number) =>
  chunks.findIndex(({ time: [start, end] }) => start > time && end - start > 0.5 && end - start < 2)
const hovered = (chunk: number | null) =>
  waitForSnapshot(page, (now, i) => (now as unknown as { hovered: number | null }).hovered === i, { given: chunk })
/** Runs `act`, and waits until the chunk is selected and has sounded. */
async function picks(chunk: number, act: () => Promise<void>) {
  await recordSoundingChunks(page)
  await act()
  await waitForSnapshot(page, (now, i) => (now as unknown as { selected: number }).selected === i, { given: chunk })
  await waitForSoundingChunks(page, chunk)
}
/** Moves the pointer onto a control of the page, away from all boxes. */
const pointAtNone = () => page.getByRole('button', { name: 'Play', exact: true }).hover()
const quiet = () => waitForSnapshot(page, ({ voices }) => voices.length === 0)

sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  await page.getByRole('button', { name: 'Spectrum', exact: true }).click()
  const count = (await readSnapshot(page)).chunks
  chunks = (await page.evaluate(
    (count) => Array.from({ length: count }, (_, i) => window.songwalk.locate(i)),
    count,
  )) as typeof chunks
  duration = chunks.at(-1)?.time[1] ?? 0
  return opened
})

describe('the spectrogram', () => {
  test('hovers and names the chunk under the pointer, and none beside it', async () => {
    const chunk = longChunkAfter(60)
    const at = await onTrack(middle(chunk))
    await page.mouse.move(at.x, at.y)
    await hovered(chunk)
    await page.getByText(`Chunk ${chunk + 1} of ${chunks.length} ·`).waitFor()
    expect(await view().getAttribute('aria-valuetext')).toContain(`Chunk ${chunk + 1} of`)
    await pointAtNone()
    await hovered(null)
  })

  test('a click plays and selects the chunk, and does not move the playhead', async () => {
    const chunk = longChunkAfter(100)
    const at = await onTrack(middle(chunk))
    const { time } = await readSnapshot(page)
    await picks(chunk, () => page.mouse.click(at.x, at.y - 50))
    expect((await readSnapshot(page)).time).toBe(time)
    await quiet()
  })

  test('a drag along the rainbow moves the playhead', async () => {
    const [from, to] = [await onTrack(20), await onTrack(90)]
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move(to.x, to.y, { steps: 5 })
    await waitForSnapshot(page, ({ time }) => Math.abs(time - 90) < 0.2)
    await page.mouse.up()
    expect((await readSnapshot(page)).sounding).toEqual([])
  })

  test('the wheel zooms, clicks follow the zoomed view, and a drag above the rainbow scrolls it', async () => {
    const { y, width } = await boxOf(view())
    const chunk = longChunkAfter(40)
    const time = middle(chunk)
    const still = await onTrack(time)
    await page.mouse.move(still.x, still.y)
    await page.mouse.wheel(0, -1500)
    const seen = createTimeWindow(duration)
    zoomTimeWindow(seen, Math.exp(-1500 * 0.0018), time)
    await page.getByRole('button', { name: 'Whole song' }).waitFor()
    const next = await onTrack(middle(chunk + 1), seen)
    expect(next.x - still.x).toBeGreaterThan(5)
    await picks(chunk + 1, () => page.mouse.click(next.x, next.y))
    await quiet()

    await page.mouse.move(next.x, y + 30)
    await page.mouse.down()
    await page.mouse.move(next.x - 200, y + 30, { steps: 4 })
    await page.mouse.up()
    setTimeWindow(seen, seen.from + (200 / width) * seen.span, seen.span)
    const later = await onTrack(middle(chunk + 2), seen)
    await page.mouse.move(later.x, later.y)
    await hovered(chunk + 2)

    await page.getByRole('button', { name: 'Whole song' }).click()
    const whole = await onTrack(time)
    await page.mouse.move(whole.x, whole.y)
    await hovered(chunk)
  })

  test('works by keys', async () => {
    await pointAtNone()
    await view().focus()
    await page.keyboard.press('Home')
    await hovered(0)
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('ArrowRight')
    await hovered(2)
    await page.locator('[role=slider][aria-valuenow="3"]').waitFor()
    await picks(2, () => page.keyboard.press('Enter'))
    await page.keyboard.press('+')
    await page.getByRole('button', { name: 'Whole song' }).waitFor()
    await page.keyboard.press('0')
    await page.getByRole('button', { name: 'Whole song' }).waitFor({ state: 'detached' })
    await page.keyboard.press('Tab')
    await hovered(null)
    await quiet()
  })

  test('is hidden and shown by its button', async () => {
    const toggle = page.getByRole('button', { name: 'Spectrum', exact: true })
    await toggle.click()
    await view().waitFor({ state: 'detached' })
    await toggle.click()
    await view().waitFor()
    const at = await onTrack(middle(9))
    await page.mouse.move(at.x, at.y)
    await hovered(9)
  })
})

describe('the map', () => {
  const openMap = async () => {
    const toggle = page.getByRole('button', { name: 'Map', exact: true })
    const canvas = page.getByRole('img', { name: /^Map of the song/ })
    if ((await canvas.count()) === 0) await toggle.click()
    await canvas.waitFor()
    return canvas
  }

  test('hovers and plays each chunk where t-SNE has put it', async () => {
    const canvas = await openMap()
    const { x, y, width, height } = await boxOf(canvas)
    const map = createMapView(width, height, computeExtent(Float32Array.from(chunks.flatMap(({ map }) => map))))
    const pixels = chunks.map(({ map: [mx, my] }) => ({ x: toPixelX(map, mx), y: toPixelY(map, my) }))
    const away = (i: number) =>
      Math.min(
        ...pixels.map((other, j) =>
          j === i ? Infinity : Math.hypot(other.x - (pixels[i]?.x ?? 0), other.y - (pixels[i]?.y ?? 0)),
        ),
      )
    // The most isolated chunks: no other box covers them.
    const order = pixels.map((_, i) => i).sort((a, b) => away(b) - away(a))
    for (const chunk of order.slice(0, 3)) {
      const at = pixels[chunk] ?? { x: 0, y: 0 }
      await page.mouse.move(x + at.x, y + at.y)
      await hovered(chunk)
      await picks(chunk, () => page.mouse.click(x + at.x, y + at.y))
    }
    await pointAtNone()
    await quiet()
  })

  test('its slider moves the chunks between a line and the map', async () => {
    const canvas = await openMap()
    const { x, y, width, height } = await boxOf(canvas)
    // The longest chunk is wide enough on a line of some hundred pixels.
    const lengths = chunks.map(({ time: [start, end] }) => end - start)
    const chunk = lengths.indexOf(Math.max(...lengths))
    const slider = page.getByRole('slider', { name: 'From line to map' })
    await slider.fill('0')
    await waitFrames(page, 2)
    // On the line the chunks lie in time order between the margins of the map.
    const extent = computeExtent(Float32Array.from(chunks.flatMap(({ map }) => map)))
    const map = createMapView(width, height, extent)
    const onLine = extent.x + ((2 * middle(chunk)) / duration - 1) * extent.halfWidth
    await page.mouse.move(x + toPixelX(map, onLine), y + height / 2)
    await hovered(chunk)
    await page.getByRole('button', { name: 'Play clustering' }).click()
    await page.waitForFunction(
      () => document.querySelector<HTMLInputElement>('input[aria-label="From line to map"]')?.value === '1',
    )
    await page.getByRole('button', { name: 'Map', exact: true }).click()
    await canvas.waitFor({ state: 'detached' })
  })
})

test('on a phone the spectrogram is hidden at first, and works by touch', async () => {
  const phone = await openDemo({ viewport: { width: 390, height: 844 }, touch: true })
  const strip = phone.page.getByRole('slider', { name: /^Chunks of the song/ })
  expect(await strip.count()).toBe(0)
  await openMore(phone.page)
  await phone.page.getByRole('button', { name: 'Spectrum', exact: true }).tap()
  const { x, y, width, height } = await boxOf(strip)
  const chunk = longChunkAfter(15)
  await phone.page.touchscreen.tap(x + timeToX(createTimeWindow(duration), middle(chunk), width), y + height / 2)
  await waitForSnapshot(phone.page, (now, i) => now.sounding.includes(i), { given: chunk })
  expect((await readSnapshot(phone.page)) as unknown).toMatchObject({ selected: chunk, hovered: null })
  phone.monitor.expectNoErrors()
  await phone.close()
})
