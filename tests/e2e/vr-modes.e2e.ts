import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { distance, openDemo, settled } from './harness/demo-page.ts'
import type { OpenPage } from './harness/pages.ts'
import { frames, locate, type Point, type Snapshot, snapshot, until } from './harness/snapshot.ts'
import { pressPanel } from './harness/vr-panel.ts'
import { clearSpotBefore, enterVR, inputsShown, silence } from './harness/vr-session.ts'
import { aim, click, moveHead, pinch, press, setInput } from './harness/xr-controls.ts'

type Picked = Snapshot & { selected: number | null }
let opened: OpenPage
let page: Page

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3' })
  page = opened.page
  await settled(page)
  await enterVR(page)
  // The first press of all is slow, as everything is that runs for the first time.
  await aim(page, 'right', { from: [0.2, 1.2, -0.2], at: [0.2, 60, -0.3] })
  await click(page, 'right')
})
afterEach(() => opened.guard.expectClean())
afterAll(() => opened.close())

describe('the panel', () => {
  test('plays and pauses', async () => {
    await pressPanel(page, 'Play')
    const playing = await until(page, (now) => now.playing && now.sounding.length === 1 && now.time > 0.2)
    expect(playing.voices.length).toBeGreaterThan(0)
    await pressPanel(page, 'Pause')
    await until(page, (now) => !now.playing && now.voices.length === 0)
  })

  test('goes to the next chunk and back', async () => {
    await pressPanel(page, 'Seek')
    const middle = await until(page, (now) => now.time > 60)
    await pressPanel(page, 'Next chunk')
    const next = (await until(page, (now, old) => now.time > old, { given: middle.time })) as Picked
    await silence(page)
    await pressPanel(page, 'Previous chunk')
    const back = (await until(page, (now, old) => now.time < old, { given: next.time })) as Picked
    // Both were heard, though the song rests.
    expect(back.selected).toBe((next.selected as number) - 1)
    await silence(page)
  })
})

describe('modes', () => {
  test('walk: the chunk underfoot sounds as the body moves', async () => {
    await pressPanel(page, 'Walk')
    await until(page, (now) => now.mode === 'walk' && !now.playing)
    for (const chunk of [4, 9, 15]) {
      const { path } = await locate(page, chunk)
      await moveHead(page, [path[0], 1.6, path[2]])
      const now = await until(page, (now, i) => now.sounding.includes(i), { given: chunk })
      expect(now.playing).toBe(false)
    }
    // Standing still on one chunk does not repeat it.
    await silence(page)
    await frames(page, 20)
    expect((await snapshot(page)).voices).toEqual([])
    await moveHead(page, [0, 1.6, 0])
    await silence(page)
  })

  test('ride: the path carries the visitor with the song, without turning the head', async () => {
    await pressPanel(page, 'Ride')
    await until(page, (now) => now.mode === 'ride')
    const before = await snapshot(page)
    await pressPanel(page, 'Play')
    const later = await until(page, (now, from) => now.playing && now.time > from + 2.5, { given: before.time })
    const { path } = await locate(page, later.sounding[0] as number)
    expect(Math.hypot(path[0] - later.ear.position[0], path[2] - later.ear.position[2])).toBeLessThan(0.8)
    expect(Math.hypot(...later.ear.position.filter((_, axis) => axis !== 1))).toBeGreaterThan(0.5)
    expect(distance(later.ear.forward, before.ear.forward)).toBeLessThan(0.02)
    // The panel came along: it is where it was in the visitor's own space.
    const [dx, dz] = [later.ear.position[0] - before.ear.position[0], later.ear.position[2] - before.ear.position[2]]
    expect(Math.hypot(dx, dz)).toBeGreaterThan(0.3)
    await pressPanel(page, 'Pause')
    await until(page, (now) => !now.playing && now.voices.length === 0)
    await pressPanel(page, 'Roam')
    await until(page, (now) => now.mode === 'roam')
  })
})

describe('hands', () => {
  test('a pinch on a box plays it, a long one takes it, and controllers can come back', async () => {
    await setInput(page, 'hand')
    await inputsShown(page)
    for (const chunk of [90, 310]) {
      const { cloud } = await locate(page, chunk)
      await aim(page, 'right', { from: await clearSpotBefore(page, chunk, 0.35), at: cloud })
      await pinch(page, 'right', 1)
      await pinch(page, 'right', 0)
      await until(page, (now, i) => now.sounding.includes(i), { given: chunk, timeout: 3000 })
      await silence(page)
    }
    const { cloud: home } = await locate(page, 90)
    const from = await clearSpotBefore(page, 90, 0.35)
    await aim(page, 'right', { from, at: home })
    await pinch(page, 'right', 1)
    await until(page, (now) => now.held === 90)
    const moved: Point = [home[0] + 0.3, home[1] + 0.2, home[2]]
    await aim(page, 'right', { from: [from[0] + 0.3, from[1] + 0.2, from[2]], at: moved })
    expect(distance((await locate(page, 90)).cloud, moved)).toBeLessThan(0.03)
    await pinch(page, 'right', 0)
    await until(page, (now) => now.held === null)
    await silence(page)
    await setInput(page, 'controller')
    await inputsShown(page)
    const { cloud } = await locate(page, 310)
    await aim(page, 'right', { from: await clearSpotBefore(page, 310, 0.35), at: cloud })
    await press(page, 'right', 'trigger')
    await until(page, (now) => now.sounding.includes(310), { timeout: 3000 })
    await silence(page)
  })
})

test('a headset taken off for a moment changes nothing', async () => {
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible-blurred'))
  await frames(page, 5)
  await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible'))
  const { frame } = await snapshot(page)
  const now = await until(page, (now, old) => now.frame.count > old + 10, { given: frame.count })
  expect(now).toMatchObject({ session: 'vr', held: null, error: null })
})

test('Exit ends the session', async () => {
  await pressPanel(page, 'Exit')
  await until(page, (now) => now.session === null)
  await page.getByRole('button', { name: 'Enter VR' }).waitFor()
})
