import type { CDPSession, Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import {
  COUNT_WEBGL_OBJECTS_SCRIPT,
  countAudioNodes,
  measureHeapBytes,
  measureHeapGrowth,
} from '../harness/performance.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { createSyntheticSong } from '../harness/synthetic-song.ts'
import { enterVR, exitVR, waitForInputs, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, setInputMode } from '../harness/xr-controls.ts'

/** Buttons that enter a session, used in turn. */
const ENTRIES = ['Enter VR', 'Enter AR']

let page: Page
let browser: CDPSession

describe('2000 chunks in stereo, with the panel, both controllers and their rays', () => {
  sharePage(async () => {
    // Small, because software draws every pixel slowly and none of these tests looks at pixels.
    const opened = await openDemo({ headset: 'quest3', viewport: { width: 480, height: 360 } })
    page = opened.page
    browser = await page.context().newCDPSession(page)
    await page.getByLabel('Choose a song').setInputFiles(createSyntheticSong(2000))
    await waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks === 2000)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    // The emulator's layer lacks fixedFoveation, which a Quest's has.
    await page.evaluate('XRWebGLLayer.prototype.fixedFoveation = 0')
    await enterVR(page)
    await aimAt(page, 'left', { from: [-0.2, 1.3, -0.3], at: [0, 0, -3] })
    await aimAt(page, 'right', { from: [0.2, 1.3, -0.3], at: [0, 0, -3] })
    return opened
  })

  test('take at most 24 draw calls and 400,000 triangles', async () => {
    const { frame } = await readSnapshot(page)
    // Boxes, mirror, light, trails, background and hands, drawn for two eyes, are twelve.
    expect(frame.drawCalls).toBeGreaterThanOrEqual(12)
    expect(frame.drawCalls).toBeLessThanOrEqual(24)
    expect(frame.triangles).toBeGreaterThan(2 * 2000 * 12)
    expect(frame.triangles).toBeLessThanOrEqual(400_000)
  })

  test('take no more with tracked hands', async () => {
    await setInputMode(page, 'hand')
    await waitForInputs(page)
    const { frame } = await readSnapshot(page)
    expect(frame.drawCalls).toBeLessThanOrEqual(24)
    expect(frame.triangles).toBeLessThanOrEqual(400_000)
    await setInputMode(page, 'controller')
    await waitForInputs(page)
  })

  test('grow the heap by at most 64 KB in 1000 frames', async () => {
    // Voices come and go at the pace of the song.
    if ((await readSnapshot(page)).playing)
      await page.getByRole('button', { name: 'Pause', exact: true }).dispatchEvent('click')
    await waitForSilence(page)
    const most = 64 * 1024
    expect(await measureHeapGrowth(page, browser, most, 1000)).toBeLessThanOrEqual(most)
  })

  test('are drawn foveated, at 90 frames a second', async () => {
    const session = await page.evaluate(() => {
      const { frameRate, renderState } = window.xrDevice?.activeSession ?? {}
      const layer = renderState?.baseLayer as { fixedFoveation?: number } | undefined
      return { frameRate, fixedFoveation: layer?.fixedFoveation }
    })
    expect(session).toEqual({ frameRate: 90, fixedFoveation: 1 })
  })
})

test('ten sessions, VR and AR in turn, leave no WebGL objects, canvases, audio nodes or listeners behind', async () => {
  const other = await openDemo({ headset: 'quest3', initScript: COUNT_WEBGL_OBJECTS_SCRIPT })
  const { page, monitor, close } = other
  const browser = await page.context().newCDPSession(page)
  const audioNodes = await countAudioNodes(browser)
  const visit = async (name: string) => {
    await page.getByRole('button', { name }).click()
    await waitForSnapshot(page, (now, kind) => now.session === kind, { given: name.slice(-2).toLowerCase() })
    await waitForInputs(page)
    await exitVR(page)
    await waitFrames(page, 5)
  }
  const left = async () => {
    await waitForSilence(page)
    // The least of several readings: nodes of voices that have ended are collected late.
    let nodes = Number.POSITIVE_INFINITY
    for (let look = 0; look < 8; look++) {
      await measureHeapBytes(browser)
      nodes = Math.min(nodes, audioNodes())
    }
    const { jsEventListeners: listeners } = await browser.send('Memory.getDOMCounters')
    const graphics = await page.evaluate('({ ...window.living })')
    const canvases = await page.locator('canvas').count()
    return { listeners, nodes, things: { graphics, canvases } }
  }
  // The first sessions load what later ones reuse; some of it comes while they go on.
  for (const name of [...ENTRIES, ...ENTRIES]) await visit(name)
  const before = await left()
  for (let k = 0; k < 10; k++) await visit(ENTRIES[k % ENTRIES.length] as string)
  const after = await left()
  expect(after.things).toEqual(before.things)
  expect(after.nodes, 'audio nodes').toBeLessThanOrEqual(before.nodes)
  // Some listeners are collected late, leaked ones never.
  const listeners = async () => (await left()).listeners
  await expect.poll(listeners, { timeout: 30_000 }).toBeLessThanOrEqual(before.listeners)
  monitor.expectNoErrors()
  await close()
})
