import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { computeDistance, waitUntilSettled } from '../harness/demo-page.ts'
import { beginVisitIn, waitForExhibitScene } from '../harness/exhibit-scenes.ts'
import { openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { startRelay } from '../harness/live-relay.ts'
import { openUrl } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, WAIT_TIMEOUT_MS, waitForSnapshot } from '../harness/snapshot.ts'
import { readShownChunks, recordShownChunks, waitForSpectator } from '../harness/spectator-screen.ts'
import { enterVR, findClearSpot } from '../harness/vr-session.ts'
import { aimAt, clickTrigger, moveHead } from '../harness/xr-controls.ts'

// People around a visitor in the headset watch on a second screen.
let site: Awaited<ReturnType<typeof serveExhibit>>
let relay: Awaited<ReturnType<typeof startRelay>>
let screen: Page
sharePage(async () => {
  site = await serveExhibit({ languages: ['en', 'ar'], mode: 'roam' })
  relay = await startRelay(site.url)
  const opened = await openUrl(`${relay.url}spectator.html?pace=20`, {
    draw: false,
    viewport: { width: 640, height: 360 },
  })
  screen = opened.page
  const close = async () => {
    await opened.close()
    await relay.close()
    await site.close()
  }
  return { ...opened, close }
})

test('alone it shows the songs by themselves', async () => {
  const alone = await waitForSpectator(screen, ({ chunks, form }) => chunks === 30 && form > 0)
  expect(alone).toMatchObject({ role: 'spectator', following: null, scene: 'attract', visitor: null })
  expect(await screen.locator('button, a, input, audio, video').count()).toBe(0)
})

test('it shows where the visitor is, the box they point at, and the chunk they hear', async () => {
  const url = `${relay.url}?device=museum`
  const piece = await openExhibit({ ...site, url }, { draw: false, headset: 'quest3', reducedMotion: true })
  const { page } = piece
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await waitForSpectator(screen, ({ following, chunks }) => following === 'museum' && chunks === 30)
  await beginVisitIn(page, 'English')
  await enterVR(page)
  // The song lasts three seconds.
  await waitForSnapshot(page, ({ playing }) => !playing)
  await moveHead(page, [0.3, 1.7, 0.2])
  await waitUntilSettled(page)
  const chunk = 11
  const { cloud } = await locateChunk(page, chunk)
  await aimAt(page, 'right', { from: await findClearSpot(page, chunk, 0.35), at: cloud })
  const { ear } = await waitForSnapshot(page, ({ pointer }, chunk) => pointer?.chunk === chunk, { given: chunk })
  const seen = await waitForSpectator(
    screen,
    ({ visitor, pointer }, given) =>
      pointer?.chunk === given.chunk &&
      Math.hypot(...(visitor?.position ?? []).map((value, axis) => value - (given.position[axis] ?? 0))) < 0.05,
    { chunk, position: ear.position },
  )
  expect(seen).toMatchObject({ following: 'museum', scene: 'free', playing: false })
  expect(computeDistance(seen.visitor?.forward ?? [], ear.forward)).toBeLessThan(0.05)

  await recordShownChunks(screen)
  // The chunk lasts a tenth of a second: a busy screen may miss it once.
  const clickAndRead = async () => {
    await clickTrigger(page, 'right')
    return [...new Set(await readShownChunks(screen))]
  }
  await expect.poll(clickAndRead, { timeout: WAIT_TIMEOUT_MS }).toEqual([chunk])

  await page.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
  await waitForExhibitScene(page, 'attract')
  await waitForSpectator(screen, ({ scene, visitor }) => scene === 'attract' && visitor === null)
  piece.monitor.expectNoErrors()
  await piece.close()
  await waitForSpectator(screen, ({ following }) => following === null)
})
