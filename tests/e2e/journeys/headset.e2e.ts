import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { computeHeadingDegrees, holdThumbstick } from '../harness/locomotion.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { pressPanelControl, waitForPanelControl } from '../harness/vr-panel.ts'
import { enterVR, findClearSpot, waitForInputs, waitForSilence } from '../harness/vr-session.ts'
import { aimAt, clickTrigger, flickThumbstick, setButton, setInputMode, setPinch } from '../harness/xr-controls.ts'

// A visitor puts the headset on: boxes, sticks, the panel and tracked hands.
let page: Page
sharePage(async () => {
  const opened = await openDemo({ headset: 'quest3', viewport: { width: 800, height: 480 } })
  page = opened.page
  await waitUntilSettled(page)
  await enterVR(page)
  await waitForPanelControl(page, 'Play')
  return opened
})

/** Points the right hand at a box from 35 cm before it. @returns where the hand is */
async function aimAtBox(chunk: number): Promise<Point> {
  const from = await findClearSpot(page, chunk, 0.35)
  await aimAt(page, 'right', { from, at: (await locateChunk(page, chunk)).cloud })
  await waitForSnapshot(page, ({ pointer }, chunk) => pointer?.chunk === chunk, { given: chunk })
  return from
}
const waitForSound = (chunk: number) =>
  waitForSnapshot(page, ({ sounding }, chunk) => sounding.includes(chunk), { given: chunk })
const setPreferred = (key: string, value: string | boolean) =>
  waitForSnapshot(
    page,
    (now, [key, value]) => (now as unknown as { settings: Record<string, unknown> }).settings[key as string] === value,
    { given: [key, value] as const },
  )

test('the visitor stands at the beginning of the path and looks along it', async () => {
  const { session, ear } = await readSnapshot(page)
  expect(session).toBe('vr')
  expect(Math.hypot(ear.position[0], ear.position[2])).toBeLessThan(0.1)
  expect(ear.position[1]).toBeGreaterThan(1.4)
  expect(ear.forward[2]).toBeLessThan(-0.99)
})

test('a trigger plays the box it points at', async () => {
  await aimAtBox(150)
  const hearing = waitForSound(150)
  await clickTrigger(page, 'right')
  const { voices } = await hearing
  const voice = voices.find(({ chunk }) => chunk === 150)
  expect(computeDistance(voice?.position ?? [], (await locateChunk(page, 150)).cloud)).toBeLessThan(0.05)
  await waitForSilence(page)
})

test('a squeeze takes the box, which follows the hand with its sound and floats home when it is let go', async () => {
  const { cloud: home } = await locateChunk(page, 298)
  const from = await aimAtBox(298)
  await setButton(page, 'right', 'squeeze', 1)
  await waitForSnapshot(page, (now) => now.held === 298)
  const moved: Point = [home[0] + 0.3, home[1] + 0.4, home[2]]
  await aimAt(page, 'right', { from: [from[0] + 0.3, from[1] + 0.4, from[2]], at: moved })
  expect(computeDistance((await locateChunk(page, 298)).cloud, moved)).toBeLessThan(0.03)
  await waitForSound(298)
  await setButton(page, 'right', 'squeeze', 0)
  await waitForSnapshot(page, (now) => now.held === null)
  await page.waitForFunction((home) => {
    const { cloud } = window.songwalk.locate(298)
    return Math.hypot(...cloud.map((value, axis) => value - (home[axis] ?? 0))) < 0.02
  }, home)
  await waitForSilence(page)
})

test('a stick pushed forward teleports to the mark, pushed aside turns by 30°', async () => {
  const { ear } = await readSnapshot(page)
  const [x, y, z] = ear.position
  await aimAt(page, 'right', { from: [x + 0.2, y - 0.4, z - 0.2], at: [x + 0.6, 0, z - 1.1] })
  await holdThumbstick(page, 'right', 0, -1)
  const { landing } = await waitForSnapshot(page, (now) => now.landing !== null)
  await holdThumbstick(page, 'right', 0, 0)
  const there = await waitForSnapshot(page, (now) => now.landing === null)
  const mark = landing as Point
  expect(computeDistance(there.ear.position, [mark[0], y, mark[2]])).toBeLessThan(1e-4)
  await flickThumbstick(page, 'right', 1, 0)
  const turned = await readSnapshot(page)
  expect(computeHeadingDegrees(turned.ear) - computeHeadingDegrees(there.ear)).toBeCloseTo(30, 3)
  expect(computeDistance(turned.ear.position, there.ear.position)).toBeLessThan(1e-4)
  await page.evaluate(() => window.xrDevice?.recenter())
  await waitForSnapshot(
    page,
    ({ ear }) => ear.forward[2] < -0.9999 && Math.hypot(ear.position[0], ear.position[2]) < 0.01,
  )
})

test('the panel plays, pauses, and rides along the path', async () => {
  await pressPanelControl(page, 'Ride')
  await waitForSnapshot(page, ({ mode }) => mode === 'ride')
  const before = await readSnapshot(page)
  await pressPanelControl(page, 'Play')
  const later = await waitForSnapshot(page, ({ playing, time }, from) => playing && time > from + 2.5, {
    given: before.time,
  })
  expect(
    Math.hypot(later.ear.position[0] - before.ear.position[0], later.ear.position[2] - before.ear.position[2]),
  ).toBeGreaterThan(0.5)
  // Riding does not turn the head.
  expect(computeDistance(later.ear.forward, before.ear.forward)).toBeLessThan(0.02)
  await pressPanelControl(page, 'Pause')
  await waitForSnapshot(page, ({ playing, voices }) => !playing && voices.length === 0)
  await pressPanelControl(page, 'Roam')
  await waitForSnapshot(page, ({ mode }) => mode === 'roam')
})

test('the panel changes a setting and opens another song', async () => {
  await pressPanelControl(page, 'Look')
  await pressPanelControl(page, 'Grey', 'Colors')
  await setPreferred('palette', 'grey')
  expect((await waitForPanelControl(page, 'Grey', 'Colors')).value).toBe(true)
  await pressPanelControl(page, 'Song')
  await pressPanelControl(page, 'Songs')
  await pressPanelControl(page, 'Electronic, songwalk')
  await waitForSnapshot(
    page,
    ({ title, phase, stage }) => title === 'Electronic' && phase === 'ready' && stage === null,
  )
  expect((await readSnapshot(page)).session).toBe('vr')
  await pressPanelControl(page, 'Founders, Alexander Zhelanov')
  await waitForSnapshot(page, ({ title, phase, stage }) => title === 'Founders' && phase === 'ready' && stage === null)
  await waitUntilSettled(page)
  await pressPanelControl(page, 'Song')
})

test('a tracked hand plays the box it points at with a pinch', async () => {
  await setInputMode(page, 'hand')
  await waitForInputs(page)
  await aimAtBox(90)
  const hearing = waitForSound(90)
  await setPinch(page, 'right', 1)
  await setPinch(page, 'right', 0)
  await hearing
  await waitForSilence(page)
  await setInputMode(page, 'controller')
  await waitForInputs(page)
})

test('Exit ends the session', async () => {
  await pressPanelControl(page, 'Exit')
  await waitForSnapshot(page, ({ session }) => session === null)
  await page.getByRole('button', { name: 'Enter VR' }).waitFor()
})
