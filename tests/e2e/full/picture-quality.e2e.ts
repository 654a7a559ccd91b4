import { expect, test } from 'vitest'
import { openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

/** The page's clock goes on by `window.frameMs` with each frame, however long it really takes. */
const FRAME_CLOCK_SCRIPT = `{
  const requestFrame = window.requestAnimationFrame.bind(window)
  let now = performance.now()
  window.frameMs = 1000 / 60
  performance.now = () => now
  const tick = () => {
    now += window.frameMs
    requestFrame(tick)
  }
  requestFrame(tick)
  window.requestAnimationFrame = (draw) => requestFrame(() => draw(now))
}`

test('missed frames give up parts of the picture until the last one, told to the exhibit’s health; kept frames bring them back', async () => {
  const site = await serveExhibit()
  const { page, monitor, close } = await openExhibit(site, {
    draw: false,
    search: '?pace=20&device=hall',
    initScript: FRAME_CLOCK_SCRIPT,
  })
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  const setFrame = (ms: number) => page.evaluate(`window.frameMs = ${ms}`)
  const waitForStep = (step: number) =>
    waitForSnapshot(page, (now, step) => now.frame.qualityStep === step, { given: step })
  const readHealth = () => site.heartbeats.at(-1)?.qualityStep
  const readWidth = () => page.evaluate(() => document.querySelector('canvas')?.width)
  const width = await readWidth()
  expect(width).toBe(1280)
  // Every other interval is missed.
  await setFrame(1000 / 30)
  await waitForStep(4)
  await expect.poll(readHealth, { timeout: 30_000 }).toBe(4)
  expect(await readWidth()).toBe(960)
  await setFrame(1000 / 60)
  await waitForStep(3)
  await expect.poll(readHealth, { timeout: 30_000 }).toBe(3)
  expect(await readWidth()).toBe(width)
  monitor.expectNoErrors()
  await close()
  await site.close()
})
