import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { computeDistance } from '../harness/demo-page.ts'
import { shareHeadset } from '../harness/shared-headset.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { setFist, turnHeadTo } from '../harness/tracked-hands.ts'
import { readPanel, waitForPanelControl } from '../harness/vr-panel.ts'
import { aimAtBox, waitForSilence } from '../harness/vr-session.ts'
import {
  aimAt,
  aimUp,
  clickTrigger,
  moveHead,
  setButton,
  setControllerConnected,
  setInputMode,
} from '../harness/xr-controls.ts'

// Emulated device, pointer library and scene together; tests/scenes/input tests the rules of grabbing.
let page: Page
shareHeadset((opened) => {
  page = opened
})

/** Waits until the box is within 2 cm of a place. */
const waitForBoxAt = (chunk: number, place: Point) =>
  page.waitForFunction(
    ([chunk, place]) => {
      const { cloud } = window.songwalk.locate(chunk)
      return Math.hypot(...cloud.map((value, axis) => value - (place[axis] ?? 0))) < 0.02
    },
    [chunk, place] as const,
    { polling: 'raf' },
  )

/** Waits until the chunk sounds from within 5 cm of its box in the cloud. */
const waitForSoundAtBox = (chunk: number) =>
  waitForSnapshot(
    page,
    ({ voices }, chunk) => {
      const { cloud } = window.songwalk.locate(chunk)
      const isNear = (point: number[]) => Math.hypot(...point.map((value, axis) => value - (cloud[axis] ?? 0))) < 0.05
      return voices.some((voice) => voice.chunk === chunk && isNear(voice.position))
    },
    { given: chunk },
  )

describe('controllers', () => {
  test('a pointed-at box is labelled, told of in the snapshot, and felt as a light tick', async () => {
    // At rest it would point at a box that hangs within reach.
    await aimUp(page, 'left', [-0.3, 1.2, -0.2])
    await page.evaluate(() => {
      const ticks: number[] = []
      Object.assign(window, { ticks })
      const { gamepad } = window.xrDevice?.controllers.right?.inputSource ?? {}
      const [actuator] = (gamepad as unknown as { hapticActuators: { pulse: unknown }[] }).hapticActuators
      Object.assign(actuator as object, { pulse: async (strength: number) => ticks.push(strength) })
    })
    for (const chunk of [120, 300]) {
      const from = await aimAtBox(page, 'right', chunk)
      const { pointer, label } = await waitForSnapshot(
        page,
        (now, chunk) => now.hovered === chunk && now.pointer?.chunk === chunk && now.label !== null,
        { given: chunk },
      )
      expect(pointer).toMatchObject({ kind: 'controller', hand: 'right', chunk })
      expect(computeDistance(pointer?.origin ?? [], from)).toBeLessThan(0.01)
      const { cloud } = await locateChunk(page, chunk)
      const direction = cloud.map((value, axis) => (value - (from[axis] as number)) / 0.35)
      expect(computeDistance(pointer?.direction ?? [], direction)).toBeLessThan(0.02)
      expect(label).toMatch(new RegExp(`^${chunk + 1} · \\d+:\\d\\d\\.\\d`))
    }
    await aimUp(page, 'right', [0.2, 1.3, -0.2])
    const away = await waitForSnapshot(page, (now) => now.hovered === null && now.label === null)
    expect(away.pointer).toMatchObject({ kind: 'controller', chunk: null })
    const ticks = await page.evaluate(() => (window as unknown as { ticks: number[] }).ticks)
    expect(ticks.length).toBeGreaterThanOrEqual(2)
    for (const strength of ticks) expect(strength).toBeLessThan(0.4)
  })

  test('from where one arrives nearly every box is met by the first aim at its middle', async () => {
    const hand: Point = [0.2, 1.2, -0.3]
    const { ear } = await readSnapshot(page)
    const [x, , z] = ear.position
    let [met, aimed] = [0, 0]
    for (let chunk = 1; chunk < 437; chunk += 6) {
      await aimAt(page, 'right', {
        from: [x + hand[0], hand[1], z + hand[2]],
        at: (await locateChunk(page, chunk)).cloud,
      })
      aimed++
      if ((await readSnapshot(page)).hovered === chunk) met++
    }
    expect(met / aimed).toBeGreaterThan(0.95)
  })

  test('a trigger on a tile of the path plays its chunk from the cloud box', async () => {
    const { path } = await locateChunk(page, 40)
    await aimAt(page, 'left', { from: [path[0], path[1] + 0.35, path[2] + 0.01], at: path })
    await Promise.all([waitForSoundAtBox(40), clickTrigger(page, 'left')])
    await waitForSilence(page)
  })

  test('a trigger on nothing plays nothing', async () => {
    await aimUp(page, 'right', [0.2, 1.2, -0.2])
    await clickTrigger(page, 'right')
    await waitFrames(page, 5)
    expect((await readSnapshot(page)).voices).toEqual([])
  })

  test('the triggers of both hands play two boxes at once', async () => {
    await aimAtBox(page, 'left', 60)
    await aimAtBox(page, 'right', 210)
    await Promise.all([
      waitForSnapshot(page, ({ sounding }) => sounding.includes(60) && sounding.includes(210)),
      clickTrigger(page, 'left'),
      clickTrigger(page, 'right'),
    ])
    await waitForSilence(page)
  })

  test('a trigger held on a box takes it, and the box floats home when the trigger is released', async () => {
    const { cloud: home } = await locateChunk(page, 33)
    const from = await aimAtBox(page, 'right', 33)
    await setButton(page, 'right', 'trigger', 1)
    await waitForSnapshot(page, (now) => now.held === 33)
    const moved: Point = [home[0] - 0.2, home[1] + 0.2, home[2] + 0.3]
    await aimAt(page, 'right', { from: [from[0] - 0.2, from[1] + 0.2, from[2] + 0.3], at: moved })
    expect(computeDistance((await locateChunk(page, 33)).cloud, moved)).toBeLessThan(0.03)
    await setButton(page, 'right', 'trigger', 0)
    await waitForSnapshot(page, (now) => now.held === null)
    await waitForBoxAt(33, home)
    await waitForSilence(page)
  })

  test('boxes in both hands are heard in turn', async () => {
    const chunks = [60, 210] as const
    for (const [k, hand] of (['left', 'right'] as const).entries()) {
      const chunk = chunks[k] as number
      await aimAtBox(page, hand, chunk)
      await setButton(page, hand, 'squeeze', 1)
      await waitForSnapshot(page, ({ held }, chunk) => held === chunk, { given: chunk })
    }
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
    expect(new Set(order)).toEqual(new Set(chunks))
    for (const hand of ['left', 'right'] as const) await setButton(page, hand, 'squeeze', 0)
    await waitForSnapshot(page, ({ holding }) => holding.length === 0)
    await waitForSilence(page)
  })

  test('a box whose controller goes away floats home, and the controller points again when it is back', async () => {
    const { cloud: home } = await locateChunk(page, 34)
    await aimAtBox(page, 'right', 34)
    await setButton(page, 'right', 'squeeze', 1)
    await waitForSnapshot(page, (now) => now.held === 34)
    await setControllerConnected(page, 'right', false)
    await waitForSnapshot(page, (now) => now.held === null)
    await waitForBoxAt(34, home)
    await setButton(page, 'right', 'squeeze', 0)
    await setControllerConnected(page, 'right', true)
    await aimAtBox(page, 'right', 35)
    await waitForSnapshot(page, ({ hovered }) => hovered === 35)
    await Promise.all([waitForSoundAtBox(35), clickTrigger(page, 'right')])
    await waitForSilence(page)
  })
})

test('a fist takes the box it points at; controllers in place of the hands hold on to it, until they let go', async () => {
  await setInputMode(page, 'hand')
  await waitForSnapshot(page, ({ pointer }) => pointer?.kind === 'hand')
  await aimUp(page, 'left', [-0.3, 1.2, -0.2])
  const { cloud: home } = await locateChunk(page, 90)
  await aimAtBox(page, 'right', 90)
  await waitForSnapshot(page, ({ hovered }) => hovered === 90)
  await setFist(page, 'right', true)
  await waitForSnapshot(page, ({ held }) => held === 90)
  await setFist(page, 'right', false)
  await waitForSnapshot(page, ({ held }) => held === null)
  await waitForBoxAt(90, home)

  await aimAtBox(page, 'right', 90)
  await waitForSnapshot(page, ({ hovered }) => hovered === 90)
  await setFist(page, 'right', true)
  await waitForSnapshot(page, ({ held }) => held === 90)
  await setInputMode(page, 'controller')
  await waitForSnapshot(page, ({ held, pointer }) => held === 90 && pointer?.kind === 'controller')
  await setButton(page, 'right', 'squeeze', 1)
  await setButton(page, 'right', 'squeeze', 0)
  await waitForSnapshot(page, ({ held, holding }) => !held && holding.length === 0)
  await waitForBoxAt(90, home)
  await waitForSilence(page)
  await setFist(page, 'right', false)
})

test('without controllers and hands the gaze points: a box it rests on plays once, a key of the panel is pressed', async () => {
  for (const hand of ['left', 'right'] as const) await setControllerConnected(page, hand, false)
  await waitForSnapshot(page, ({ pointer }) => pointer?.kind === 'gaze')
  await turnHeadTo(page, (await locateChunk(page, 120)).cloud)
  const { sounding, pointer } = await waitForSnapshot(
    page,
    ({ hovered, sounding }) => hovered !== null && sounding.includes(hovered),
  )
  expect(sounding).toContain(pointer?.chunk)
  expect(pointer).toMatchObject({ kind: 'gaze', hand: 'none' })
  await waitForSilence(page)
  await waitFrames(page, 100)
  expect((await readSnapshot(page)).voices).toEqual([])
  // Looking at the mark at the hip calls the panel.
  await turnHeadTo(page, (await readPanel(page))[0]?.position as Point)
  await page.waitForFunction(() => window.songwalk.panel().length > 1)
  await waitFrames(page, 20)
  await turnHeadTo(page, (await waitForPanelControl(page, 'Play')).position)
  await waitForSnapshot(page, ({ playing }) => playing)
  const { position: pause } = await waitForPanelControl(page, 'Pause')
  // Above the panel: a shorter glance aside would not press the same key again, one farther away would fold the panel.
  await turnHeadTo(page, [pause[0], 1.6, pause[2]])
  await waitForSnapshot(page, ({ pointer }) => (pointer?.direction[1] ?? -1) > -0.1)
  await waitFrames(page, 15)
  await turnHeadTo(page, pause)
  await waitForSnapshot(page, ({ playing }) => !playing)
  await waitForSilence(page)
  for (const hand of ['left', 'right'] as const) await setControllerConnected(page, hand, true)
  await waitForSnapshot(page, ({ pointer }) => pointer?.kind === 'controller')
  await moveHead(page, [0, 1.6, 0])
})
