import type { Page } from 'playwright-core'
import { frames, type Point, until } from './snapshot.ts'
import { enterVR } from './vr-session.ts'
import type { Hand } from './xr-controls.ts'

/** Comes again with what this device remembers, and enters VR. */
export async function enterWith(page: Page, preferences: Record<string, unknown>) {
  await page.evaluate((kept) => localStorage.setItem('songwalk.preferences', kept), JSON.stringify(preferences))
  await page.reload()
  await until(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  await enterVR(page)
}

/** The page's own button, which lies under what the emulated headset shows. */
export const choose = (page: Page, name: 'Ride' | 'Walk' | 'Roam' | 'Play' | 'Pause') =>
  page.getByRole('button', { name, exact: true }).dispatchEvent('click')

/** Puts the real head above a chunk of the path, and returns the first snapshot in which it sounds. */
export const stepOn = (page: Page, chunk: number) =>
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

/** A controller comes or goes. */
export const connect = async (page: Page, hand: Hand, connected: boolean) => {
  await page.evaluate(
    ({ hand, connected }) => {
      const controller = window.xrDevice?.controllers[hand]
      if (controller) controller.connected = connected
    },
    { hand, connected },
  )
  await frames(page, 3)
}

/** Pushes a stick until it is pushed otherwise. */
export const push = async (page: Page, hand: Hand, x: number, y: number) => {
  await page.evaluate(({ hand, x, y }) => window.xrDevice?.controllers[hand]?.updateAxes('thumbstick', x, y), {
    hand,
    x,
    y,
  })
  await frames(page, 2)
}

/**
 * Meters a second of the head within the next 20 frames: [right, up, back], in the room. A frame counts for at most a
 * quarter of a second, as it does for the room.
 */
export const velocity = (page: Page) =>
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
export const heading = ({ forward }: { forward: Point }) => (Math.atan2(forward[0], -forward[2]) * 180) / Math.PI
export const levelOf = ([x, , z]: Point) => Math.hypot(x, z)
export const hands: Hand[] = ['left', 'right']
