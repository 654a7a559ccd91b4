import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { computeDistance, locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { computeHeadingDegrees, enterVRWithPreferences, HANDS, holdThumbstick } from '../harness/locomotion.ts'
import { sharePage } from '../harness/shared-page.ts'
import { type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { aimAt, type Handedness } from '../harness/xr-controls.ts'

// Emulated device, pointer library and scene together; tests/scenes/locomotion tests the rules of teleports.
let page: Page
sharePage(async () => {
  const opened = await openDemo({ headset: 'quest3', reducedMotion: false })
  page = opened.page
  await waitUntilSettled(page)
  await enterVRWithPreferences(page, {})
  return opened
})

/** Points a hand at the floor ahead of the visitor, `away` meters from it, and raised by `up` meters there. */
async function aimAhead(hand: Handedness, away: number, up = 0) {
  const { ear } = await readSnapshot(page)
  const [x, y, z] = ear.position
  const [fx, , fz] = ear.forward
  const level = Math.hypot(fx, fz)
  const at: Point = [x + (fx / level) * away, up, z + (fz / level) * away]
  await aimAt(page, hand, { from: [x, y - 0.4, z], at })
}
const waitForLanding = async () => (await waitForSnapshot(page, (now) => now.landing !== null)).landing as Point
/** Waits until a teleport would be over. */
const waitForEnd = async () => {
  await waitFrames(page, 30)
  return waitForSnapshot(page, ({ landing, darkness }) => landing === null && darkness === 0)
}
const setControllerButton = async (hand: Handedness, button: string, value: number) => {
  await page.evaluate(
    ({ hand, button, value }) => window.xrDevice?.controllers[hand]?.updateButtonValue(button, value),
    { hand, button, value },
  )
  await waitFrames(page, 3)
}

test('a stick that is let go lands where the mark was, through the dark, facing where the stick pointed', async () => {
  for (const [k, hand] of HANDS.entries()) {
    await aimAhead(hand, 1.5 + k)
    await holdThumbstick(page, hand, 0, -1)
    const aside = k === 0 ? 0.7 : -0.7
    await holdThumbstick(page, hand, aside, -0.7)
    const mark = await waitForLanding()
    const before = await readSnapshot(page)
    await page.evaluate(() => {
      const seen: [number, string][] = []
      Object.assign(window, { seen })
      const look = () => {
        const { darkness, ear } = window.songwalk.snapshot()
        seen.push([darkness, ear.position.map((value) => value.toFixed(3)).join()])
        requestAnimationFrame(look)
      }
      look()
    })
    await holdThumbstick(page, hand, 0, 0)
    const there = await waitForSnapshot(page, (now) => now.landing === null)
    expect(computeDistance(there.ear.position, [mark[0], before.ear.position[1], mark[2]])).toBeLessThan(1e-4)
    const [dx, , dz] = (before.pointer as NonNullable<typeof before.pointer>).direction
    const turned = computeHeadingDegrees(there.ear) - (Math.atan2(dx, -dz) * 180) / Math.PI
    expect(((turned + 540) % 360) - 180).toBeCloseTo(Math.sign(aside) * 45, 1)
    await waitForEnd()
    const seen = await page.evaluate(() => (window as unknown as { seen: [number, string][] }).seen)
    // The step from place to place is hidden: the picture after it is dark.
    const step = seen.findIndex(([, place], i) => i > 0 && place !== seen[i - 1]?.[1])
    expect(seen[step]?.[0]).toBeGreaterThan(0.7)
    expect(seen.at(-1)?.[0]).toBe(0)
  }
})

test.each([
  ['the stick pulled back', () => holdThumbstick(page, 'right', 0, 1)],
  [
    'the stick led back to the middle',
    async () => {
      for (const y of [-0.45, -0.4, -0.35, -0.3, -0.25]) {
        await holdThumbstick(page, 'right', 0, y)
        await waitFrames(page, 4)
      }
    },
  ],
  ['B', () => setControllerButton('right', 'b-button', 1)],
  ['Y of the other hand', () => setControllerButton('left', 'y-button', 1)],
  ['a click of the stick', () => setControllerButton('right', 'thumbstick', 1)],
] as const)('%s calls a teleport off, and the panel stays folded', async (_, callOff) => {
  await aimAhead('right', 1.5)
  await holdThumbstick(page, 'right', 0, -1)
  await waitForLanding()
  const { ear } = await readSnapshot(page)
  await callOff()
  await waitForSnapshot(page, (now) => now.landing === null)
  await setControllerButton('right', 'b-button', 0)
  await setControllerButton('left', 'y-button', 0)
  await setControllerButton('right', 'thumbstick', 0)
  await holdThumbstick(page, 'right', 0, 0)
  const after = await waitForEnd()
  expect(computeDistance(after.ear.position, ear.position)).toBeLessThan(1e-4)
  expect(computeDistance(after.ear.forward, ear.forward)).toBeLessThan(1e-4)
  expect(await page.evaluate(() => (window.songwalk as unknown as { panel(): unknown[] }).panel().length)).toBe(1)
})

test('a place that is too far is refused', async () => {
  // Rising a little, the arc ends beyond 8 m.
  await aimAhead('right', 4, 2.6)
  await holdThumbstick(page, 'right', 0, -1)
  await waitFrames(page, 4)
  const { ear, landing } = await readSnapshot(page)
  expect(landing).toBeNull()
  await holdThumbstick(page, 'right', 0, 0)
  expect(computeDistance((await waitForEnd()).ear.position, ear.position)).toBeLessThan(1e-4)
})

test('heads land clear of all boxes, also where a box hangs at head height', async () => {
  const boxes = (await locateAllChunks(page)).map(({ cloud }) => cloud)
  const atHead = boxes.filter(([, y]) => Math.abs(y - 1.6) < 0.1).slice(0, 6)
  for (const [x, , z] of atHead) {
    const { ear } = await readSnapshot(page)
    // From above, straight below the hand: the box itself is meant.
    await aimAt(page, 'right', { from: [x, 0.4, z], at: [x, 0, z - 0.01] })
    if (Math.hypot(x - ear.position[0], z - ear.position[2]) > 8) continue
    await holdThumbstick(page, 'right', 0, -1)
    const [mx, , mz] = await waitForLanding()
    for (const [bx, by, bz] of boxes)
      if (Math.abs(by - ear.position[1]) < 0.1) expect(Math.hypot(bx - mx, bz - mz)).toBeGreaterThan(0.35)
    await holdThumbstick(page, 'right', 0, 0)
    const { position } = (await waitForEnd()).ear
    expect(Math.hypot(position[0] - mx, position[2] - mz)).toBeLessThan(1e-4)
  }
})
