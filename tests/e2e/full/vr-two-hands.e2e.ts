import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { shareHeadset } from '../harness/shared-headset.ts'
import { locateChunk, readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { pressPanelControl } from '../harness/vr-panel.ts'
import { findClearSpot, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, aimUp, clickTrigger, setButton } from '../harness/xr-controls.ts'

// Emulated device, scene and sound together; tests/scenes/input and tests/scenes/geometry test the rules.
let page: Page
shareHeadset((opened) => {
  page = opened
})

test('two empty squeezed hands scale and turn the whole song about what is between them, and its boxes are heard there', async () => {
  const { cloud: before } = await locateChunk(page, 180)
  const squeezeBoth = async (value: number) => {
    await setButton(page, 'left', 'squeeze', value)
    await setButton(page, 'right', 'squeeze', value)
  }
  await aimUp(page, 'left', [-0.2, 1.2, -0.3])
  await aimUp(page, 'right', [0.2, 1.2, -0.3])
  await squeezeBoth(1)
  await aimUp(page, 'left', [-0.1, 1.2, -0.3])
  await aimUp(page, 'right', [0.1, 1.2, -0.3])
  const { placement, holding } = await readSnapshot(page)
  expect(holding).toEqual([])
  expect(placement.scale).toBeCloseTo(0.5, 2)
  const { cloud } = await locateChunk(page, 180)
  expect(cloud[0]).toBeCloseTo(before[0] / 2, 2)
  // The song hangs between the hands instead of lying on the floor.
  expect(placement.position[1]).toBeCloseTo(0.6, 2)
  expect(cloud[1]).toBeCloseTo(0.6 + before[1] / 2, 2)
  expect(cloud[2]).toBeCloseTo(-0.3 + (before[2] + 0.3) / 2, 2)
  // A quarter turn, which brings the right hand to the front.
  for (const angle of [0.5, 1, Math.PI / 2]) {
    const [x, z] = [0.1 * Math.cos(angle), 0.1 * Math.sin(angle)]
    await aimUp(page, 'left', [-x, 1.2, -0.3 - z])
    await aimUp(page, 'right', [x, 1.2, -0.3 + z])
  }
  expect(Math.abs((await readSnapshot(page)).placement.yaw)).toBeCloseTo(Math.PI / 2, 1)
  await squeezeBoth(0)
  // Hands that take hold again elsewhere move nothing before they move.
  const still = (await readSnapshot(page)).placement
  await aimUp(page, 'left', [-0.3, 1, -0.3])
  await aimUp(page, 'right', [0.3, 1.4, -0.3])
  await squeezeBoth(1)
  expect((await readSnapshot(page)).placement).toEqual(still)
  await aimUp(page, 'left', [-0.6, 1, -0.3])
  await aimUp(page, 'right', [0.6, 1.4, -0.3])
  // Twice as large it would reach into the floor.
  expect((await readSnapshot(page)).placement.position[1]).toBeGreaterThanOrEqual(0)
  await aimUp(page, 'left', [-0.3, 1, -0.3])
  await aimUp(page, 'right', [0.3, 1.4, -0.3])
  await squeezeBoth(0)
  expect((await readSnapshot(page)).placement.scale).toBeCloseTo(still.scale, 5)
  const at = (await locateChunk(page, 300)).cloud
  await aimAt(page, 'right', { from: await findClearSpot(page, 300, 0.2), at })
  await waitForSnapshot(page, ({ hovered }) => hovered === 300)
  await Promise.all([
    waitForSnapshot(page, ({ voices }) => {
      const { cloud } = window.songwalk.locate(300)
      const isNear = (point: number[]) => Math.hypot(...point.map((value, axis) => value - (cloud[axis] ?? 0))) < 0.05
      return voices.some((voice) => voice.chunk === 300 && isNear(voice.position))
    }),
    clickTrigger(page, 'right'),
  ])
  await waitForSilence(page)
  await pressPanelControl(page, 'Look')
  await pressPanelControl(page, 'Back to its size')
  await waitForSnapshot(page, ({ placement }) => placement.scale === 1 && placement.yaw === 0)
  await pressPanelControl(page, 'Song')
})
