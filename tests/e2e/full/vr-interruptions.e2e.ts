import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { computeDistance, locateAllChunks } from '../harness/demo-page.ts'
import { enterVRWithPreferences, HANDS, holdThumbstick } from '../harness/locomotion.ts'
import { shareHeadset } from '../harness/shared-headset.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { emulateTransientPointer, endPinch, startPinch } from '../harness/transient-pinch.ts'
import { aimAtPanel, pressPanelControl, waitForPanelControl } from '../harness/vr-panel.ts'
import { aimAtBox, exitVR, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, aimUp, clickTrigger, setButton } from '../harness/xr-controls.ts'

// Emulated device, pointer library and scene together; tests/scenes/input tests the rules.
let page: Page
shareHeadset((opened) => {
  page = opened
})

const setVisibility = async (state: XRVisibilityState) => {
  await page.evaluate((state) => window.xrDevice?.updateVisibilityState(state), state)
  await waitFrames(page, 3)
}

const meetBox = async (chunk: number) => {
  await aimAtBox(page, 'right', chunk)
  await waitForSnapshot(page, ({ hovered }, chunk) => hovered === chunk, { given: chunk })
}

describe("through the headset's menu", () => {
  test('a box that the trigger holds waits in the air, and is held on to', async () => {
    await meetBox(33)
    await setButton(page, 'right', 'trigger', 1)
    await waitForSnapshot(page, ({ held }) => held === 33)
    await waitFrames(page, 30)
    const { cloud } = await locateChunk(page, 33)
    await setVisibility('visible-blurred')
    await aimAt(page, 'right', { from: [0.4, 1, -0.5], at: [0.4, 60, -0.5] })
    expect(computeDistance((await locateChunk(page, 33)).cloud, cloud)).toBeLessThan(1e-4)
    expect((await readSnapshot(page)).hovered).toBeNull()
    await setVisibility('visible')
    expect((await readSnapshot(page)).held).toBe(33)
    await setButton(page, 'right', 'trigger', 0)
    await waitForSnapshot(page, ({ held, holding }) => held === null && holding.length === 0)
    await waitForSilence(page)
  })

  test('a box that is let go there floats home without a throw', async () => {
    const { cloud: home } = await locateChunk(page, 34)
    await meetBox(34)
    await setButton(page, 'right', 'trigger', 1)
    await waitForSnapshot(page, ({ held }) => held === 34)
    await setVisibility('visible-blurred')
    await setButton(page, 'right', 'trigger', 0)
    const { cloud } = await locateChunk(page, 34)
    await setVisibility('visible')
    await waitForSnapshot(page, ({ held }) => held === null)
    const farthest = await page.evaluate(
      ([home, chunk]) =>
        new Promise<number>((resolve) => {
          let [farthest, frames] = [0, 0]
          const look = () => {
            const { cloud } = window.songwalk.locate(chunk)
            farthest = Math.max(farthest, Math.hypot(...cloud.map((value, axis) => value - (home[axis] ?? 0))))
            if (++frames < 60) requestAnimationFrame(look)
            else resolve(farthest)
          }
          look()
        }),
      [home, 34] as const,
    )
    expect(farthest).toBeLessThan(computeDistance(cloud, home) + 0.01)
    await waitForSilence(page)
  })

  test('a press on the panel that ends after it presses nothing', async () => {
    const { position, ear } = await waitForPanelControl(page, 'Play')
    await aimAtPanel(page, position, 'right', ear)
    await setButton(page, 'right', 'trigger', 1)
    await setVisibility('visible-blurred')
    await setVisibility('visible')
    await setButton(page, 'right', 'trigger', 0)
    await waitFrames(page, 5)
    expect((await readSnapshot(page)).playing).toBe(false)
    await pressPanelControl(page, 'Play')
    await waitForSnapshot(page, ({ playing }) => playing)
    await pressPanelControl(page, 'Pause')
    await waitForSilence(page)
  })

  test('a stick that aims a teleport is called off: let go there or afterwards, it leads nowhere', async () => {
    for (const letsGoInMenu of [true, false]) {
      await aimAt(page, 'right', { from: [0.2, 1.2, -0.2], at: [0.6, 0, -1.5] })
      await holdThumbstick(page, 'right', 0, -1)
      await waitForSnapshot(page, ({ landing }) => landing !== null)
      const { ear } = await readSnapshot(page)
      await setVisibility('visible-blurred')
      expect((await readSnapshot(page)).landing).toBeNull()
      if (letsGoInMenu) await holdThumbstick(page, 'right', 0, 0)
      await setVisibility('visible')
      await waitFrames(page, 10)
      expect((await readSnapshot(page)).landing).toBeNull()
      await holdThumbstick(page, 'right', 0, 0)
      await waitFrames(page, 30)
      expect(computeDistance((await readSnapshot(page)).ear.position, ear.position)).toBeLessThan(1e-4)
    }
    // The next push aims again.
    await holdThumbstick(page, 'right', 0, -1)
    await waitForSnapshot(page, ({ landing }) => landing !== null)
    await holdThumbstick(page, 'right', 0, 1)
    await holdThumbstick(page, 'right', 0, 0)
  })

  test('a stick that walks or turns moves nobody meanwhile, nor afterwards until it has been let go', async () => {
    await exitVR(page)
    await enterVRWithPreferences(page, { moving: 'smooth', turning: 'smooth' })
    for (const hand of HANDS) {
      // With two sticks the left one walks, and the right one turns.
      await holdThumbstick(page, hand, hand === 'right' ? 1 : 0, hand === 'right' ? 0 : -1)
      const start = await readSnapshot(page)
      await waitForSnapshot(
        page,
        ({ ear }, old) =>
          Math.hypot(
            ...[0, 2].flatMap((k) => [ear.position[k]! - old.position[k]!, ear.forward[k]! - old.forward[k]!]),
          ) > 0.1,
        { given: start.ear },
      )
      await setVisibility('visible-blurred')
      // It comes to rest as if it were let go.
      await waitFrames(page, 40)
      const { ear } = await readSnapshot(page)
      await waitFrames(page, 20)
      await setVisibility('visible')
      await waitFrames(page, 20)
      const after = (await readSnapshot(page)).ear
      expect(computeDistance(after.position, ear.position)).toBeLessThan(1e-4)
      expect(computeDistance(after.forward, ear.forward)).toBeLessThan(1e-4)
      await holdThumbstick(page, hand, 0, 0)
    }
    await holdThumbstick(page, 'left', 0, -1)
    const { ear } = await readSnapshot(page)
    await waitForSnapshot(page, (now, z) => now.ear.position[2] !== z, { given: ear.position[2] })
    await holdThumbstick(page, 'left', 0, 0)
    await exitVR(page)
    await enterVRWithPreferences(page, {})
  })
})

test('the panel is pressed through a box that is held before it, and before one that hangs behind it', async () => {
  await aimAtBox(page, 'left', 60)
  await setButton(page, 'left', 'squeeze', 1)
  await waitForSnapshot(page, ({ held }) => held === 60)
  const { position: control, ear } = await waitForPanelControl(page, 'Play')
  const toHead = control.map((value, axis) => (ear.position[axis] ?? 0) - value)
  const wanted = control.map((value, axis) => value + (0.15 / Math.hypot(...toHead)) * (toHead[axis] ?? 0)) as Point
  await aimUp(page, 'left', wanted)
  // A box that is taken from afar comes to the hand.
  await waitFrames(page, 40)
  const { cloud: held } = await locateChunk(page, 60)
  await aimUp(page, 'left', wanted.map((value, axis) => 2 * value - (held[axis] ?? 0)) as Point)
  expect(computeDistance((await locateChunk(page, 60)).cloud, wanted)).toBeLessThan(0.02)
  const all = (await locateAllChunks(page)).map(({ cloud }) => cloud)
  const behind = all.findIndex((box) => {
    const along = box.reduce((sum, value, axis) => sum + (value - (control[axis] ?? 0)) * (toHead[axis] ?? 0), 0)
    return along < 0 && computeDistance(box, control) < 3
  })
  for (const chunk of [60, behind]) {
    const box = all[chunk] as Point
    const away = computeDistance(box, control)
    // The hand is on the line through both, on the visitor's side.
    const isBefore = chunk === 60
    const from = control.map((value, axis) => {
      const direction = ((box[axis] ?? 0) - value) / away
      return value + direction * (isBefore ? away + 0.25 : -0.3)
    }) as Point
    await aimAt(page, 'right', { from, at: control, ear })
    await clickTrigger(page, 'right')
    await waitForSnapshot(page, ({ playing }) => playing)
    await pressPanelControl(page, 'Pause')
    await waitForSnapshot(page, ({ playing }) => !playing)
  }
  await setButton(page, 'left', 'squeeze', 0)
  await waitForSnapshot(page, ({ holding }) => holding.length === 0)
  await waitForSilence(page)
})

test('headset off for a minute: the song goes on where it was, and everything is where it was', async () => {
  await pressPanelControl(page, 'Play')
  const { time } = await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.5)
  await setVisibility('hidden')
  const paused = await waitForSnapshot(page, ({ playing, voices }) => !playing && voices.length === 0)
  const { cloud } = await locateChunk(page, 200)
  // The page's clock goes on by a minute.
  await page.evaluate(() => {
    const now = performance.now.bind(performance)
    performance.now = () => now() + 60_000
  })
  await waitFrames(page, 10)
  expect((await readSnapshot(page)).time).toBe(paused.time)
  await setVisibility('visible')
  const back = await waitForSnapshot(page, (now, time) => now.playing && now.time > time + 0.3, { given: paused.time })
  expect(back.time).toBeLessThan(paused.time + 5)
  expect(back.time).toBeGreaterThan(time)
  expect(back).toMatchObject({ session: 'vr', error: null, held: null, placement: paused.placement })
  expect(computeDistance(back.ear.position, paused.ear.position)).toBeLessThan(1e-3)
  expect(computeDistance((await locateChunk(page, 200)).cloud, cloud)).toBeLessThan(1e-3)
  await pressPanelControl(page, 'Pause')
  await waitForSilence(page)
})

test('a gaze that pinches plays a box, takes it, and presses the panel', async () => {
  const { position: control } = await waitForPanelControl(page, 'Play')
  const { ear } = await readSnapshot(page)
  await emulateTransientPointer(page)
  const eyes: Point = [ear.position[0], ear.position[1], ear.position[2]]
  const chunk = await page.evaluate(
    ([eyes, control]) => {
      // The box that hangs most alone, as seen from here, well beside the panel.
      const toPanel = control.map((value, axis) => value - (eyes[axis] ?? 0))
      const panelDistance = Math.hypot(...toPanel)
      const isBesidePanel = (to: number[]) =>
        to.reduce((sum, value, axis) => sum + value * (toPanel[axis] ?? 0), 0) / panelDistance < 0.77
      const all = Array.from({ length: window.songwalk.snapshot().chunks }, (_, i) => {
        const to = window.songwalk.locate(i).cloud.map((value, axis) => value - (eyes[axis] ?? 0))
        const away = Math.hypot(...to)
        return { i, away, to: to.map((value) => value / away) }
      })
      const measureRoom = ({ i, to }: (typeof all)[number]) =>
        Math.min(...all.map((one) => (one.i === i ? 9 : Math.hypot(...one.to.map((value, k) => value - (to[k] ?? 0))))))
      const fitting = all.filter(({ away, to }) => away < 3 && isBesidePanel(to))
      return fitting.sort((a, b) => measureRoom(b) - measureRoom(a))[0]?.i ?? 0
    },
    [eyes, control] as const,
  )
  const { cloud } = await locateChunk(page, chunk)
  const heard = waitForSnapshot(page, ({ sounding }, chunk) => sounding.includes(chunk), { given: chunk })
  await startPinch(page, eyes, cloud)
  await heard
  await waitForSnapshot(page, ({ held }, chunk) => held === chunk, { given: chunk })
  await aimAt(page, 'right', { from: eyes, at: [cloud[0] + 0.3, cloud[1] + 0.2, cloud[2]] })
  const carried = (await locateChunk(page, chunk)).cloud
  expect(computeDistance(carried, cloud)).toBeGreaterThan(0.15)
  expect(computeDistance(carried, eyes)).toBeCloseTo(computeDistance(cloud, eyes), 1)
  await endPinch(page)
  await waitForSnapshot(page, ({ held, holding }) => held === null && holding.length === 0)
  await waitForSilence(page)

  await startPinch(page, eyes, control)
  await endPinch(page)
  await waitForSnapshot(page, ({ playing }) => playing)
})
