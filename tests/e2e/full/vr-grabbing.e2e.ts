import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import type { OpenPage } from '../harness/pages.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { setFist, turnHeadTo } from '../harness/tracked-hands.ts'
import { pressPanelControl, waitForPanelControl } from '../harness/vr-panel.ts'
import { enterVR, findClearSpot, waitForSilence } from '../harness/vr-session.ts'
import {
  aimAt,
  type Handedness,
  moveHead,
  pressButton,
  setButton,
  setInputMode,
  setPinch,
} from '../harness/xr-controls.ts'

let opened: OpenPage
let page: Page

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3' })
  page = opened.page
  await waitUntilSettled(page)
  await enterVR(page)
})
afterEach(() => opened.monitor.expectNoErrors())
afterAll(() => opened.close())

const UP: Point = [0.1, 60, -0.3]

/** Points a hand at a box from 35 cm before it. @returns where the hand is. */
async function pointAt(hand: Handedness, chunk: number): Promise<Point> {
  const { cloud } = await locateChunk(page, chunk)
  const from = await findClearSpot(page, chunk, 0.35)
  await aimAt(page, hand, { from, at: cloud })
  return from
}

/** Points a hand into the void, from beside the head. */
async function pointAway(hand: Handedness, from: Point = [hand === 'left' ? -0.2 : 0.2, 1.3, -0.2]): Promise<void> {
  await aimAt(page, hand, { from, at: [from[0], UP[1], from[2]] })
}

/** Until the box is within 2 cm of a place. */
const boxAt = (chunk: number, place: Point) =>
  page.waitForFunction(
    ([i, to]) => {
      const { cloud } = window.songwalk.locate(i)
      return Math.hypot(...cloud.map((value, axis) => value - (to[axis] ?? 0))) < 0.02
    },
    [chunk, place] as const,
    { polling: 'raf', timeout: 20_000 },
  )

const take = async (hand: Handedness, chunk: number) => {
  const from = await pointAt(hand, chunk)
  await setButton(page, hand, 'squeeze', 1)
  await waitForSnapshot(page, ({ holding }, i) => holding.includes(i), { given: chunk })
  return from
}

describe('pointing', () => {
  test('tells which box it is, by whom, and ticks in the controller', async () => {
    await page.evaluate(() => {
      const ticks: number[] = []
      Object.assign(window, { ticks })
      const { gamepad } = window.xrDevice?.controllers.right?.inputSource ?? {}
      const [actuator] = (gamepad as unknown as { hapticActuators: { pulse: unknown }[] }).hapticActuators
      Object.assign(actuator as object, { pulse: async (strength: number) => ticks.push(strength) })
    })
    for (const chunk of [120, 300]) {
      const from = await pointAt('right', chunk)
      const { pointer, label } = await waitForSnapshot(
        page,
        (now, i) => now.hovered === i && now.pointer?.chunk === i && now.label !== null,
        { given: chunk },
      )
      expect(pointer).toMatchObject({ kind: 'controller', hand: 'right', chunk })
      expect(computeDistance(pointer?.origin ?? [], from)).toBeLessThan(0.01)
      const { cloud } = await locateChunk(page, chunk)
      const to = cloud.map((value, axis) => (value - (from[axis] as number)) / 0.35)
      expect(computeDistance(pointer?.direction ?? [], to)).toBeLessThan(0.02)
      expect(label).toMatch(new RegExp(`^${chunk + 1} · \\d+:\\d\\d\\.\\d`))
    }
    await pointAway('right')
    const away = await waitForSnapshot(page, (now) => now.hovered === null && now.label === null)
    expect(away.pointer).toMatchObject({ kind: 'controller', chunk: null })
    const ticks = await page.evaluate(() => (window as unknown as { ticks: number[] }).ticks)
    expect(ticks.length).toBeGreaterThanOrEqual(2)
    // A sweep passes many boxes: never more than light.
    for (const strength of ticks) expect(strength).toBeLessThan(0.4)
  })
})

describe('a box in each hand', () => {
  test('both are held and heard in turn; let go, one after the other floats home, and nothing goes on sounding', async () => {
    const [a, b] = [60, 210] as const
    const homes = [(await locateChunk(page, a)).cloud, (await locateChunk(page, b)).cloud] as const
    await take('left', a)
    const { held } = await readSnapshot(page)
    expect(held).toBe(a)
    await take('right', b)
    expect(await readSnapshot(page)).toMatchObject({ held: b, holding: expect.arrayContaining([a, b]) })
    // Whose turn it is, from change to change.
    const order = await page.evaluate(
      () =>
        new Promise<number[]>((resolve) => {
          const heard: number[] = []
          const look = () => {
            const { sounding } = window.songwalk.snapshot()
            if (sounding.length === 1 && sounding[0] !== heard.at(-1)) heard.push(sounding[0] as number)
            if (heard.length < 6) requestAnimationFrame(look)
            else resolve(heard)
          }
          look()
        }),
    )
    expect(new Set(order)).toEqual(new Set([a, b]))
    await setButton(page, 'right', 'squeeze', 0)
    await waitForSnapshot(page, (now, i) => now.held === i && now.holding.length === 1, { given: a })
    await boxAt(b, homes[1])
    await setButton(page, 'left', 'squeeze', 0)
    await waitForSnapshot(page, (now) => now.held === null && now.holding.length === 0)
    await boxAt(a, homes[0])
    await waitForSilence(page)
  })

  test('one hand takes the box out of the other', async () => {
    await take('left', 60)
    const { cloud } = await locateChunk(page, 60)
    // The other hand reaches into it.
    await pointAway('right', cloud)
    await setButton(page, 'right', 'squeeze', 1)
    await setButton(page, 'left', 'squeeze', 0)
    expect((await readSnapshot(page)).holding).toEqual([60])
    await setButton(page, 'right', 'squeeze', 0)
    await waitForSnapshot(page, (now) => now.holding.length === 0)
    await waitForSilence(page)
  })
})

test('thrown, a box flies on, stays above the floor, and floats home', async () => {
  const chunk = 120
  const { cloud: home } = await locateChunk(page, chunk)
  await take('right', chunk)
  const flight = await page.evaluate(async (i) => {
    const hand = window.xrDevice?.controllers.right
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    if (!hand) throw new Error('no hand')
    // About 1.5 m/s, however fast frames come.
    let last = performance.now()
    for (let moved = 0; moved < 0.4; ) {
      await frame()
      const now = performance.now()
      const step = Math.min(0.1, (now - last) * 0.0015)
      last = now
      moved += step
      hand.position.x += step
    }
    hand.updateButtonValue('squeeze', 0)
    while (window.songwalk.snapshot().held !== null) await frame()
    const from = window.songwalk.locate(i).cloud
    let [farthest, lowest] = [0, 9]
    for (let k = 0; k < 40; k++) {
      await frame()
      const [x, y] = window.songwalk.locate(i).cloud
      farthest = Math.max(farthest, x - from[0])
      lowest = Math.min(lowest, y)
    }
    return { farthest, lowest }
  }, chunk)
  expect(flight.farthest).toBeGreaterThan(0.05)
  expect(flight.farthest).toBeLessThan(3)
  expect(flight.lowest).toBeGreaterThan(0)
  await boxAt(chunk, home)
  await waitForSilence(page)
})

describe('both hands, empty', () => {
  const hold = async (value: number) => {
    await setButton(page, 'left', 'squeeze', value)
    await setButton(page, 'right', 'squeeze', value)
  }

  test('scale and turn the whole song about the point between them; boxes and sound come along', async () => {
    const chunk = 180
    const before = (await locateChunk(page, chunk)).cloud
    await pointAway('left', [-0.2, 1.2, -0.3])
    await pointAway('right', [0.2, 1.2, -0.3])
    await hold(1)
    await pointAway('left', [-0.1, 1.2, -0.3])
    await pointAway('right', [0.1, 1.2, -0.3])
    const { placement, holding } = await readSnapshot(page)
    expect(holding).toEqual([])
    expect(placement.scale).toBeCloseTo(0.5, 2)
    const { cloud } = await locateChunk(page, chunk)
    expect(cloud[0]).toBeCloseTo(before[0] / 2, 2)
    expect(cloud[1]).toBeCloseTo(before[1] / 2, 2)
    expect(cloud[2]).toBeCloseTo(-0.3 + (before[2] + 0.3) / 2, 2)
    // A quarter turn: the right hand comes to the front.
    for (const angle of [0.5, 1, Math.PI / 2]) {
      const [x, z] = [0.1 * Math.cos(angle), 0.1 * Math.sin(angle)]
      await aimAt(page, 'left', { from: [-x, 1.2, -0.3 - z], at: [-x, 60, -0.3 - z] })
      await aimAt(page, 'right', { from: [x, 1.2, -0.3 + z], at: [x, 60, -0.3 + z] })
    }
    const turned = (await readSnapshot(page)).placement
    expect(Math.abs(turned.yaw)).toBeCloseTo(Math.PI / 2, 1)
    await hold(0)
    // Small as they are, boxes are pointed at and heard where they are.
    const other = 300
    const small = (await locateChunk(page, other)).cloud
    await aimAt(page, 'right', { from: await findClearSpot(page, other, 0.2), at: small })
    await waitForSnapshot(page, (now, i) => now.hovered === i, { given: other })
    await pressButton(page, 'right', 'trigger')
    const { voices } = await waitForSnapshot(page, (now, i) => now.sounding.includes(i), { given: other })
    expect(computeDistance(voices.find((voice) => voice.chunk === other)?.position ?? [], small)).toBeLessThan(0.05)
    await waitForSilence(page)
    await pressPanelControl(page, 'Look')
    await pressPanelControl(page, 'Back to its size')
    await waitForSnapshot(page, ({ placement }) => placement.scale === 1 && placement.yaw === 0)
    await pressPanelControl(page, 'Song')
  })
})

describe('tracked hands', () => {
  test('a pinch plays the box it points at', async () => {
    await setInputMode(page, 'hand')
    await waitForSnapshot(page, (now) => now.pointer?.kind === 'hand')
    await pointAt('right', 300)
    await waitForSnapshot(page, (now) => now.hovered === 300)
    await setPinch(page, 'right', 1)
    await setPinch(page, 'right', 0)
    await waitForSnapshot(page, (now) => now.voices.some(({ chunk }) => chunk === 300))
    await waitForSnapshot(page, (now) => now.holding.length === 0)
    await waitForSilence(page)
  })

  test('a fist takes the box it points at, and opened lets it go', async () => {
    const home = (await locateChunk(page, 90)).cloud
    await pointAt('right', 90)
    await waitForSnapshot(page, (now) => now.hovered === 90)
    await setFist(page, 'right', true)
    await waitForSnapshot(page, (now) => now.held === 90)
    await setFist(page, 'right', false)
    await waitForSnapshot(page, (now) => now.held === null)
    await boxAt(90, home)
    await waitForSilence(page)
  })

  test('hands laid aside for controllers with a box in one: it floats home, and nothing goes on sounding', async () => {
    const home = (await locateChunk(page, 90)).cloud
    await pointAt('right', 90)
    await waitForSnapshot(page, (now) => now.hovered === 90)
    await setFist(page, 'right', true)
    await waitForSnapshot(page, (now) => now.held === 90)
    await setInputMode(page, 'controller')
    const now = await waitForSnapshot(page, (now) => now.held === null && now.pointer?.kind === 'controller')
    expect(now.holding).toEqual([])
    await boxAt(90, home)
    await waitForSilence(page)
    await setFist(page, 'right', false)
  })
})

test('with neither controller nor hand the eyes point: what they rest on plays', async () => {
  const setConnected = (connected: boolean) =>
    page.evaluate((connected) => {
      for (const controller of Object.values(window.xrDevice?.controllers ?? {}))
        if (controller) controller.connected = connected
    }, connected)
  await setConnected(false)
  await waitForSnapshot(page, (now) => now.pointer?.kind === 'gaze')
  await turnHeadTo(page, (await locateChunk(page, 120)).cloud)
  const { sounding, pointer } = await waitForSnapshot(
    page,
    (now) => now.hovered !== null && now.sounding.includes(now.hovered),
  )
  expect(sounding).toContain(pointer?.chunk)
  expect(pointer).toMatchObject({ kind: 'gaze', hand: 'none' })
  await waitForSilence(page)
  // Once is enough.
  await waitFrames(page, 100)
  expect((await readSnapshot(page)).voices).toEqual([])
  // The panel's keys are pressed the same way, one as often as the eyes come back to it.
  await turnHeadTo(page, (await waitForPanelControl(page, 'Play')).position)
  await waitForSnapshot(page, (now) => now.playing)
  await turnHeadTo(page, [0, 60, -0.3])
  await waitForSnapshot(page, ({ pointer }) => (pointer?.direction[1] ?? 0) > 0.9)
  await waitFrames(page, 30) // A glance aside is not enough.
  await turnHeadTo(page, (await waitForPanelControl(page, 'Pause')).position)
  await waitForSnapshot(page, (now) => !now.playing)
  await waitForSilence(page)
  await setConnected(true)
  await waitForSnapshot(page, (now) => now.pointer?.kind === 'controller')
  await moveHead(page, [0, 1.6, 0])
})
