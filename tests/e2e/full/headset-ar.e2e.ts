import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { computeDistance, locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { emulatePhone, pointPhoneAt, TABLE_HEIGHT_M } from '../harness/emulated-room.ts'
import { holdThumbstick } from '../harness/locomotion.ts'
import { sharePage } from '../harness/shared-page.ts'
import { type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { pressPanelControl, readPanel, waitForPanelControl } from '../harness/vr-panel.ts'
import { waitForInputs } from '../harness/vr-session.ts'
import { aimAt, clickTrigger, setControllerConnected } from '../harness/xr-controls.ts'

// Passthrough in a headset: no page lies over the room, so the panel has what the overlay of a phone has.
let page: Page
const HEAD: Point = [0, 1.6, 0]
const TABLE: Point = [0, TABLE_HEIGHT_M, -0.8]

const place = async () => {
  await pointPhoneAt(page, HEAD, TABLE)
  await waitFrames(page, 5)
  await clickTrigger(page, 'right')
  await waitForSnapshot(page, (now) => now.placement !== null)
}
/** Edge of the smallest box that fingers meet, in the room. */
const readScale = async () => (await readSnapshot(page)).placement.scale

sharePage(async () => {
  const opened = await openDemo({ headset: 'quest3', viewport: { width: 800, height: 480 } })
  page = opened.page
  await waitUntilSettled(page)
  await emulatePhone(page)
  for (const hand of ['left', 'right'] as const) await setControllerConnected(page, hand, true)
  await page.getByRole('button', { name: 'Enter AR', exact: true }).click()
  await waitForSnapshot(page, (now) => now.session === 'ar')
  await waitForInputs(page)
  await place()
  return opened
})

test('the panel has what sizes and places the song, and nothing that only moves a visitor', async () => {
  await waitForPanelControl(page, 'Play')
  const labels = (await readPanel(page)).map(({ label }) => label)
  expect(labels).toEqual(expect.arrayContaining(['Place', 'Comfort', 'Walk', 'Roam']))
  expect(labels).not.toContain('Move')
  expect(labels).not.toContain('Ride')
  await pressPanelControl(page, 'Comfort')
  await waitForPanelControl(page, 'Left-handed')
  const comfort = (await readPanel(page)).map(({ label }) => label)
  for (const label of ['Vignette', 'Seated', 'Dwell']) expect(comfort).not.toContain(label)
})

test('it fills the room, goes back on the table, and is placed again', async () => {
  const width = async () => {
    const xs = (await locateAllChunks(page)).map(({ cloud }) => cloud)
    return Math.max(...xs.map((at) => computeDistance(at, xs[0] as Point)))
  }
  await pressPanelControl(page, 'Place', 'Page')
  const onTable = await readScale()
  expect(await width()).toBeLessThan(1.2)
  await pressPanelControl(page, 'Fill the room')
  await waitForSnapshot(page, (now) => now.placement.scale === 1)
  expect(await width()).toBeGreaterThan(3)
  await pressPanelControl(page, 'On the table')
  await waitForSnapshot(page, (now, scale) => Math.abs(now.placement.scale - scale) < 1e-6, { given: onTable })
  await pressPanelControl(page, 'Place again')
  await waitForSnapshot(page, (now) => now.placement === null)
  expect(await readPanel(page)).toEqual([])
  await place()
  await waitForPanelControl(page, 'Play')
})

test('sticks move nobody there: one walks around the song', async () => {
  await pressPanelControl(page, 'Place', 'Page')
  await waitForPanelControl(page, 'Fill the room')
  for (const label of ['Fill the room', 'On the table']) {
    await pressPanelControl(page, label)
    const { ear } = await readSnapshot(page)
    for (const hand of ['left', 'right'] as const) {
      await aimAt(page, hand, { from: [0.2, 1.2, -0.1], at: [0.6, 0, -1.4] })
      for (const [x, y] of [
        [0, -1],
        [1, 0],
      ] as const) {
        await holdThumbstick(page, hand, x, y)
        await waitFrames(page, 5)
        expect((await readSnapshot(page)).landing).toBeNull()
        await holdThumbstick(page, hand, 0, 0)
        await waitFrames(page, 20)
      }
    }
    const after = (await readSnapshot(page)).ear
    expect(computeDistance(after.position, ear.position)).toBeLessThan(1e-4)
    expect(computeDistance(after.forward, ear.forward)).toBeLessThan(1e-4)
  }
})
