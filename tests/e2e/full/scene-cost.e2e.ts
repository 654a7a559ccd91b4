import { expect, test } from 'vitest'
import { openApp } from '../harness/pages.ts'
import { COUNT_SCENE_COST_SCRIPT, LARGE_SONG, measureSceneCost } from '../harness/scene-cost.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { createSyntheticSong } from '../harness/synthetic-song.ts'

const MB = 1024 * 1024

// Before the place had a horizon, mirrors and pictures in its boxes the same count gave 1.94 and 2.63.
test.each([
  { song: 'demo', fragments: 1.94 },
  { song: 'large', fragments: 2.63 },
])('inside the cloud of the $song song a pixel takes at most $fragments fragments', async ({ song, fragments }) => {
  // Smaller pages hide the view's buttons.
  const viewport = { width: 760, height: 760 }
  const { page, monitor, close } = await openApp({ viewport, initScript: COUNT_SCENE_COST_SCRIPT })
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  if (song === 'large') {
    await page.getByLabel('Choose a song').setInputFiles(createSyntheticSong(...LARGE_SONG))
    await waitForSnapshot(page, (now, n) => now.phase === 'ready' && now.stage === null && now.chunks === n, {
      given: LARGE_SONG[0],
    })
  }
  await page.getByRole('button', { name: 'Inside', exact: true }).dispatchEvent('click')
  await page.getByRole('button', { name: 'Play', exact: true }).dispatchEvent('click')
  await waitForSnapshot(page, ({ time }) => time > 3)
  const cost = await measureSceneCost(page)
  expect(cost.fragments).toBeGreaterThan(1)
  expect(cost.fragments).toBeLessThanOrEqual(fragments)
  // One eye; a headset draws for two, and adds hands and panel.
  expect(cost.drawCalls).toBeLessThanOrEqual(8)
  expect(cost.triangles).toBeLessThanOrEqual(200_000)
  expect(cost.textureBytes).toBeLessThanOrEqual(32 * MB)
  monitor.expectNoErrors()
  await close()
})
