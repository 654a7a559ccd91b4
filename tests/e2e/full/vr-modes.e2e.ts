import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import type { OpenPage } from '../harness/pages.ts'
import {
  locateChunk,
  type Point,
  readSnapshot,
  type Snapshot,
  waitForSnapshot,
  waitFrames,
} from '../harness/snapshot.ts'
import { pressPanelControl } from '../harness/vr-panel.ts'
import { enterVR, findClearSpot, waitForInputs, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, clickTrigger, moveHead, pressButton, setInputMode, setPinch } from '../harness/xr-controls.ts'

type Picked = Snapshot & { selected: number | null }
let opened: OpenPage
let page: Page

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3' })
  page = opened.page
  await waitUntilSettled(page)
  await enterVR(page)
  // The first press of all is slow, as everything is that runs for the first time.
  await aimAt(page, 'right', { from: [0.2, 1.2, -0.2], at: [0.2, 60, -0.3] })
  await clickTrigger(page, 'right')
})
afterEach(() => opened.monitor.expectNoErrors())
afterAll(() => opened.close())

describe('the panel', () => {
  test('plays and pauses', async () => {
    await pressPanelControl(page, 'Play')
    const playing = await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1 && now.time > 0.2)
    expect(playing.voices.length).toBeGreaterThan(0)
    await pressPanelControl(page, 'Pause')
    await waitForSnapshot(page, (now) => !now.playing && now.voices.length === 0)
  })

  test('goes to the next chunk and back', async () => {
    await pressPanelControl(page, 'Seek')
    const middle = await waitForSnapshot(page, (now) => now.time > 60)
    await pressPanelControl(page, 'Next chunk')
    const next = (await waitForSnapshot(page, (now, old) => now.time > old, { given: middle.time })) as Picked
    await waitForSilence(page)
    await pressPanelControl(page, 'Previous chunk')
    const back = (await waitForSnapshot(page, (now, old) => now.time < old, { given: next.time })) as Picked
    // Both were heard, though the song rests.
    expect(back.selected).toBe((next.selected as number) - 1)
    await waitForSilence(page)
  })
})

describe('modes', () => {
  test('walk: the chunk underfoot sounds as the body moves', async () => {
    await pressPanelControl(page, 'Walk')
    await waitForSnapshot(page, (now) => now.mode === 'walk' && !now.playing)
    for (const chunk of [4, 9, 15]) {
      const { path } = await locateChunk(page, chunk)
      await moveHead(page, [path[0], 1.6, path[2]])
      const now = await waitForSnapshot(page, (now, i) => now.sounding.includes(i), { given: chunk })
      expect(now.playing).toBe(false)
    }
    // Standing still on one chunk does not repeat it.
    await waitForSilence(page)
    await waitFrames(page, 20)
    expect((await readSnapshot(page)).voices).toEqual([])
    await moveHead(page, [0, 1.6, 0])
    await waitForSilence(page)
  })

  test('ride: the path carries the visitor with the song, without turning the head', async () => {
    await pressPanelControl(page, 'Ride')
    await waitForSnapshot(page, (now) => now.mode === 'ride')
    const before = await readSnapshot(page)
    await pressPanelControl(page, 'Play')
    const later = await waitForSnapshot(page, (now, from) => now.playing && now.time > from + 2.5, {
      given: before.time,
    })
    const { path } = await locateChunk(page, later.sounding[0] as number)
    expect(Math.hypot(path[0] - later.ear.position[0], path[2] - later.ear.position[2])).toBeLessThan(0.8)
    expect(Math.hypot(...later.ear.position.filter((_, axis) => axis !== 1))).toBeGreaterThan(0.5)
    expect(computeDistance(later.ear.forward, before.ear.forward)).toBeLessThan(0.02)
    // The panel came along: it is where it was in the visitor's own space.
    const [dx, dz] = [later.ear.position[0] - before.ear.position[0], later.ear.position[2] - before.ear.position[2]]
    expect(Math.hypot(dx, dz)).toBeGreaterThan(0.3)
    await pressPanelControl(page, 'Pause')
    await waitForSnapshot(page, (now) => !now.playing && now.voices.length === 0)
    await pressPanelControl(page, 'Roam')
    await waitForSnapshot(page, (now) => now.mode === 'roam')
  })
})

describe('hands', () => {
  test('a pinch on a box plays it, a long one takes it, and controllers can come back', async () => {
    await setInputMode(page, 'hand')
    await waitForInputs(page)
    for (const chunk of [90, 310]) {
      const { cloud } = await locateChunk(page, chunk)
      await aimAt(page, 'right', { from: await findClearSpot(page, chunk, 0.35), at: cloud })
      await setPinch(page, 'right', 1)
      await setPinch(page, 'right', 0)
      await waitForSnapshot(page, (now, i) => now.sounding.includes(i), { given: chunk, timeout: 3000 })
      await waitForSilence(page)
    }
    const { cloud: home } = await locateChunk(page, 90)
    const from = await findClearSpot(page, 90, 0.35)
    await aimAt(page, 'right', { from, at: home })
    await setPinch(page, 'right', 1)
    await waitForSnapshot(page, (now) => now.held === 90)
    const moved: Point = [home[0] + 0.3, home[1] + 0.2, home[2]]
    await aimAt(page, 'right', { from: [from[0] + 0.3, from[1] + 0.2, from[2]], at: moved })
    expect(computeDistance((await locateChunk(page, 90)).cloud, moved)).toBeLessThan(0.03)
    await setPinch(page, 'right', 0)
    await waitForSnapshot(page, (now) => now.held === null)
    await waitForSilence(page)
    await setInputMode(page, 'controller')
    await waitForInputs(page)
    const { cloud } = await locateChunk(page, 310)
    await aimAt(page, 'right', { from: await findClearSpot(page, 310, 0.35), at: cloud })
    await pressButton(page, 'right', 'trigger')
    await waitForSnapshot(page, (now) => now.sounding.includes(310), { timeout: 3000 })
    await waitForSilence(page)
  })
})

test('a headset taken off for a moment changes nothing', async () => {
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible-blurred'))
  await waitFrames(page, 5)
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible'))
  const { frame } = await readSnapshot(page)
  const now = await waitForSnapshot(page, (now, old) => now.frame.count > old + 10, { given: frame.count })
  expect(now).toMatchObject({ session: 'vr', held: null, error: null })
})

test('Exit ends the session', async () => {
  await pressPanelControl(page, 'Exit')
  await waitForSnapshot(page, (now) => now.session === null)
  await page.getByRole('button', { name: 'Enter VR' }).waitFor()
})
