import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { measureBrightness } from '../harness/pixels.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, type Point, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { turnHeadTo } from '../harness/tracked-hands.ts'
import { pressPanelControl, waitForPanelControl } from '../harness/vr-panel.ts'
import { enterVR, findClearSpot } from '../harness/vr-session.ts'
import { aimAt, setButton } from '../harness/xr-controls.ts'

const VIEWPORT = { width: 480, height: 360 }
/** In the middle of the picture, where the head looks. */
const MIDDLE = { x: 215, y: 160, width: 50, height: 40 }

let page: Page
sharePage(async () => {
  const opened = await openDemo({ headset: 'quest3', draw: true, viewport: VIEWPORT })
  page = opened.page
  await waitUntilSettled(page)
  await enterVR(page)
  // One eye is enough.
  await page.evaluate('Object.assign(window.xrDevice, { stereoEnabled: false, ipd: 0 })')
  return opened
})

test('letters of the panel come in the same frame as their shapes', async () => {
  await waitForPanelControl(page, 'Comfort')
  await page.evaluate(() => {
    const seen = { laidOut: -1, written: -1 }
    Object.assign(window, { seen })
    const count = () => window.songwalk.snapshot().frame.count
    const { fillText } = CanvasRenderingContext2D.prototype
    CanvasRenderingContext2D.prototype.fillText = function (text, ...rest) {
      if (text === 'Seated' && seen.written < 0) seen.written = count()
      fillText.call(this, text, ...rest)
    }
    const look = () => {
      if (window.songwalk.panel().some(({ label }) => label === 'Seated')) seen.laidOut = count()
      else requestAnimationFrame(look)
    }
    look()
  })
  await pressPanelControl(page, 'Comfort')
  await waitForPanelControl(page, 'Seated')
  await waitFrames(page, 3)
  const seen = await page.evaluate(() => (window as unknown as { seen: { laidOut: number; written: number } }).seen)
  expect(seen.written).toBeGreaterThan(0)
  expect(seen.written).toBeLessThanOrEqual(seen.laidOut)
})

test('the panel covers a box, and its name, that are before it: as pointers press the panel there', async () => {
  const chunk = 120
  await aimAt(page, 'left', { from: [-0.4, 0.9, 0.2], at: [-0.4, -60, 0.2] })
  await aimAt(page, 'right', {
    from: await findClearSpot(page, chunk, 0.4),
    at: (await locateChunk(page, chunk)).cloud,
  })
  await waitForSnapshot(page, ({ hovered }, chunk) => hovered === chunk, { given: chunk })
  await setButton(page, 'right', 'squeeze', 1)
  await waitForSnapshot(page, ({ held }, chunk) => held === chunk, { given: chunk })
  const { position, ear } = await waitForPanelControl(page, 'Play')
  await turnHeadTo(page, position)
  /** Holds the box before a point of the panel, raised by `up`. */
  const holdBefore = async (up: number) => {
    const place = position.map((value, axis) => {
      const from = ear.position[axis] as number
      return from + 0.7 * (value - from) + (axis === 1 ? up : 0)
    }) as Point
    await aimAt(page, 'right', { from: [place[0], place[1] - 0.25, place[2]], at: place, ear })
    await waitFrames(page, 20)
  }
  await holdBefore(0.6)
  const alone = await measureBrightness(page, MIDDLE)
  await holdBefore(0)
  const covered = await measureBrightness(page, MIDDLE)
  expect(covered).toBeLessThan(alone + 40)
  // Its name hangs above it.
  await holdBefore(-0.08)
  expect(await measureBrightness(page, MIDDLE)).toBeLessThan(alone + 40)
  await setButton(page, 'right', 'squeeze', 0)
})
