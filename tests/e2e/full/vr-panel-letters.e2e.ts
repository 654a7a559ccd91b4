import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitFrames } from '../harness/snapshot.ts'
import { pressPanelControl, waitForPanelControl } from '../harness/vr-panel.ts'
import { enterVR } from '../harness/vr-session.ts'

const VIEWPORT = { width: 480, height: 360 }

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
