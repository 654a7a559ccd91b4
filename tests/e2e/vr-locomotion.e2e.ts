import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { distance, openDemo, settled } from './harness/demo-page.ts'
import { choose, connect, enterWith, hands, heading, levelOf, push, stepOn } from './harness/locomotion.ts'
import type { OpenPage } from './harness/pages.ts'
import { frames, locate, type Point, snapshot, until } from './harness/snapshot.ts'
import { exitVR, inputsShown } from './harness/vr-session.ts'
import { aim, moveHead, pinch, pushStick, setInput } from './harness/xr-controls.ts'

let opened: OpenPage
let page: Page

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3', reducedMotion: false })
  page = opened.page
  await settled(page)
})
afterEach(() => opened.guard.expectClean())
afterAll(() => opened.close())

describe('as it comes', () => {
  beforeAll(async () => {
    await enterWith(page, {})
  })

  test.each(hands)(
    'with the %s controller alone one teleports exactly to the mark, turns, and nothing else moves',
    async (hand) => {
      const other = hand === 'left' ? 'right' : 'left'
      await connect(page, hand, true)
      await connect(page, other, false)
      const { ear } = await snapshot(page)
      const [x, y, z] = ear.position
      await aim(page, hand, { from: [x + 0.2, y - 0.4, z - 0.2], at: [x + 0.6, 0, z - 1.1] })
      await push(page, hand, 0, -1)
      const aiming = await until(page, (now) => now.landing !== null)
      const mark = aiming.landing as Point
      expect(mark[1]).toBe(0)
      expect(distance(aiming.ear.position, ear.position)).toBeLessThan(1e-6)
      await push(page, hand, 0, 0)
      const there = await until(page, (now) => now.landing === null)
      expect(distance(there.ear.position, [mark[0], y, mark[2]])).toBeLessThan(1e-4)
      expect(distance(there.ear.forward, ear.forward)).toBeLessThan(1e-6)
      await pushStick(page, hand, 1, 0)
      const turned = await snapshot(page)
      expect(heading(turned.ear) - heading(there.ear)).toBeCloseTo(30, 3)
      expect(distance(turned.ear.position, there.ear.position)).toBeLessThan(1e-4)
      await pushStick(page, hand, -1, 0)
      await connect(page, other, true)
    },
  )

  test('a stick that is worn and hangs a little to the side does nothing', async () => {
    const { ear } = await snapshot(page)
    await pushStick(page, 'right', 0.12, -0.1, 15)
    expect((await snapshot(page)).ear).toEqual(ear)
  })

  test('recentered, the head is at the start and looks along the path, wherever it really is', async () => {
    await pushStick(page, 'right', 1, 0)
    await moveHead(page, [0.7, 1.7, 0.9], 2)
    expect(levelOf((await snapshot(page)).ear.position)).toBeGreaterThan(0.4)
    await page.evaluate(() => window.xrDevice?.recenter())
    const { ear } = await until(
      page,
      ({ ear }) => ear.forward[2] < -0.9999 && Math.hypot(ear.position[0], ear.position[2]) < 1e-4,
    )
    expect(ear.position[1]).toBeCloseTo(1.7, 3)
    await moveHead(page, [0, 1.6, 0])
  })

  /** Everything rests, and the head is at the start. */
  const rest = async () => {
    if ((await snapshot(page)).playing) await choose(page, 'Pause')
    await choose(page, 'Roam')
    await moveHead(page, [0, 1.6, 0])
    await page.evaluate(() => window.xrDevice?.recenter())
    await frames(page, 4)
    await until(page, ({ ear, voices }) => voices.length === 0 && Math.hypot(ear.position[0], ear.position[2]) < 1e-4)
  }

  test('walk: real steps play on without a gap, standing still lets the chunk end', async () => {
    await rest()
    await choose(page, 'Walk')
    for (const chunk of [10, 11, 12]) {
      const now = await stepOn(page, chunk)
      expect(now.playing).toBe(false)
      const voice = now.voices.find((voice) => voice.chunk === chunk)
      expect(distance(voice?.position ?? [], (await locate(page, chunk)).cloud)).toBeLessThan(0.05)
    }
    await until(page, ({ voices }) => voices.length === 0)
    // Step by step: one at a time, as long as the feet are on it, and from the end of one into the next.
    for (const chunk of [20, 21, 22, 23, 24, 25, 24]) {
      const { sounding } = await stepOn(page, chunk)
      expect(sounding).toEqual([chunk])
    }
    // Beside the path it falls silent by itself.
    await moveHead(page, [0.75, 1.6, 0])
    await until(page, ({ voices }) => voices.length === 0)
  })

  test('ride: sets off gently, keeps time with the music, stops with the pause; a teleport gets off', async () => {
    await rest()
    await page.getByRole('slider', { name: 'Seek' }).fill('0')
    await choose(page, 'Ride')
    await choose(page, 'Play')
    const early = await until(page, (now) => now.playing && now.time > 0.05 && now.time < 2)
    expect(levelOf(early.ear.position)).toBeLessThan(early.time * 0.5 + 0.05)
    const later = await until(page, ({ time, ear, sounding }) => {
      if (time < 4 || sounding.length !== 1) return false
      const { path, time: span } = window.songwalk.locate(sounding[0] as number)
      const away = Math.hypot((path[0] ?? 0) - ear.position[0], (path[2] ?? 0) - ear.position[2])
      return away < ((span[1] - span[0]) / 2) * 0.5 + 0.1
    })
    expect(later.vignette).toBeGreaterThan(0)
    await choose(page, 'Pause')
    const paused = (await snapshot(page)).ear.position
    await until(page, ({ vignette }) => vignette === 0)
    const { ear } = await snapshot(page)
    expect(distance(ear.position, paused)).toBeLessThan(0.4)
    await choose(page, 'Play')
    await until(page, ({ playing }) => playing)
    const [x, y, z] = (await snapshot(page)).ear.position
    await aim(page, 'left', { from: [x, y - 0.4, z], at: [x + 1, 0, z - 1] })
    await pushStick(page, 'left', 0, -1, 4)
    await until(page, ({ mode, playing }) => mode === 'roam' && playing)
    await choose(page, 'Pause')
  })

  test('tracked hands: a pinch held towards the floor teleports, one pulled through the air turns', async () => {
    await rest()
    await setInput(page, 'hand')
    await inputsShown(page)
    for (const hand of hands) {
      const { ear } = await snapshot(page)
      const [x, y, z] = ear.position
      await aim(page, hand, { from: [x + 0.1, y - 0.5, z], at: [x + 0.5, 0, z + 0.6] })
      await pinch(page, hand, 1)
      const aiming = await until(page, (now) => now.landing !== null)
      await pinch(page, hand, 0)
      const there = await until(page, (now) => now.landing === null)
      const mark = aiming.landing as Point
      expect(distance(there.ear.position, [mark[0], y, mark[2]])).toBeLessThan(1e-4)
      // Up into the air, away from every box.
      const [hx, hy, hz] = there.ear.position
      await aim(page, hand, { from: [hx, hy + 3, hz], at: [hx, hy + 9, hz - 0.1] })
      await pinch(page, hand, 1)
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
      const turned = await until(page, (now, old) => Math.abs(now.ear.forward[0] - old) > 0.2, {
        given: there.ear.forward[0],
      })
      expect(Math.abs(heading(turned.ear) - heading(there.ear))).toBeCloseTo(30, 3)
      expect(distance(turned.ear.position, there.ear.position)).toBeLessThan(1e-4)
      await pinch(page, hand, 0)
    }
    await setInput(page, 'controller')
    await exitVR(page)
  })
})
