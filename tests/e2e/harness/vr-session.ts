import type { Page } from 'playwright-core'
import { computeDistance, locateAllChunks } from './demo-page.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot } from './snapshot.ts'
import { readPanel } from './vr-panel.ts'
import { aimAt, type Handedness } from './xr-controls.ts'

/** Clicks Enter VR and waits until both controllers are connected and drawn. */
export async function enterVR(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Enter VR' }).click()
  await waitForSnapshot(page, (now) => now.session === 'vr')
  await waitForInputs(page)
}

/** Waits until both controllers or hands are known to the page and drawn. */
export async function waitForInputs(page: Page): Promise<void> {
  await page.waitForFunction(
    () => {
      const { inputSources } = window.xrDevice?.activeSession ?? {}
      // Controllers are known once their profile has been read.
      const [list, profile] = ['profilesList.json', 'profile.json'].map((name) =>
        performance.getEntriesByType('resource').some((entry) => entry.name.endsWith(name)),
      )
      return inputSources?.length === 2 && (inputSources[0]?.hand || (list && profile))
    },
    undefined,
    { polling: 'raf' },
  )
  // Their meshes are added over some frames.
  await page.evaluate(() => {
    let [last, since] = [-1, 0]
    return new Promise<void>((resolve) => {
      const look = () => {
        const { drawCalls, count } = window.songwalk.snapshot().frame
        if (drawCalls !== last) [last, since] = [drawCalls, count]
        if (count - since > 20) resolve()
        else requestAnimationFrame(look)
      }
      look()
    })
  })
}

/** Ends the session. */
export async function exitVR(page: Page): Promise<void> {
  await page.evaluate(() => window.xrDevice?.activeSession?.end())
  await waitForSnapshot(page, (now) => now.session === null)
}

/** Waits until no voice sounds. */
export const waitForSilence = (page: Page) => waitForSnapshot(page, (now) => now.voices.length === 0)

/**
 * A place from which a ray reaches box `chunk` before any other: `away` meters from it, in the direction whose line
 * passes farthest from the boxes in front of it and the panel, seen from the box.
 */
export async function findClearSpot(page: Page, chunk: number, away: number): Promise<Point> {
  const all = (await locateAllChunks(page)).map(({ cloud }) => cloud)
  const { ear } = await readSnapshot(page)
  const at = all[chunk] as Point
  const around = [...all.filter((_, i) => i !== chunk), ...(await readPanel(page)).map(({ position }) => position)]
    .map((other) => [other[0] - at[0], other[1] - at[1], other[2] - at[2]] as const)
    .filter((to) => Math.hypot(...to) < away + 0.4)
  let best: { room: number; spot: Point } = { room: -1, spot: at }
  for (let k = 0; k < 400; k++) {
    // Directions evenly over the sphere (Fibonacci).
    const y = 1 - (2 * k + 1) / 400
    const level = Math.sqrt(1 - y * y)
    const [x, z] = [level * Math.cos(k * 2.39996), level * Math.sin(k * 2.39996)]
    const spot: Point = [at[0] + away * x, at[1] + away * y, at[2] + away * z]
    // Hands are above the path and outside the head.
    if (spot[1] < 0.25 || computeDistance(spot, ear.position) < 0.3) continue
    let room = 1
    for (const to of around) {
      const ahead = Math.min(away, to[0] * x + to[1] * y + to[2] * z)
      if (ahead > 0) room = Math.min(room, Math.hypot(to[0] - x * ahead, to[1] - y * ahead, to[2] - z * ahead))
    }
    if (room > best.room) best = { room, spot }
  }
  return best.spot
}

/** Points a hand at a box from 35 cm before it. @returns where the hand is */
export async function aimAtBox(page: Page, hand: Handedness, chunk: number): Promise<Point> {
  const from = await findClearSpot(page, chunk, 0.35)
  await aimAt(page, hand, { from, at: (await locateChunk(page, chunk)).cloud })
  return from
}
