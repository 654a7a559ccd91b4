import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import {
  computeHeadingDegrees,
  computeHorizontalLength,
  enterVRWithPreferences,
  HANDS,
  holdThumbstick,
  measureHeadVelocity,
  setControllerConnected,
} from '../harness/locomotion.ts'
import type { OpenPage } from '../harness/pages.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { exitVR } from '../harness/vr-session.ts'
import { flickThumbstick } from '../harness/xr-controls.ts'

let opened: OpenPage
let page: Page

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3', reducedMotion: false })
  page = opened.page
  await waitUntilSettled(page)
})
afterEach(() => opened.monitor.expectNoErrors())
afterAll(() => opened.close())

describe('smooth, flying, with a strong vignette', () => {
  const speed = 1.2

  beforeAll(async () => {
    await enterVRWithPreferences(page, { moving: 'smooth', turning: 'smooth', flying: true, vignette: 1, speed })
  })

  test.each(HANDS)('with the %s controller alone one moves, turns, and flies with the lower button', async (hand) => {
    const other = hand === 'left' ? 'right' : 'left'
    await setControllerConnected(page, hand, true)
    await setControllerConnected(page, other, false)
    const button = hand === 'left' ? 'x-button' : 'a-button'
    // Looking ahead or far down, it is as fast and stays level.
    for (const pitch of [0, -1.2]) {
      await page.evaluate(
        (pitch) => window.xrDevice?.quaternion.set(Math.sin(pitch / 2), 0, 0, Math.cos(pitch / 2)),
        pitch,
      )
      await holdThumbstick(page, hand, 0, -1)
      await waitForSnapshot(page, ({ vignette }) => vignette === 1)
      const moved = await measureHeadVelocity(page)
      expect(computeHorizontalLength(moved)).toBeGreaterThan(speed * 0.75)
      expect(computeHorizontalLength(moved)).toBeLessThan(speed * 1.25)
      expect(Math.abs(moved[1])).toBeLessThan(1e-6)
      await holdThumbstick(page, hand, 0, 0)
      await waitForSnapshot(page, ({ vignette }) => vignette === 0)
    }
    await page.evaluate(() => window.xrDevice?.quaternion.set(0, 0, 0, 1))
    const before = (await readSnapshot(page)).ear
    await holdThumbstick(page, hand, 1, 0)
    await waitForSnapshot(page, ({ vignette }) => vignette > 0.9)
    const turning = (await readSnapshot(page)).ear
    expect(computeDistance(turning.position, before.position)).toBeLessThan(1e-4)
    expect(computeDistance(turning.forward, before.forward)).toBeGreaterThan(0.1)
    await holdThumbstick(page, hand, 0, 0)
    await page.evaluate(({ hand, button }) => window.xrDevice?.controllers[hand]?.updateButtonValue(button, 1), {
      hand,
      button,
    })
    await holdThumbstick(page, hand, 0, -1)
    const high = await waitForSnapshot(page, ({ ear }) => ear.position[1] > 2)
    await holdThumbstick(page, hand, 0, 1)
    const low = await waitForSnapshot(page, ({ ear }) => ear.position[1] < 1.6001)
    expect(
      Math.hypot(high.ear.position[0] - low.ear.position[0], high.ear.position[2] - low.ear.position[2]),
    ).toBeLessThan(1e-4)
    await holdThumbstick(page, hand, 0, 0)
    await page.evaluate(({ hand, button }) => window.xrDevice?.controllers[hand]?.updateButtonValue(button, 0), {
      hand,
      button,
    })
    await setControllerConnected(page, other, true)
  })

  test('with both, the left one also steps aside and the right one flies', async () => {
    await page.evaluate(() => window.xrDevice?.recenter())
    await waitForSnapshot(page, ({ ear }) => ear.forward[2] < -0.9999)
    await holdThumbstick(page, 'left', 1, 0)
    await waitForSnapshot(page, ({ vignette }) => vignette === 1)
    const [right, , back] = await measureHeadVelocity(page)
    expect(right).toBeGreaterThan(speed * 0.75)
    expect(Math.abs(back)).toBeLessThan(0.01)
    await holdThumbstick(page, 'left', 0, 0)
    await holdThumbstick(page, 'right', 0, -1)
    await waitForSnapshot(page, ({ ear }) => ear.position[1] > 2)
    await holdThumbstick(page, 'right', 0, 1)
    await waitForSnapshot(page, ({ ear }) => ear.position[1] < 1.6001)
    await holdThumbstick(page, 'right', 0, 0)
    await exitVR(page)
  })
})

describe('seated and left-handed', () => {
  test('eyes are at standing height, and the hands have changed their parts', async () => {
    await page.evaluate(() => window.xrDevice?.position.set(0, 1.1, 0))
    await enterVRWithPreferences(page, { seated: true, leftHanded: true, moving: 'smooth' })
    const { ear } = await waitForSnapshot(page, ({ ear }) => Math.abs(ear.position[1] - 1.6) < 1e-3)
    await holdThumbstick(page, 'right', 1, 0)
    await waitForSnapshot(page, (now, x) => now.ear.position[0] > x + 0.3, { given: ear.position[0] })
    await holdThumbstick(page, 'right', 0, 0)
    await waitForSnapshot(page, ({ vignette }) => vignette === 0)
    const before = await readSnapshot(page)
    await flickThumbstick(page, 'left', 1, 0)
    const after = await readSnapshot(page)
    expect(computeHeadingDegrees(after.ear) - computeHeadingDegrees(before.ear)).toBeCloseTo(30, 3)
    expect(after.ear.position[1]).toBeCloseTo(1.6, 3)
    await exitVR(page)
  })
})

describe('a headset that tells its bounds', () => {
  test('the path lies on the real floor, and as before once it is left', async () => {
    await page.evaluate(() => window.xrDevice?.position.set(0, 1.6, 0))
    const before = await locateChunk(page, 400)
    await page.evaluate(() => {
      const { prototype } = (window as unknown as { XRSession: { prototype: XRSession } }).XRSession
      const request = prototype.requestReferenceSpace
      prototype.requestReferenceSpace = async function (this: XRSession, type: XRReferenceSpaceType) {
        const space = await request.call(this, type)
        const corners = [-1.4, -1.2, 1.8, -1.2, 1.8, 1.6, -1.4, 1.6]
        if (type === 'bounded-floor')
          Object.defineProperty(space, 'boundsGeometry', {
            value: [0, 2, 4, 6].map((k) => new DOMPoint(corners[k], 0, corners[k + 1])),
          })
        return space
      } as typeof request
    })
    await page.getByRole('button', { name: 'Enter VR' }).click()
    await waitForSnapshot(page, ({ session, frame }) => session === 'vr' && frame.count > 0)
    await page.waitForFunction((x) => Math.abs((window.songwalk.locate(400).path[0] ?? 0) - x) > 0.5, before.path[0], {
      polling: 'raf',
    })
    const paths = await page.evaluate(() =>
      Array.from({ length: window.songwalk.snapshot().chunks }, (_, i) => window.songwalk.locate(i).path),
    )
    for (const [x, , z] of paths as Point[]) {
      expect(x).toBeGreaterThan(-1.4 + 0.2)
      expect(x).toBeLessThan(1.8 - 0.2)
      expect(z).toBeGreaterThan(-1.2 + 0.2)
      expect(z).toBeLessThan(1.6 - 0.2)
    }
    await exitVR(page)
    expect((await locateChunk(page, 400)).path).toEqual(before.path)
  })
})
