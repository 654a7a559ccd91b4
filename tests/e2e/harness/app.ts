import type { Page } from 'playwright-core'
import { type OpenPage, openApp, type PageOptions } from './pages.ts'
import { type Point, type Snapshot, snapshot, until } from './snapshot.ts'

/** The camera of the flat page. */
const FIELD_OF_VIEW = (52 * Math.PI) / 180

/** The built app with its demo song ready and its form at rest; draw calls are no-ops unless asked for. */
export async function openDemo(options: PageOptions = {}): Promise<OpenPage & { seconds: number }> {
  const from = performance.now()
  const opened = await openApp({ draw: false, reducedMotion: true, ...options })
  await until(opened.page, ({ phase }) => phase === 'ready', { timeout: 60_000 })
  return { ...opened, seconds: (performance.now() - from) / 1000 }
}

/** Waits until boxes no longer move by themselves: two readings of some boxes, frames apart, are the same. */
export async function settled(page: Page): Promise<void> {
  const read = `[0, 0.5, 1].map((share) => {
    const last = window.songwalk.snapshot().chunks - 1
    return window.songwalk.locate(Math.floor(share * last)).cloud.join()
  }).join()`
  await page.evaluate('window.lastPlaces = ""')
  await page.waitForFunction(
    `(() => {
      const { frame, chunks } = window.songwalk.snapshot()
      if (chunks === 0 || frame.count % 10 !== 0) return false
      const now = ${read}
      const same = now === window.lastPlaces
      window.lastPlaces = now
      return same && !now.includes(window.songwalk.locate(0).path.join())
    })()`,
    undefined,
    { polling: 'raf', timeout: 30_000 },
  )
}

/** All boxes now. */
export const places = (page: Page): Promise<{ cloud: Point; path: Point }[]> =>
  page.evaluate(() => {
    type Handle = { snapshot(): Snapshot; locate(i: number): { cloud: Point; path: Point } }
    const { songwalk } = window as unknown as { songwalk: Handle }
    return Array.from({ length: songwalk.snapshot().chunks }, (_, i) => songwalk.locate(i))
  })

export const distance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, axis) => value - (b[axis] as number)))

/** Where a point of the room appears on a flat page, by the ear's pose, which is the camera's. */
export function onScreen(
  { position, forward }: Snapshot['ear'],
  point: Point,
  { width, height }: { width: number; height: number },
): { x: number; y: number; depth: number } {
  const [fx, fy, fz] = forward
  const level = Math.hypot(fx, fz)
  // Right and up of a camera that is never tilted sideways.
  const right = [-fz / level, 0, fx / level] as const
  const up = [(-fy * fx) / level, level, (-fy * fz) / level] as const
  const to = point.map((value, axis) => value - (position[axis] as number)) as Point
  const dot = (v: readonly number[]) => to.reduce((sum, value, axis) => sum + value * (v[axis] as number), 0)
  const depth = dot(forward)
  const scale = height / 2 / Math.tan(FIELD_OF_VIEW / 2) / depth
  return { x: width / 2 + dot(right) * scale, y: height / 2 - dot(up) * scale, depth }
}

/** The box nearest to the eye that the page's own controls do not cover, and its pixel. */
export async function nearestVisibleBox(page: Page): Promise<{ chunk: number; x: number; y: number }> {
  const { ear } = await snapshot(page)
  const size = page.viewportSize() ?? { width: 1280, height: 720 }
  const seen = (await places(page))
    .map(({ cloud }, chunk) => ({ chunk, ...onScreen(ear, cloud, size), away: distance(cloud, ear.position) }))
    .filter(({ x, y, depth }) => depth > 0.3 && x > 40 && x < size.width - 40 && y > 40 && y < size.height - 40)
    .sort((a, b) => a.away - b.away)
  for (const { chunk, x, y } of seen) {
    const free = await page.evaluate(([x, y]) => document.elementFromPoint(x, y)?.tagName === 'CANVAS', [x, y] as const)
    if (free) return { chunk, x, y }
  }
  throw new Error('no box can be seen')
}
