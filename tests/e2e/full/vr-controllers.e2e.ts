import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { computeDistance, locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import type { OpenPage } from '../harness/pages.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { enterVR, exitVR, findClearSpot, placeBesideHead, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, flickThumbstick, moveHead, pressButton, setButton } from '../harness/xr-controls.ts'

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

/** Until the chunk sounds from within 5 cm of its box. */
const heardAt = (chunk: number) =>
  waitForSnapshot(
    page,
    ({ sounding, voices }, i) => {
      const { cloud } = window.songwalk.locate(i)
      const near = (p: number[]) => Math.hypot(...p.map((value, axis) => value - (cloud[axis] ?? 0))) < 0.05
      return sounding.includes(i) && voices.some(({ chunk, position }) => chunk === i && near(position))
    },
    { given: chunk, timeout: 3000 },
  )

describe('on entering', () => {
  test('the visitor stands at the beginning of the path, inside the cloud, looking along it', async () => {
    const { session, ear } = await readSnapshot(page)
    expect(session).toBe('vr')
    expect(Math.hypot(ear.position[0], ear.position[2])).toBeLessThan(0.1)
    expect(ear.position[1]).toBeGreaterThan(1.4)
    expect(ear.forward[2]).toBeLessThan(-0.99)
    const all = await locateAllChunks(page)
    // In every quarter around the head some boxes hang, and none is in it.
    const quarters = new Set(all.map(({ cloud: [x, , z] }) => `${x > 0}${z > 0}`))
    expect(quarters.size).toBe(4)
    for (const { cloud } of all) expect(computeDistance(cloud, ear.position)).toBeGreaterThan(0.5)
    expect(computeDistance(all[0]?.path ?? [], [ear.position[0], 0, ear.position[2]])).toBeLessThan(0.6)
  })

  test('frames go on being drawn', async () => {
    const { frame } = await readSnapshot(page)
    await waitForSnapshot(page, (now, old) => now.frame.count > old + 20, { given: frame.count })
  })
})

describe('a trigger on a box', () => {
  test.each([3, 77, 150, 298, 430])('of the cloud plays chunk %i from where it hangs', async (chunk) => {
    const { cloud } = await locateChunk(page, chunk)
    await aimAt(page, 'right', { from: await findClearSpot(page, chunk, 0.35), at: cloud })
    await pressButton(page, 'right', 'trigger')
    await heardAt(chunk)
    expect((await readSnapshot(page)).held).toBeNull()
    await waitForSilence(page)
  })

  test.each([2, 40, 200])('of the path plays chunk %i from its place in the cloud', async (chunk) => {
    const { path } = await locateChunk(page, chunk)
    await aimAt(page, 'left', { from: [path[0], path[1] + 0.35, path[2] + 0.01], at: path })
    await pressButton(page, 'left', 'trigger')
    await heardAt(chunk)
    await waitForSilence(page)
  })

  test('both hands play at once', async () => {
    for (const [hand, chunk] of [
      ['left', 60],
      ['right', 210],
    ] as const) {
      const { cloud } = await locateChunk(page, chunk)
      await aimAt(page, hand, { from: await findClearSpot(page, chunk, 0.35), at: cloud })
    }
    await setButton(page, 'left', 'trigger', 1)
    await setButton(page, 'right', 'trigger', 1)
    await waitForSnapshot(page, ({ sounding }) => sounding.includes(60) && sounding.includes(210))
    await setButton(page, 'left', 'trigger', 0)
    await setButton(page, 'right', 'trigger', 0)
    await waitForSilence(page)
  })

  test('into the void plays nothing', async () => {
    await aimAt(page, 'right', { from: [0.2, 1.2, -0.2], at: [0.2, 60, -0.3] })
    await pressButton(page, 'right', 'trigger')
    await waitFrames(page, 5)
    expect((await readSnapshot(page)).voices).toEqual([])
  })
})

describe.each(['squeeze', 'trigger'] as const)('the %s, held', (button) => {
  test('takes a box, which follows the hand with its sound and floats home when let go', async () => {
    const chunk = 120
    const { cloud: home } = await locateChunk(page, chunk)
    const from = await findClearSpot(page, chunk, 0.35)
    await aimAt(page, 'right', { from, at: home })
    await setButton(page, 'right', button, 1)
    await waitForSnapshot(page, (now, i) => now.held === i, { given: chunk })
    expect(computeDistance((await locateChunk(page, chunk)).cloud, home)).toBeLessThan(0.02)
    for (const [dx, dy, dz] of [
      [0.3, 0, 0],
      [0.3, 0.4, 0],
      [-0.2, 0.2, 0.5],
    ] as Point[]) {
      const moved: Point = [home[0] + dx, home[1] + dy, home[2] + dz]
      await aimAt(page, 'right', { from: [from[0] + dx, from[1] + dy, from[2] + dz], at: moved })
      expect(computeDistance((await locateChunk(page, chunk)).cloud, moved)).toBeLessThan(0.03)
      await heardAt(chunk)
    }
    await setButton(page, 'right', button, 0)
    await waitForSnapshot(page, (now) => now.held === null)
    await page.waitForFunction(
      ([i, to]) => {
        const { cloud } = window.songwalk.locate(i)
        return Math.hypot(...cloud.map((value, axis) => value - (to[axis] ?? 0))) < 0.02
      },
      [chunk, home] as const,
      { timeout: 5000 },
    )
    await waitForSilence(page)
  })
})

describe('a box in the hand', () => {
  test('is not dropped by a click of the other button', async () => {
    const chunk = 33
    const { cloud } = await locateChunk(page, chunk)
    await aimAt(page, 'right', { from: await findClearSpot(page, chunk, 0.35), at: cloud })
    await setButton(page, 'right', 'squeeze', 1)
    await waitForSnapshot(page, (now, i) => now.held === i, { given: chunk })
    await pressButton(page, 'right', 'trigger')
    expect((await readSnapshot(page)).held).toBe(chunk)
    await setButton(page, 'right', 'squeeze', 0)
    await waitForSnapshot(page, (now) => now.held === null)
  })

  test('floats home when its controller goes away', async () => {
    const chunk = 34
    const { cloud: home } = await locateChunk(page, chunk)
    const from = await findClearSpot(page, chunk, 0.35)
    await aimAt(page, 'right', { from, at: home })
    await setButton(page, 'right', 'squeeze', 1)
    await waitForSnapshot(page, (now, i) => now.held === i, { given: chunk })
    await aimAt(page, 'right', { from: [from[0], from[1] + 0.5, from[2]], at: [home[0], home[1] + 0.5, home[2]] })
    await setConnected(false)
    await waitForSnapshot(page, (now) => now.held === null)
    await page.waitForFunction(
      ([i, y]) => Math.abs((window.songwalk.locate(i).cloud[1] ?? 0) - y) < 0.02,
      [chunk, home[1]] as const,
      { timeout: 5000 },
    )
    await setButton(page, 'right', 'squeeze', 0)
    await setConnected(true)
    // It comes back and points again.
    await aimAt(page, 'right', { from: await findClearSpot(page, 35, 0.35), at: (await locateChunk(page, 35)).cloud })
    await pressButton(page, 'right', 'trigger')
    await heardAt(35)
    await waitForSilence(page)
  })

  const setConnected = async (connected: boolean) => {
    await page.evaluate((connected) => {
      const controller = window.xrDevice?.controllers.right
      if (controller) controller.connected = connected
    }, connected)
    await waitFrames(page, 4)
  }
})

describe('moving about', () => {
  test('a snap turn turns the view by 30° and leaves the head where it is, also away from the middle', async () => {
    await moveHead(page, [0.4, 1.6, 0.3])
    const before = (await readSnapshot(page)).ear
    await flickThumbstick(page, 'right', 1, 0)
    const right = (await readSnapshot(page)).ear
    expect(computeDistance(right.position, before.position)).toBeLessThan(0.005)
    const heading = ({ forward }: typeof before) => (Math.atan2(forward[0], -forward[2]) * 180) / Math.PI
    expect(heading(right) - heading(before)).toBeCloseTo(30, 1)
    await flickThumbstick(page, 'right', -1, 0)
    const back = (await readSnapshot(page)).ear
    expect(computeDistance(back.position, before.position)).toBeLessThan(0.005)
    expect(heading(back)).toBeCloseTo(heading(before), 1)
  })

  test('a held stick turns once', async () => {
    const before = (await readSnapshot(page)).ear
    await flickThumbstick(page, 'left', -1, 0, 40)
    const after = (await readSnapshot(page)).ear
    const dot = before.forward.reduce((sum, value, axis) => sum + value * (after.forward[axis] as number), 0)
    expect((Math.acos(dot) * 180) / Math.PI).toBeCloseTo(30, 1)
    await flickThumbstick(page, 'left', 1, 0)
  })

  test('stick forward aims a teleport; let go, the head stands where it pointed', async () => {
    await moveHead(page, [0.2, 1.6, -0.1])
    const { ear } = await readSnapshot(page)
    const hand = placeBesideHead(ear, 0.2)
    const at: Point = [ear.position[0] - 1.5, 0, ear.position[2] - 2]
    await aimAt(page, 'right', { from: hand, at })
    await flickThumbstick(page, 'right', 0, -1, 6)
    const there = await waitForSnapshot(
      page,
      (now, old) => Math.hypot(now.ear.position[0] - old[0], now.ear.position[2] - old[2]) > 0.5,
      {
        given: ear.position,
      },
    )
    // The arc flies a little farther than the straight line: it lands on the line from the hand, beyond the mark.
    const [dx, dz] = [there.ear.position[0] - hand[0], there.ear.position[2] - hand[2]]
    const along = (dx * (at[0] - hand[0]) + dz * (at[2] - hand[2])) / Math.hypot(at[0] - hand[0], at[2] - hand[2])
    expect(Math.abs(Math.hypot(dx, dz) - along)).toBeLessThan(0.02)
    expect(there.ear.position[1]).toBeCloseTo(ear.position[1], 2)
    expect(computeDistance(there.ear.forward, ear.forward)).toBeLessThan(0.01)
    // Boxes are still found from the new place.
    const { cloud } = await locateChunk(page, 222)
    await aimAt(page, 'right', { from: await findClearSpot(page, 222, 0.35), at: cloud })
    await pressButton(page, 'right', 'trigger')
    await heardAt(222)
    await waitForSilence(page)
  })

  test('aimed at the sky it goes nowhere', async () => {
    const { ear } = await readSnapshot(page)
    const hand = placeBesideHead(ear, 0.2)
    await aimAt(page, 'right', { from: hand, at: [hand[0], hand[1] + 3, hand[2] - 1.2] })
    await page.evaluate(() => window.xrDevice?.position.set(0.2, 12, -0.1))
    await waitFrames(page, 3)
    await moveHead(page, [0.2, 1.6, -0.1])
    const level = (await readSnapshot(page)).ear
    // From high up the arc would fly too far.
    await aimAt(page, 'right', { from: [hand[0], 30, hand[2]], at: [hand[0], 40, hand[2] - 10] })
    await flickThumbstick(page, 'right', 0, -1, 6)
    expect(computeDistance((await readSnapshot(page)).ear.position, level.position)).toBeLessThan(0.01)
  })
})

describe('coming and going', () => {
  test('ten entries and exits leave nothing behind', async () => {
    const handlers = () =>
      page.evaluate(() => ({
        canvases: document.querySelectorAll('canvas').length,
        nodes: document.querySelectorAll('*').length,
      }))
    await exitVR(page)
    const before = await handlers()
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    for (let round = 0; round < 10; round++) {
      await enterVR(page)
      const inside = await readSnapshot(page)
      expect(inside).toMatchObject({ session: 'vr', playing: true, held: null, error: null, phase: 'ready' })
      expect(Math.hypot(inside.ear.position[0], inside.ear.position[2])).toBeLessThan(0.5)
      await exitVR(page)
      const outside = await readSnapshot(page)
      expect(outside).toMatchObject({ session: null, playing: true, held: null, error: null, phase: 'ready' })
    }
    const time = (await readSnapshot(page)).time
    await waitForSnapshot(page, (now, old) => now.time > old + 0.3 && now.sounding.length === 1, { given: time })
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await waitForSnapshot(page, (now) => now.voices.length === 0)
    expect(await handlers()).toEqual(before)
  })

  test('leaving with a box in the hand lets it go', async () => {
    await enterVR(page)
    const { cloud: home } = await locateChunk(page, 50)
    await aimAt(page, 'left', { from: await findClearSpot(page, 50, 0.35), at: home })
    await setButton(page, 'left', 'squeeze', 1)
    await waitForSnapshot(page, (now) => now.held === 50)
    await exitVR(page)
    await waitForSnapshot(page, (now) => now.held === null && now.voices.length === 0)
    await setButton(page, 'left', 'squeeze', 0)
  })
})
