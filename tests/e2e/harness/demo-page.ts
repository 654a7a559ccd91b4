import type { Page } from 'playwright-core'
import { type OpenPage, openApp, type PageOptions } from './pages.ts'
import { type Point, readSnapshot, type Snapshot, waitForSnapshot } from './snapshot.ts'

/** Vertical field of view of the flat page's camera. */
const FIELD_OF_VIEW_RAD = (52 * Math.PI) / 180

/** The built app with its demo song ready, its sound there, and its form at rest; draw calls are no-ops unless asked for. */
export async function openDemo(options: PageOptions = {}): Promise<OpenPage & { seconds: number }> {
  const from = performance.now()
  const opened = await openApp({ draw: false, reducedMotion: true, ...options })
  await waitForSnapshot(opened.page, ({ phase, stage }) => phase === 'ready' && stage === null)
  return { ...opened, seconds: (performance.now() - from) / 1000 }
}

/** Waits until boxes no longer move: three boxes have the same positions in two readings, at least ten frames apart. */
export async function waitUntilSettled(page: Page): Promise<void> {
  const read = `[0, 0.5, 1].map((share) => {
    const last = window.songwalk.snapshot().chunks - 1
    return window.songwalk.locate(Math.floor(share * last)).cloud.join()
  }).join()`
  await page.evaluate('window.lastReading = { count: -1, places: "" }')
  await page.waitForFunction(
    `(() => {
      const { frame, chunks } = window.songwalk.snapshot()
      // A page may ask several times within one frame of a headset.
      if (chunks === 0 || frame.count < window.lastReading.count + 10) return false
      const places = ${read}
      const same = places === window.lastReading.places
      window.lastReading = { count: frame.count, places }
      return same && !places.includes(window.songwalk.locate(0).path.join())
    })()`,
    undefined,
    { polling: 'raf' },
  )
}

type ChunkLocation = { cloud: Point; path: Point; time: [number, number] }

/** Positions and times of all chunks. */
export const locateAllChunks = (page: Page): Promise<ChunkLocation[]> =>
  page.evaluate(() => {
    type Handle = { snapshot(): Snapshot; locate(i: number): ChunkLocation }
    const { songwalk } = window as unknown as { songwalk: Handle }
    return Array.from({ length: songwalk.snapshot().chunks }, (_, i) => songwalk.locate(i))
  })

export const computeDistance = (a: readonly number[], b: readonly number[]): number =>
  Math.hypot(...a.map((value, axis) => value - (b[axis] as number)))

const computePixelsPerMeter = ({ height }: { height: number }, depth: number): number =>
  height / 2 / Math.tan(FIELD_OF_VIEW_RAD / 2) / depth

/** Projects a point of the room to pixels of a flat page, whose camera has the pose of the ear. */
function projectToScreen(
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
  const scale = computePixelsPerMeter({ height }, depth)
  return { x: width / 2 + dot(right) * scale, y: height / 2 - dot(up) * scale, depth }
}

const getViewportSize = (page: Page) => page.viewportSize() ?? { width: 1280, height: 720 }
type ScreenPoint = { x: number; y: number }
const screenDistance = (a: ScreenPoint, b: ScreenPoint): number => Math.hypot(a.x - b.x, a.y - b.y)

/** Pixels of all cloud boxes before the camera, with their distances from it. */
async function projectCloud(page: Page) {
  const { ear } = await readSnapshot(page)
  const all = (await locateAllChunks(page)).map(({ cloud, time: [start, end] }, chunk) => ({
    chunk,
    seconds: end - start,
    away: computeDistance(cloud, ear.position),
    ...projectToScreen(ear, cloud, getViewportSize(page)),
  }))
  return all.filter(({ depth }) => depth > 0.3)
}

/** The first of some pixels that no control of the page covers. */
async function findFirstOnCanvas<T extends ScreenPoint>(page: Page, spots: T[]): Promise<T> {
  const { width, height } = getViewportSize(page)
  const inside = spots.filter(({ x, y }) => x > 40 && x < width - 40 && y > 40 && y < height - 40)
  const free = await page.evaluate(
    (spots) => spots.findIndex(({ x, y }) => document.elementFromPoint(x, y)?.tagName === 'CANVAS'),
    inside.map(({ x, y }) => ({ x, y })),
  )
  if (free < 0) throw new Error('no such place can be seen')
  return inside[free] as T
}

/** Half the diagonal of a cloud box, except of those of very long chunks. */
const MAX_BOX_RADIUS_M = 0.15

/** Rectangles of the screen in which the cloud's boxes are drawn. */
export async function projectBoxes(page: Page) {
  const size = getViewportSize(page)
  return (await projectCloud(page)).map(({ x, y, depth }) => {
    const radius = MAX_BOX_RADIUS_M * computePixelsPerMeter(size, depth)
    return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
  })
}

/**
 * An uncovered box, with its pixel. It is the longest of at most two seconds, so that it still sounds when a test on a
 * busy machine looks.
 */
export async function findVisibleBox(page: Page): Promise<{ chunk: number; x: number; y: number }> {
  const cloud = (await projectCloud(page)).sort((a, b) => a.away - b.away)
  const clear = cloud.filter((box, i) =>
    cloud
      .slice(0, i)
      .every(
        (nearer) =>
          screenDistance(box, nearer) > MAX_BOX_RADIUS_M * computePixelsPerMeter(getViewportSize(page), nearer.depth),
      ),
  )
  const short = clear.filter(({ seconds }) => seconds < 2).sort((a, b) => b.seconds - a.seconds)
  return findFirstOnCanvas(page, short)
}

/** The box that is farthest from all others in the picture, with its pixel. */
export async function findLonelyBox(page: Page): Promise<{ chunk: number; x: number; y: number; room: number }> {
  const cloud = await projectCloud(page)
  const lonely = cloud.map((box) => {
    const room = Math.min(
      ...cloud.map((other) => (other === box ? Number.POSITIVE_INFINITY : screenDistance(box, other))),
    )
    return { ...box, room }
  })
  return findFirstOnCanvas(
    page,
    lonely.sort((a, b) => b.room - a.room),
  )
}

/** A pixel far from all boxes, and above the horizon, where the path is not. */
export async function findEmptySpot(page: Page): Promise<ScreenPoint> {
  const cloud = await projectCloud(page)
  const { position, forward } = (await readSnapshot(page)).ear
  const far: Point = [position[0] + 1e3 * forward[0], position[1], position[2] + 1e3 * forward[2]]
  const { width, height } = getViewportSize(page)
  const horizon = projectToScreen({ position, forward }, far, { width, height }).y
  const spots: (ScreenPoint & { room: number })[] = []
  for (let x = 50; x < width; x += 30) {
    for (let y = 50; y < Math.min(height, horizon) - 20; y += 30) {
      spots.push({ x, y, room: Math.min(...cloud.map((box) => screenDistance(box, { x, y }))) })
    }
  }
  return findFirstOnCanvas(
    page,
    spots.sort((a, b) => b.room - a.room),
  )
}

/** Records every chunk that sounds from now on: a short one may end before a test on a busy machine looks. */
export const recordSoundingChunks = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const all = window as unknown as { heard: number[]; listening?: number; songwalk: { snapshot(): Snapshot } }
    all.heard = []
    all.listening ??= window.setInterval(() => {
      for (const chunk of all.songwalk.snapshot().sounding) if (all.heard.at(-1) !== chunk) all.heard.push(chunk)
    }, 5)
  })

/** Waits until these chunks have sounded in this order since {@link recordSoundingChunks}. */
export async function waitForSoundingChunks(page: Page, ...chunks: number[]): Promise<void> {
  await page.waitForFunction((chunks) => {
    let at = 0
    for (const chunk of (window as unknown as { heard: number[] }).heard) if (chunk === chunks[at]) at++
    return at === chunks.length
  }, chunks)
}
