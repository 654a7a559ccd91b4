import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import {
  clickPageButton,
  computeHeadingDegrees,
  computeHorizontalLength,
  enterVRWithPreferences,
  HANDS,
  holdThumbstick,
  setControllerConnected,
  stepOnChunk,
} from '../harness/locomotion.ts'
import type { OpenPage } from '../harness/pages.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { exitVR, waitForInputs } from '../harness/vr-session.ts'
import { aimAt, flickThumbstick, moveHead, setInputMode, setPinch } from '../harness/xr-controls.ts'

let opened: OpenPage
let page: Page

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3', reducedMotion: false })
  page = opened.page
  await waitUntilSettled(page)
})
afterEach(() => opened.monitor.expectNoErrors())
afterAll(() => opened.close())

describe('as it comes', () => {
  beforeAll(async () => {
    await enterVRWithPreferences(page, {})
  })

  test.each(HANDS)(
    'with the %s controller alone one teleports exactly to the mark, turns, and nothing else moves',
    async (hand) => {
      const other = hand === 'left' ? 'right' : 'left'
      await setControllerConnected(page, hand, true)
      await setControllerConnected(page, other, false)
      const { ear } = await readSnapshot(page)
      const [x, y, z] = ear.position
      await aimAt(page, hand, { from: [x + 0.2, y - 0.4, z - 0.2], at: [x + 0.6, 0, z - 1.1] })
      await holdThumbstick(page, hand, 0, -1)
      const aiming = await waitForSnapshot(page, (now) => now.landing !== null)
      const mark = aiming.landing as Point
      expect(mark[1]).toBe(0)
      expect(computeDistance(aiming.ear.position, ear.position)).toBeLessThan(1e-6)
      await holdThumbstick(page, hand, 0, 0)
      const there = await waitForSnapshot(page, (now) => now.landing === null)
      expect(computeDistance(there.ear.position, [mark[0], y, mark[2]])).toBeLessThan(1e-4)
      expect(computeDistance(there.ear.forward, ear.forward)).toBeLessThan(1e-6)
      await flickThumbstick(page, hand, 1, 0)
      const turned = await readSnapshot(page)
      expect(computeHeadingDegrees(turned.ear) - computeHeadingDegrees(there.ear)).toBeCloseTo(30, 3)
      expect(computeDistance(turned.ear.position, there.ear.position)).toBeLessThan(1e-4)
      await flickThumbstick(page, hand, -1, 0)
      await setControllerConnected(page, other, true)
    },
  )

  test('a stick that is worn and hangs a little to the side does nothing', async () => {
    const { ear } = await readSnapshot(page)
    await flickThumbstick(page, 'right', 0.12, -0.1, 15)
    expect((await readSnapshot(page)).ear).toEqual(ear)
  })

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
    await moveHead(page, [0, 1.6, 0])
  })

  /** Everything rests, and the head is at the start. */
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

  test('walk: real steps play on without a gap, standing still lets the chunk end', async () => {
    await rest()
    await clickPageButton(page, 'Walk')
    for (const chunk of [10, 11, 12]) {
      const now = await stepOnChunk(page, chunk)
      expect(now.playing).toBe(false)
      const voice = now.voices.find((voice) => voice.chunk === chunk)
      expect(computeDistance(voice?.position ?? [], (await locateChunk(page, chunk)).cloud)).toBeLessThan(0.05)
    }
    await waitForSnapshot(page, ({ voices }) => voices.length === 0)
    // Step by step: one at a time, as long as the feet are on it, and from the end of one into the next.
    for (const chunk of [20, 21, 22, 23, 24, 25, 24]) {
      const { sounding } = await stepOnChunk(page, chunk)
      expect(sounding).toEqual([chunk])
    }
    // Beside the path it falls silent by itself.
    await moveHead(page, [0.75, 1.6, 0])
    await waitForSnapshot(page, ({ voices }) => voices.length === 0)
  })

  test('ride: sets off gently, keeps time with the music, stops with the pause; a teleport gets off', async () => {
    await rest()
    await page.getByRole('slider', { name: 'Seek' }).fill('0')
    await clickPageButton(page, 'Ride')
    await clickPageButton(page, 'Play')
    const early = await waitForSnapshot(page, (now) => now.playing && now.time > 0.05 && now.time < 2)
    expect(computeHorizontalLength(early.ear.position)).toBeLessThan(early.time * 0.5 + 0.05)
    const later = await waitForSnapshot(page, ({ time, ear, sounding }) => {
      if (time < 4 || sounding.length !== 1) return false
      const { path, time: span } = window.songwalk.locate(sounding[0] as number)
      const away = Math.hypot((path[0] ?? 0) - ear.position[0], (path[2] ?? 0) - ear.position[2])
      return away < ((span[1] - span[0]) / 2) * 0.5 + 0.1
    })
    expect(later.vignette).toBeGreaterThan(0)
    await clickPageButton(page, 'Pause')
    const paused = (await readSnapshot(page)).ear.position
    await waitForSnapshot(page, ({ vignette }) => vignette === 0)
    const { ear } = await readSnapshot(page)
    expect(computeDistance(ear.position, paused)).toBeLessThan(0.4)
    await clickPageButton(page, 'Play')
    await waitForSnapshot(page, ({ playing }) => playing)
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
      const aiming = await waitForSnapshot(page, (now) => now.landing !== null)
      await setPinch(page, hand, 0)
      const there = await waitForSnapshot(page, (now) => now.landing === null)
      const mark = aiming.landing as Point
      expect(computeDistance(there.ear.position, [mark[0], y, mark[2]])).toBeLessThan(1e-4)
      // Up into the air, away from every box.
      const [hx, hy, hz] = there.ear.position
      await aimAt(page, hand, { from: [hx, hy + 3, hz], at: [hx, hy + 9, hz - 0.1] })
      await setPinch(page, hand, 1)
      await page.waitForFunction(
        (from) => performance.now() - from > 400,
        await page.evaluate(() => performance.now()),
        {
          polling: 'raf',
        },
      )
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
    await exitVR(page)
  })
})
