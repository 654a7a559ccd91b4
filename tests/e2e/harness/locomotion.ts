import type { Page } from 'playwright-core'
import { type Point, waitForSnapshot, waitFrames } from './snapshot.ts'
import { enterVR } from './vr-session.ts'
import type { Handedness } from './xr-controls.ts'

/** Reloads the page with stored preferences, and enters VR with the head at this height above the real floor. */
export async function enterVRWithPreferences(page: Page, preferences: Record<string, unknown>, headHeight = 1.6) {
  await page.evaluate((kept) => localStorage.setItem('songwalk.preferences', kept), JSON.stringify(preferences))
  await page.reload()
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  await page.evaluate((y) => window.xrDevice?.position.set(0, y, 0), headHeight)
  await enterVR(page)
}

/** Clicks a button of the page, which the emulated headset's canvas covers. */
export const clickPageButton = (page: Page, name: 'Ride' | 'Walk' | 'Roam' | 'Play' | 'Pause') =>
  page.getByRole('button', { name, exact: true }).dispatchEvent('click')

/** Puts the real head above a chunk of the path, and returns the first snapshot in which it sounds. */
export const stepOnChunk = (page: Page, chunk: number) =>
  page.evaluate(async (chunk) => {
    const { songwalk, xrDevice } = window
    const [x, , z] = songwalk.locate(chunk).path
    xrDevice?.position.set(x, 1.6, z)
    const end = performance.now() + 30_000
    while (performance.now() < end) {
      // Looks between frames too: on a busy machine a short chunk may end before the next frame.
      await new Promise((resolve) => setTimeout(resolve))
      const now = songwalk.snapshot()
      if (now.sounding.includes(chunk)) return now
    }
    throw new Error(`chunk ${chunk} does not sound`)
  }, chunk)

/** Pushes a thumbstick (x right, y back, -1 to 1) and keeps it there. */
export const holdThumbstick = async (page: Page, hand: Handedness, x: number, y: number) => {
  await page.evaluate(({ hand, x, y }) => window.xrDevice?.controllers[hand]?.updateAxes('thumbstick', x, y), {
    hand,
    x,
    y,
  })
  await waitFrames(page, 2)
}

/**
 * Velocity of the head over the next 20 frames, meters per second: [right, up, back]. A frame counts for at most 0.25 s,
 * like the time step of the scene.
 */
export const measureHeadVelocity = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve))
    const read = (): [number, number, number] => [...window.songwalk.snapshot().ear.position]
    let before = await frame()
    const from = read()
    let seconds = 0
    for (let k = 0; k < 20; k++) {
      const now = await frame()
      seconds += Math.min(0.25, (now - before) / 1000)
      before = now
    }
    return read().map((value, axis) => (value - (from[axis] as number)) / seconds) as [number, number, number]
  })

/** Degrees to the right of -z. */
export const computeHeadingDegrees = ({ forward }: { forward: Point }) =>
  (Math.atan2(forward[0], -forward[2]) * 180) / Math.PI
export const computeHorizontalLength = ([x, , z]: Point) => Math.hypot(x, z)
export const HANDS: Handedness[] = ['left', 'right']
