import { beforeEach, describe, expect, test } from 'vitest'
import { computeDistance } from '../harness/demo-page.ts'
import {
  findCenter,
  findLowest,
  measureWidth,
  openPhone,
  PHONE_POSITION,
  SCREEN_CENTER,
  SCREEN_HEIGHT_PX,
  SCREEN_WIDTH_PX,
  TABLE_SPOT,
} from '../harness/emulated-phone.ts'
import { pointPhoneAt, TABLE_HEIGHT_M, tapWithScreenInput } from '../harness/emulated-room.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { pressButton } from '../harness/xr-controls.ts'

let phone: Awaited<ReturnType<typeof openPhone>>
let page: (typeof phone)['page']

sharePage(async () => {
  phone = await openPhone()
  page = phone.page
  return phone
})
/** Enters AR and puts the song onto the table, where that has not happened yet. */
const ensurePlaced = async () => {
  if ((await readSnapshot(page)).session === null) await phone.enter()
  if ((await phone.readPlacementOrNull()) === null) await phone.place()
}
const ensureOutside = async () => {
  if ((await readSnapshot(page)).session !== null) await phone.leave()
}

describe('entering', () => {
  test('asks for a surface, and places nothing before a tap on one', async () => {
    await ensureOutside()
    await pointPhoneAt(page, PHONE_POSITION, [0, 1.4, -3])
    await phone.enter()
    await phone.waitForHint('Move your phone to find a table or the floor')
    expect(await readSnapshot(page)).toMatchObject({ session: 'ar', placement: null, error: null })
    expect(await phone.button('Fill the room').isDisabled()).toBe(true)
    // A tap without a surface does nothing, also when a surface is found later.
    await phone.tap(SCREEN_CENTER)
    await pointPhoneAt(page, PHONE_POSITION, TABLE_SPOT)
    await phone.waitForHint('Tap to place the song here')
    expect(await phone.readPlacementOrNull()).toBeNull()
    expect(await page.evaluate(() => window.realRoom.requestedFeatures)).toEqual(
      expect.arrayContaining(['local-floor', 'hit-test', 'anchors', 'light-estimation', 'dom-overlay']),
    )
    expect(await page.evaluate(() => window.realRoom.overlayId)).toBe('ar-overlay')
  })
})

describe('fingers', () => {
  beforeEach(ensurePlaced)

  test('one finger turns the song about its middle', async () => {
    const before = await phone.readPlacement()
    const stood = findCenter(await phone.locateEverything())
    await phone.drag({ x: 150, y: 460 }, { x: 250, y: 470 })
    await expect.poll(async () => (await phone.readPlacement()).yaw - before.yaw).toBeCloseTo(0.8, 1)
    const after = await phone.readPlacement()
    expect(after.scale).toBe(before.scale)
    expect(computeDistance([...findCenter(await phone.locateEverything())], [...stood])).toBeLessThan(0.06)
    expect((await readSnapshot(page)).voices).toEqual([])
    await phone.drag({ x: 250, y: 470 }, { x: 150, y: 460 })
    expect((await phone.readPlacement()).yaw).toBeCloseTo(before.yaw, 6)
  })

  test('two fingers scale it on its surface within limits, and a button restores its size', async () => {
    const own = await phone.readPlacement()
    await phone.pinch(100, 200)
    expect((await phone.readPlacement()).scale / own.scale).toBeCloseTo(2, 1)
    expect(findLowest(await phone.locateEverything())).toBeLessThan(TABLE_HEIGHT_M + 0.02)
    expect(findLowest(await phone.locateEverything())).toBeGreaterThan(TABLE_HEIGHT_M)
    for (let k = 0; k < 3; k++) await phone.pinch(60, 380)
    expect((await phone.readPlacement()).scale / own.scale).toBeCloseTo(5)
    for (let k = 0; k < 4; k++) await phone.pinch(380, 40)
    expect((await phone.readPlacement()).scale / own.scale).toBeCloseTo(0.3)
    await phone.button('Size back').tap()
    expect((await phone.readPlacement()).scale).toBeCloseTo(own.scale, 9)
    expect((await phone.readPlacement()).position).toEqual(own.position)
  })

  test('a long press carries it along the surface, and it is anchored anew where it is released', async () => {
    await phone.waitUntilAnchored()
    const before = findCenter(await phone.locateEverything())
    const all = await phone.locateEverything()
    const size = measureWidth(all)
    await phone.longPressDrag(SCREEN_CENTER, { x: SCREEN_CENTER.x + 80, y: SCREEN_CENTER.y + 60 })
    await phone.waitUntilAnchored()
    const after = findCenter(await phone.locateEverything())
    // Carried to the right and towards the phone.
    expect(after[0] - before[0]).toBeGreaterThan(0.08)
    expect(after[1] - before[1]).toBeGreaterThan(0.05)
    expect(findLowest(await phone.locateEverything())).toBeCloseTo(findLowest(all), 4)
    expect(measureWidth(await phone.locateEverything())).toBeCloseTo(size, 1)
    expect(await page.evaluate(() => window.realRoom.countAnchors())).toBe(1)
    expect((await readSnapshot(page)).sounding).toEqual([])
  })

  test('an anchor that moves takes the song along', async () => {
    const before = await locateChunk(page, 100)
    await page.evaluate(() => window.realRoom.shiftAnchors(0.05, 0.02, -0.03))
    await waitFrames(page, 4)
    const after = await locateChunk(page, 100)
    expect(after.cloud.map((value, axis) => value - (before.cloud[axis] as number))).toEqual([
      expect.closeTo(0.05, 4),
      expect.closeTo(0.02, 4),
      expect.closeTo(-0.03, 4),
    ])
    await page.evaluate(() => window.realRoom.shiftAnchors(-0.05, -0.02, 0.03))
    await waitFrames(page, 4)
    expect(computeDistance((await locateChunk(page, 100)).cloud, before.cloud)).toBeLessThan(1e-4)
  })
})

describe('hearing', () => {
  beforeEach(ensurePlaced)

  test('a tap beside every box plays nothing', async () => {
    await phone.tap({ x: 30, y: 150 })
    await waitFrames(page, 5)
    expect((await readSnapshot(page)).voices).toEqual([])
  })

  test('a screen input source of the session plays a box like a touch of the page', async () => {
    const { chunk, cloud } = await phone.findIsolatedBox()
    const hearing = waitForSnapshot(page, (now, i) => now.sounding.includes(i), { given: chunk })
    await tapWithScreenInput(page, cloud)
    await hearing
    await waitForSnapshot(page, (now) => now.voices.length === 0)
  })

  test('the listener moves with the phone', async () => {
    const { cloud } = await phone.findIsolatedBox()
    const far = computeDistance((await readSnapshot(page)).ear.position, cloud)
    await pointPhoneAt(page, [cloud[0], cloud[1] + 0.1, cloud[2] + 0.15], cloud)
    const { ear } = await readSnapshot(page)
    expect(computeDistance(ear.position, cloud)).toBeLessThan(0.25)
    expect(computeDistance(ear.position, cloud)).toBeLessThan(far)
    await pointPhoneAt(page, PHONE_POSITION, TABLE_SPOT)
  })
})

describe('the overlay', () => {
  beforeEach(ensurePlaced)

  test('plays and pauses, and its controls do not touch the song behind them', async () => {
    const before = await phone.readPlacement()
    await phone.button('Play').tap()
    await waitForSnapshot(page, (now) => now.playing)
    await phone.button('Pause').tap()
    await waitForSnapshot(page, (now) => !now.playing && now.voices.length === 0)
    expect(await phone.readPlacement()).toEqual(before)
    expect(
      await page.evaluate(() => {
        const select = (selector: string) =>
          document
            .querySelector(selector)
            ?.dispatchEvent(new Event('beforexrselect', { bubbles: true, cancelable: true }))
        return [select('#ar-overlay footer button'), select('#ar-overlay header button'), select('#ar-overlay')]
      }),
    ).toEqual([false, false, true])
  })

  test('its controls are named and at least 48 pixels large', async () => {
    for (const name of ['Play', 'Fill the room', 'Size back', 'Place again', 'Exit']) {
      const box = await phone.button(name).boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(48)
      expect(box && box.x >= 0 && box.x + box.width <= SCREEN_WIDTH_PX && box.y + box.height <= SCREEN_HEIGHT_PX).toBe(
        true,
      )
    }
    const { title } = await readSnapshot(page)
    expect(await page.locator('#ar-overlay header').textContent()).toContain(title)
  })

  test('Fill the room puts the path onto the real floor, On the table brings the song back', async () => {
    const table = await phone.readPlacement()
    await phone.button('Fill the room').tap()
    const room = await phone.readPlacement()
    expect(room).toMatchObject({ size: 'room', scale: 1, yaw: table.yaw })
    expect(room.position[1]).toBeCloseTo(0, 5)
    const { path } = await locateChunk(page, 0)
    expect(path[1]).toBeGreaterThan(0)
    expect(path[1]).toBeLessThan(0.1)
    expect(measureWidth(await phone.locateEverything())).toBeGreaterThan(3)
    await phone.button('On the table').tap()
    const again = await phone.readPlacement()
    expect(computeDistance(again.position, table.position)).toBeLessThan(1e-9)
    expect(again).toEqual({ ...table, position: again.position })
  })

  test('Place again places the song elsewhere, with one anchor', async () => {
    await phone.button('Place again').tap()
    expect(await phone.readPlacementOrNull()).toBeNull()
    await waitFrames(page, 3)
    expect(await page.evaluate(() => window.realRoom.countAnchors())).toBe(0)
    await pointPhoneAt(page, [0, 1.4, 2], [0, 0, 0.7])
    await phone.waitForHint('Tap to place the song here')
    await phone.tap(SCREEN_CENTER)
    await waitForSnapshot(page, () => window.songwalk.snapshot().placement !== null)
    const all = await phone.locateEverything()
    expect(findLowest(all)).toBeGreaterThan(0)
    expect(findLowest(all)).toBeLessThan(0.01)
    await phone.waitUntilAnchored()
    expect(await page.evaluate(() => window.realRoom.countAnchors())).toBe(1)
  })

  test('the boxes follow the light estimate of the room', async () => {
    const bright = () => page.waitForFunction(() => (window.songwalk.snapshot().light ?? 0) > 1.3)
    const dark = () => page.waitForFunction(() => (window.songwalk.snapshot().light ?? 9) < 0.5)
    await page.evaluate(() => {
      window.realRoom.light = 5
    })
    await bright()
    await page.evaluate(() => {
      window.realRoom.light = 0.01
    })
    await dark()
  })
})

describe('coming and going', () => {
  beforeEach(ensureOutside)

  test('entering VR ends AR, and entering AR ends VR', async () => {
    await phone.enter()
    await phone.place()
    await phone.leave()
    expect(await phone.readLight()).toBeNull()
    expect(await phone.readPlacement()).toMatchObject({ position: [0, 0, 0], yaw: 0, scale: 1 })
    await page.getByRole('button', { name: 'Enter VR' }).click()
    await waitForSnapshot(page, (now) => now.session === 'vr')
    expect(await page.evaluate(() => window.realRoom.requestedFeatures)).not.toContain('hit-test')
    // The emulated headset's canvas covers the page.
    await page.getByRole('button', { name: 'Enter AR', exact: true }).evaluate((one) => (one as HTMLElement).click())
    await waitForSnapshot(page, (now) => now.session === 'ar')
    expect((await readSnapshot(page)).error).toBeNull()
    await phone.place()
    await page.getByRole('button', { name: 'Enter VR' }).evaluate((one) => (one as HTMLElement).click())
    await waitForSnapshot(page, (now) => now.session === 'vr')
    expect(await phone.readPlacement()).toMatchObject({ position: [0, 0, 0], scale: 1 })
    await page.evaluate(() => window.xrDevice?.activeSession?.end())
    await waitForSnapshot(page, (now) => now.session === null)
  })

  test('ten sessions leave no elements behind, and each begins without a placement', async () => {
    const nodes = () => page.evaluate(() => document.querySelectorAll('*').length)
    const before = await nodes()
    for (let round = 0; round < 10; round++) {
      await phone.enter()
      expect(await phone.readPlacementOrNull()).toBeNull()
      await phone.place()
      const { frame } = await readSnapshot(page)
      await waitForSnapshot(page, (now, count) => now.frame.count > count + 3, { given: frame.count })
      expect(findLowest(await phone.locateEverything())).toBeCloseTo(TABLE_HEIGHT_M, 1)
      await phone.leave()
      expect(await readSnapshot(page)).toMatchObject({ session: null, error: null, phase: 'ready' })
    }
    expect(await nodes()).toBe(before)
  })

  test('a refused session is explained in one sentence', async () => {
    await page.evaluate(() => {
      const { xr } = navigator
      if (!xr) return
      const real = xr.requestSession.bind(xr)
      xr.requestSession = async () => {
        xr.requestSession = real
        throw new DOMException('no camera', 'NotAllowedError')
      }
    })
    await page.getByRole('button', { name: 'Enter AR', exact: true }).click()
    const { error, session } = await waitForSnapshot(page, (now) => now.error !== null)
    expect(error).toBe('AR did not start; allow this page to use the camera, then try again.')
    expect(session).toBeNull()
    await page.getByRole('button', { name: 'Close', exact: true }).click()
  })

  test('without hit tests the song is placed on the floor, by touch or by a trigger', async () => {
    await page.evaluate(() => window.realRoom.disableHitTest())
    await phone.enter()
    await pointPhoneAt(page, [0, 1.4, 0], [0, 0, -1.2])
    await phone.waitForHint('Tap to place the song here')
    await phone.tap(SCREEN_CENTER)
    await waitForSnapshot(page, () => window.songwalk.snapshot().placement !== null)
    expect(findLowest(await phone.locateEverything())).toBeLessThan(0.01)
    // A trigger places the song on devices without a touch screen.
    await phone.button('Place again').tap()
    await page.evaluate(() => Object.assign(window.xrDevice?.controllers.left ?? {}, { connected: true }))
    await waitFrames(page, 3)
    await pressButton(page, 'left', 'trigger')
    await waitForSnapshot(page, () => window.songwalk.snapshot().placement !== null)
    await phone.leave()
  })
})
