import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { emulateFloor } from '../harness/emulated-floor.ts'
import { clickPageButton } from '../harness/locomotion.ts'
import { shareHeadset } from '../harness/shared-headset.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { enterVR, exitVR, waitForSilence } from '../harness/vr-session.ts'
import { moveHead } from '../harness/xr-controls.ts'

// Emulated boundary, scene and sound together; tests/scenes/locomotion walks whole songs.
let page: Page
shareHeadset((opened) => {
  page = opened
})

const SQUARE_2_M = [-1, -1, 1, -1, 1, 1, -1, 1]
const SQUARE_3_M = [-1.5, -1.5, 1.5, -1.5, 1.5, 1.5, -1.5, 1.5]
const L_SHAPE = [-1.5, -1.5, 0, -1.5, 0, 0, 1.5, 0, 1.5, 1.5, -1.5, 1.5]

async function enterOn(corners: readonly number[] | null, at: readonly [number, number]): Promise<void> {
  if ((await readSnapshot(page)).session) await exitVR(page)
  await emulateFloor(page, corners)
  await page.evaluate(([x, z]) => window.xrDevice?.position.set(x, 1.6, z), at)
  await enterVR(page)
}

type Walk = { meters: number; heard: number[]; chunk: number }

/**
 * Walks along the path, on or back, or stands with 2 cm of sway.
 * @param meters how far; 0: stand for four seconds.
 */
const walk = (meters: number, way: 1 | -1): Promise<Walk> =>
  page.evaluate(
    async ([meters, way]) => {
      type Handle = {
        snapshot(): { ear: { position: number[] }; selected: number | null }
        locate(chunk: number): { path: number[] }
      }
      const { songwalk } = window as unknown as { songwalk: Handle }
      const head = window.xrDevice?.position
      if (!head) throw new Error('no headset')
      const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
      const places = (chunk: number) => songwalk.locate(Math.max(0, chunk)).path
      const found = {
        meters: 0,
        heard: [] as number[],
        chunk: songwalk.snapshot().selected ?? 0,
      }
      let before = await frame()
      const begin = before
      for (;;) {
        const now = await frame()
        const step = Math.min(0.05, (now - before) / 1000) * 0.5
        before = now
        const { ear, selected } = songwalk.snapshot()
        if (selected !== null && selected !== found.chunk) {
          found.chunk = selected
          found.heard.push(selected)
        }
        if (meters === 0) {
          if (now - begin > 4000) return found
          const t = (now - begin) / 1000
          head.x += 0.02 * (Math.sin(3.3 * t) - Math.sin(3.3 * (t - step * 2)))
          head.z += 0.02 * (Math.cos(2.1 * t) - Math.cos(2.1 * (t - step * 2)))
          continue
        }
        if (found.meters >= meters || (way < 0 && found.chunk === 0)) return found
        // Eyes on the tile that lies 25 cm ahead.
        let to = places(found.chunk + way)
        for (let k = 1; k < 12; k++) {
          to = places(found.chunk + way * k)
          if (Math.hypot((to[0] ?? 0) - (ear.position[0] ?? 0), (to[2] ?? 0) - (ear.position[2] ?? 0)) > 0.25) break
        }
        const dx = (to[0] ?? 0) - (ear.position[0] ?? 0)
        const dz = (to[2] ?? 0) - (ear.position[2] ?? 0)
        const length = Math.hypot(dx, dz)
        if (length < 0.03) continue
        head.x += (dx / length) * step
        head.z += (dz / length) * step
        found.meters += step
      }
    },
    [meters, way] as const,
  )

const readTime = (chunk: number) =>
  page.evaluate((chunk) => (window.songwalk.locate(chunk) as unknown as { time: [number, number] }).time[0], chunk)

test.each([
  ['2 x 2 m', SQUARE_2_M, [0, 0]],
  ['3 x 3 m', SQUARE_3_M, [0.4, -0.3]],
  ['an L', L_SHAPE, [-0.7, 0.7]],
  ['no bounds', null, [0, 0]],
] as const)(
  'on %s the song begins under the feet and goes on with the steps, on and back, at a walking pace',
  async (_, floor, at) => {
    await enterOn(floor, at)
    await clickPageButton(page, 'Walk')
    // The first chunk is too short to be looked at while it sounds: it has moved the playhead.
    await waitForSnapshot(page, ({ selected, time }) => selected === 0 && time > 0.02)
    const on = await walk(6, 1)
    // Each chunk in its turn; a frame that comes late may miss one.
    expect(on.heard).toEqual(on.heard.toSorted((a, b) => a - b))
    expect(on.heard.length).toBeGreaterThan(on.chunk * 0.9)
    expect(on.meters / (await readTime(on.chunk))).toBeGreaterThan(0.34)
    const stand = await walk(0, 1)
    expect(stand.heard).toEqual([])
    const back = await walk(2, -1)
    expect(back.heard).toEqual(back.heard.toSorted((a, b) => b - a))
    expect(back.chunk).toBeLessThan(on.chunk - 2)
    await clickPageButton(page, 'Roam')
    await waitForSilence(page)
  },
)

test('the edge of the floor is felt once, each time one comes to it', async () => {
  await enterOn(SQUARE_2_M, [0, 0])
  await page.evaluate(() => {
    const pulses: number[] = []
    Object.assign(window, { pulses })
    const { gamepad } = window.xrDevice?.controllers.right?.inputSource ?? {}
    const [actuator] = (gamepad as unknown as { hapticActuators: { pulse: unknown }[] }).hapticActuators
    Object.assign(actuator as object, { pulse: async (strength: number) => pulses.push(strength) })
  })
  const countPulses = () =>
    page.evaluate(() => (window as unknown as { pulses: number[] }).pulses.filter((strength) => strength > 0.65).length)
  for (const [x, pulses] of [
    [0.5, 0],
    [0.88, 1],
    [0.95, 1],
    [0.8, 1],
    [0.6, 1],
    [0.9, 2],
  ] as const) {
    await moveHead(page, [x, 1.6, 0])
    await waitFrames(page, 5)
    expect(await countPulses(), `at ${x} m`).toBe(pulses)
  }
})
