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

/** The page's own button, which lies under what the emulated headset shows. */
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
      // Also between frames: on a busy machine a short chunk may be over before the next.
      await new Promise((resolve) => setTimeout(resolve))
      const now = songwalk.snapshot()
      if (now.sounding.includes(chunk)) return now
    }
    throw new Error(`chunk ${chunk} does not sound`)
  }, chunk)

/** Pushes a stick until it is pushed otherwise. */
export const holdThumbstick = async (page: Page, hand: Handedness, x: number, y: number) => {
  await page.evaluate(({ hand, x, y }) => window.xrDevice?.controllers[hand]?.updateAxes('thumbstick', x, y), {
    hand,
    x,
    y,
  })
  await waitFrames(page, 2)
}

/**
 * Meters a second of the head within the next 20 frames: [right, up, back], in the room. A frame counts for at most a
 * quarter of a second, as it does for the room.
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
