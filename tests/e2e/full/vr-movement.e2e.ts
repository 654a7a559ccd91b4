import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { emulateFloor } from '../harness/emulated-floor.ts'
import {
  clickPageButton,
  computeHeadingDegrees,
  computeHorizontalLength,
  enterVRWithPreferences,
  HANDS,
  holdThumbstick,
  measureHeadVelocity,
  stepOnChunk,
} from '../harness/locomotion.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { exitVR, waitForInputs } from '../harness/vr-session.ts'
import {
  aimAt,
  flickThumbstick,
  moveHead,
  setButton,
  setControllerConnected,
  setInputMode,
  setPinch,
} from '../harness/xr-controls.ts'

// Emulated device and scene together; tests/scenes/locomotion tests the rules of movement.
let page: Page
const openHeadset = async (preferences: Record<string, unknown>) => {
  const opened = await openDemo({ headset: 'quest3', reducedMotion: false })
  page = opened.page
  await waitUntilSettled(page)
  await enterVRWithPreferences(page, preferences)
  return opened
}

describe('with default preferences', () => {
  sharePage(() => openHeadset({}))

  /** Brings the head to the start, without sound. */
  const rest = async () => {
    if ((await readSnapshot(page)).playing) await clickPageButton(page, 'Pause')
    await clickPageButton(page, 'Roam')
    await moveHead(page, [0, 1.6, 0])
    await page.evaluate(() => window.xrDevice?.recenter())
    await waitFrames(page, 4)
    await waitForSnapshot(
      page,
      ({ ear, voices }) => voices.length === 0 && Math.hypot(ear.position[0], ear.position[2]) < 1e-4,
    )
  }

  test('recentered, the head is at the start and looks along the path, wherever it really is', async () => {
    await flickThumbstick(page, 'right', 1, 0)
    await moveHead(page, [0.7, 1.7, 0.9], 2)
    expect(computeHorizontalLength((await readSnapshot(page)).ear.position)).toBeGreaterThan(0.4)
    await page.evaluate(() => window.xrDevice?.recenter())
    const { ear } = await waitForSnapshot(
      page,
      ({ ear }) => ear.forward[2] < -0.9999 && Math.hypot(ear.position[0], ear.position[2]) < 1e-4,
    )
    expect(ear.position[1]).toBeCloseTo(1.7, 3)
  })

  test('in walk mode real steps play one chunk after the other, and beside the path nothing sounds', async () => {
    await rest()
    await clickPageButton(page, 'Walk')
    for (const chunk of [20, 21, 22, 23, 24, 25, 24]) {
      const { sounding, playing, voices } = await stepOnChunk(page, chunk)
      expect(sounding).toEqual([chunk])
      expect(playing).toBe(false)
      const voice = voices.find((voice) => voice.chunk === chunk)
      expect(computeDistance(voice?.position ?? [], (await locateChunk(page, chunk)).cloud)).toBeLessThan(0.05)
    }
    await moveHead(page, [0.75, 1.6, 0])
    await waitForSnapshot(page, ({ voices }) => voices.length === 0)
  })

  test('a teleport during the ride ends it, and the song plays on', async () => {
    await rest()
    await clickPageButton(page, 'Ride')
    await clickPageButton(page, 'Play')
    const { vignette } = await waitForSnapshot(page, ({ playing, vignette }) => playing && vignette > 0)
    expect(vignette).toBeGreaterThan(0)
    const [x, y, z] = (await readSnapshot(page)).ear.position
    await aimAt(page, 'left', { from: [x, y - 0.4, z], at: [x + 1, 0, z - 1] })
    await flickThumbstick(page, 'left', 0, -1, 4)
    await waitForSnapshot(page, ({ mode, playing }) => mode === 'roam' && playing)
    await clickPageButton(page, 'Pause')
  })

  test('tracked hands: a pinch held towards the floor teleports, one pulled through the air turns', async () => {
    await rest()
    await setInputMode(page, 'hand')
    await waitForInputs(page)
    for (const hand of HANDS) {
      const { ear } = await readSnapshot(page)
      const [x, y, z] = ear.position
      await aimAt(page, hand, { from: [x + 0.1, y - 0.5, z], at: [x + 0.5, 0, z + 0.6] })
      await setPinch(page, hand, 1)
      const { landing } = await waitForSnapshot(page, (now) => now.landing !== null)
      await setPinch(page, hand, 0)
      const there = await waitForSnapshot(page, (now) => now.landing === null)
      const mark = landing as Point
      expect(computeDistance(there.ear.position, [mark[0], y, mark[2]])).toBeLessThan(1e-4)
      // Up into the air, away from every box.
      const [hx, hy, hz] = there.ear.position
      await aimAt(page, hand, { from: [hx, hy + 3, hz], at: [hx, hy + 9, hz - 0.1] })
      await setPinch(page, hand, 1)
      // Longer than a click lasts.
      await page.waitForTimeout(400)
      await waitFrames(page, 2)
      await page.evaluate((hand) => {
        const position = window.xrDevice?.hands[hand]?.position
        if (position) position.x += 0.13
      }, hand)
      const turned = await waitForSnapshot(page, (now, old) => Math.abs(now.ear.forward[0] - old) > 0.2, {
        given: there.ear.forward[0],
      })
      expect(Math.abs(computeHeadingDegrees(turned.ear) - computeHeadingDegrees(there.ear))).toBeCloseTo(30, 3)
      expect(computeDistance(turned.ear.position, there.ear.position)).toBeLessThan(1e-4)
      await setPinch(page, hand, 0)
    }
    await setInputMode(page, 'controller')
    await waitForInputs(page)
  })

  test('on a real floor of 2 x 2 m feet walk more than a round of the song, and the path lies within it until the session ends', async () => {
    await exitVR(page)
    const before = await locateChunk(page, 400)
    await emulateFloor(page, [-1, -1, 1, -1, 1, 1, -1, 1])
    await page.evaluate(() => window.xrDevice?.position.set(0, 1.6, 0))
    await page.getByRole('button', { name: 'Enter VR' }).click()
    await waitForSnapshot(page, ({ session, frame }) => session === 'vr' && frame.count > 0)
    await page.waitForFunction((x) => Math.abs((window.songwalk.locate(400).path[0] ?? 0) - x) > 0.5, before.path[0], {
      polling: 'raf',
    })
    const paths = await page.evaluate(() =>
      Array.from({ length: window.songwalk.snapshot().chunks }, (_, i) => window.songwalk.locate(i).path),
    )
    for (const [x, , z] of paths as Point[]) expect(Math.max(Math.abs(x), Math.abs(z))).toBeLessThan(1 - 0.2)
    // The first tile lies under the feet.
    await clickPageButton(page, 'Walk')
    await waitForSnapshot(page, ({ sounding }) => sounding.includes(0))
    let walked = 0
    let last = paths[0] as Point
    for (let chunk = 1; walked < 6.6; chunk++) {
      const [x, , z] = paths[chunk] as Point
      const step = Math.hypot(x - last[0], z - last[2])
      // Nobody steps on by a few centimeters.
      if (step < 0.3) continue
      walked += step
      last = [x, 0, z]
      await stepOnChunk(page, chunk)
      // The greeting of an arrival may still sound beside the first ones.
      await waitForSnapshot(page, ({ selected, playing }, chunk) => selected === chunk && !playing, { given: chunk })
    }
    await clickPageButton(page, 'Roam')
    await exitVR(page)
    expect((await locateChunk(page, 400)).path).toEqual(before.path)
  })
})

describe('with smooth movement, flying and a full vignette', () => {
  const speed = 1.2
  sharePage(() => openHeadset({ moving: 'smooth', turning: 'smooth', flying: true, vignette: 1, speed }))

  test.each(HANDS)('the %s controller alone moves, turns, and flies with its lower button held', async (hand) => {
    const other = hand === 'left' ? 'right' : 'left'
    await setControllerConnected(page, other, false)
    await holdThumbstick(page, hand, 0, -1)
    await waitForSnapshot(page, ({ vignette }) => vignette === 1)
    const velocity = await measureHeadVelocity(page)
    expect(computeHorizontalLength(velocity)).toBeGreaterThan(speed * 0.75)
    expect(computeHorizontalLength(velocity)).toBeLessThan(speed * 1.25)
    expect(Math.abs(velocity[1])).toBeLessThan(1e-6)
    await holdThumbstick(page, hand, 0, 0)
    await waitForSnapshot(page, ({ vignette }) => vignette === 0)
    const before = (await readSnapshot(page)).ear
    await holdThumbstick(page, hand, 1, 0)
    const turning = await waitForSnapshot(
      page,
      ({ ear, vignette }, forward) =>
        vignette > 0.9 && Math.hypot(...ear.forward.map((value, axis) => value - (forward[axis] ?? 0))) > 0.1,
      { given: before.forward },
    )
    expect(computeDistance(turning.ear.position, before.position)).toBeLessThan(1e-4)
    await holdThumbstick(page, hand, 0, 0)
    const setLowerButton = (value: number) => setButton(page, hand, hand === 'left' ? 'x-button' : 'a-button', value)
    await setLowerButton(1)
    await holdThumbstick(page, hand, 0, -1)
    const high = await waitForSnapshot(page, ({ ear }) => ear.position[1] > 2)
    await holdThumbstick(page, hand, 0, 1)
    const low = await waitForSnapshot(page, ({ ear }) => ear.position[1] < 1.6001)
    const [hx, , hz] = high.ear.position
    expect(Math.hypot(hx - low.ear.position[0], hz - low.ear.position[2])).toBeLessThan(1e-4)
    await holdThumbstick(page, hand, 0, 0)
    await setLowerButton(0)
    await setControllerConnected(page, other, true)
  })
})

test('seated eyes are at standing height, and left-handed sticks have changed their parts', async () => {
  const { close, monitor } = await openHeadset({})
  await exitVR(page)
  await enterVRWithPreferences(page, { seated: true, leftHanded: true, moving: 'smooth' }, 1.1)
  const { ear } = await waitForSnapshot(page, ({ ear }) => Math.abs(ear.position[1] - 1.6) < 1e-3)
  await holdThumbstick(page, 'right', 1, 0)
  await waitForSnapshot(page, (now, x) => now.ear.position[0] > x + 0.3, { given: ear.position[0] })
  await holdThumbstick(page, 'right', 0, 0)
  monitor.expectNoErrors()
  await close()
})
