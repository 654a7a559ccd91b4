import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { computeDistance, locateAllChunks } from '../harness/demo-page.ts'
import { computeHeadingDegrees, enterVRWithPreferences, HANDS, holdThumbstick } from '../harness/locomotion.ts'
import { shareHeadset } from '../harness/shared-headset.ts'
import { type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { waitForInputs } from '../harness/vr-session.ts'
import { aimAt, type Handedness, moveHead, setButton, setInputMode, setPinch } from '../harness/xr-controls.ts'

// Emulated device, pointer library and scene together; tests/scenes/locomotion tests the rules of teleports.
let page: Page
shareHeadset(
  (opened) => {
    page = opened
  },
  { reducedMotion: false },
  (page) => enterVRWithPreferences(page, {}),
)

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
  ['B', () => setButton(page, 'right', 'b-button', 1)],
  ['Y of the other hand', () => setButton(page, 'left', 'y-button', 1)],
  ['a click of the stick', () => setButton(page, 'right', 'thumbstick', 1)],
] as const)('%s calls a teleport off, and the panel stays folded', async (_, callOff) => {
  await aimAhead('right', 1.5)
  await holdThumbstick(page, 'right', 0, -1)
  await waitForLanding()
  const { ear } = await readSnapshot(page)
  await callOff()
  await waitForSnapshot(page, (now) => now.landing === null)
  await setButton(page, 'right', 'b-button', 0)
  await setButton(page, 'left', 'y-button', 0)
  await setButton(page, 'right', 'thumbstick', 0)
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

/** The same numbers in every run. */
function createNumbers(seed: number): (from: number, to: number) => number {
  let state = seed
  return (from, to) => {
    state = (state * 1664525 + 1013904223) % 2 ** 32
    return from + (state / 2 ** 32) * (to - from)
  }
}

const useHands = async () => {
  await setInputMode(page, 'hand')
  await waitForInputs(page)
}

/** Brings the head to a place of the room, by own steps. */
async function stepTo([x, height, z]: Point, yaw: number): Promise<void> {
  const { ear } = await readSnapshot(page)
  const from = await page.evaluate(() => {
    const { x = 0, z = 0 } = window.xrDevice?.position ?? {}
    return { x, z }
  })
  await moveHead(page, [from.x + x - ear.position[0], height, from.z + z - ear.position[2]], yaw)
}

/** Pinches at a place of the floor. @returns what a visitor who is there afterwards has done beside that */
async function goByPinch(hand: Handedness, at: Point) {
  const { ear, selected } = await readSnapshot(page)
  const [x, y, z] = ear.position
  const away = Math.hypot(at[0] - x, at[2] - z)
  const [ux, uz] = [(at[0] - x) / away, (at[2] - z) / away]
  const aside = hand === 'right' ? 0.18 : -0.18
  await aimAt(page, hand, { from: [x + ux * 0.3 - uz * aside, y - 0.42, z + uz * 0.3 + ux * aside], at, ear })
  await setPinch(page, hand, 1)
  // Longer than a tap.
  await page.waitForTimeout(350)
  await waitFrames(page, 2)
  const { landing, held } = await readSnapshot(page)
  await setPinch(page, hand, 0)
  const there = await waitForEnd()
  const missed = landing ? Math.hypot(there.ear.position[0] - landing[0], there.ear.position[2] - landing[2]) : 99
  return { lands: missed < 1e-3, takes: held !== null || there.selected !== selected }
}

test('forty pinches at the floor, from wherever one stands, lead there at least 38 times, and nothing is taken or played', async () => {
  await useHands()
  const all = await locateAllChunks(page)
  const numbers = createNumbers(13)
  const heart = [0, 2].map((axis) => all.reduce((sum, { cloud }) => sum + (cloud[axis] as number), 0) / all.length)
  const failed: string[] = []
  for (let k = 0; k < 40; k++) {
    const { path } = all[Math.floor(numbers(0, all.length))] as (typeof all)[number]
    const angle = numbers(0, 2 * Math.PI)
    const inside = [0, 2].map(
      (_, i) => (heart[i] as number) + numbers(0.3, 2) * (i ? Math.cos(angle) : Math.sin(angle)),
    )
    // On the path, where one arrives, and within the form.
    const [x, z] = k % 3 === 0 ? [path[0], path[2]] : k % 3 === 1 ? [0, 0] : (inside as [number, number])
    const yaw = numbers(-Math.PI, Math.PI)
    await stepTo([x, numbers(1.2, 1.85), z], yaw)
    const towards = yaw + numbers(-0.6, 0.6)
    const away = numbers(0.8, 5)
    const at: Point = [x - Math.sin(towards) * away, 0, z - Math.cos(towards) * away]
    const { lands, takes } = await goByPinch(k % 2 ? 'left' : 'right', at)
    if (!lands || takes)
      failed.push(`${k}: ${lands ? '' : 'does not land'} ${takes ? 'takes' : ''} at ${away.toFixed(1)} m`)
  }
  expect(failed.length, failed.join('; ')).toBeLessThanOrEqual(2)
})

test('a pinch at a tile of the path, held, goes onto it; let go at once, it plays the tile', async () => {
  await useHands()
  const from: Point = [0, 1.6, 0]
  await stepTo(from, Math.PI / 2)
  // The path leads to the left from where one arrives.
  const all = await locateAllChunks(page)
  const { path } = all.find(({ path }) => Math.hypot(path[0], path[2]) > 1.2) as (typeof all)[number]
  expect(await goByPinch('right', path)).toEqual({ lands: true, takes: false })
  const there = (await readSnapshot(page)).ear.position
  expect(Math.hypot(there[0] - path[0], there[2] - path[2])).toBeLessThan(0.3)
  await stepTo(from, Math.PI / 2)
  await aimAt(page, 'right', { from: [0.1, 1.2, -0.1], at: path })
  // The tile before it may be a little higher.
  const { hovered } = await readSnapshot(page)
  expect(computeDistance(all[hovered as number]?.path ?? [], path)).toBeLessThan(0.3)
  const playing = waitForSnapshot(page, ({ selected }, tile) => selected === tile, { given: hovered })
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    window.xrDevice?.hands.right?.updatePinchValue(1)
    for (let k = 0; k < 3; k++) await frame()
    window.xrDevice?.hands.right?.updatePinchValue(0)
  })
  const { ear: still } = await playing
  await waitForEnd()
  expect(computeDistance((await readSnapshot(page)).ear.position, still.position)).toBeLessThan(1e-4)
})

test('a pinch that is raised above the horizon, or joined by the other hand, is called off', async () => {
  await useHands()
  const others = [() => aimAt(page, 'right', { at: [0.4, 9, -9] }), () => setPinch(page, 'left', 1)]
  for (const callOff of others) {
    await stepTo([0, 1.6, 0], 0)
    await aimAt(page, 'left', { from: [-0.3, 1.3, -0.2], at: [-0.5, 9, 0] })
    await aimAt(page, 'right', { from: [0.2, 1.2, -0.2], at: [0.6, 0, -1.5] })
    await setPinch(page, 'right', 1)
    await waitForLanding()
    const { ear } = await readSnapshot(page)
    await callOff()
    await waitForSnapshot(page, (now) => now.landing === null)
    await setPinch(page, 'right', 0)
    await setPinch(page, 'left', 0)
    expect(computeDistance((await waitForEnd()).ear.position, ear.position)).toBeLessThan(1e-4)
  }
})
