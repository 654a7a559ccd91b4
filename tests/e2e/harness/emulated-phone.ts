import { locateAllChunks, openDemo, waitUntilSettled } from './demo-page.ts'
import { emulatePhone, pointPhoneAt, TABLE_HEIGHT_M } from './emulated-room.ts'
import { openMore } from './open-more.ts'
import { type Point, waitForSnapshot, waitFrames } from './snapshot.ts'

export const SCREEN_WIDTH_PX = 412
export const SCREEN_HEIGHT_PX = 915
export const SCREEN_CENTER = { x: SCREEN_WIDTH_PX / 2, y: SCREEN_HEIGHT_PX / 2 }

type Placement = {
  position: Point
  yaw: number
  scale: number
  size: 'table' | 'room'
  anchored: boolean
}

type TouchPoint = { x: number; y: number; id?: number }

/** From here the phone sees the middle of the table. */
export const PHONE_POSITION: Point = [0, 1.3, 0]
export const TABLE_SPOT: Point = [0, TABLE_HEIGHT_M, -0.8]

/** The larger of the extents along x and z. */
export const measureWidth = (points: Point[]) => {
  const width = (axis: 0 | 2) => Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]))
  return Math.max(width(0), width(2))
}
export const findCenter = (points: Point[]): [x: number, z: number] => {
  const half = (axis: 0 | 2) => (Math.max(...points.map((p) => p[axis])) + Math.min(...points.map((p) => p[axis]))) / 2
  return [half(0), half(2)]
}
export const findLowest = (points: Point[]) => Math.min(...points.map(([, y]) => y))

/** The app on an emulated phone in an emulated room, with the actions of its visitor. */
export async function openPhone() {
  const { page, monitor, close } = await openDemo({
    headset: 'quest3',
    touch: true,
    viewport: { width: SCREEN_WIDTH_PX, height: SCREEN_HEIGHT_PX },
  })
  const touch = await page.context().newCDPSession(page)
  await openMore(page)
  await waitUntilSettled(page)
  await emulatePhone(page)

  const readPlacementOrNull = () => page.evaluate(() => window.songwalk.snapshot().placement as Placement | null)
  const readPlacement = async (): Promise<Placement> => {
    const now = await readPlacementOrNull()
    if (!now) throw new Error('nothing is placed')
    return now
  }
  const readLight = () => page.evaluate(() => window.songwalk.snapshot().light)
  const button = (name: string) => page.locator('#ar-overlay').getByRole('button', { name, exact: true })
  const waitForHint = (text: string) => page.getByText(text, { exact: true }).waitFor()

  const fingers = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: TouchPoint[]) => {
    await touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((at, id) => ({ id, ...at })) })
    await waitFrames(page, 1)
  }
  const tap = async (at: TouchPoint) => {
    await fingers('touchStart', at)
    await fingers('touchEnd')
  }
  const drag = async (from: TouchPoint, to: TouchPoint) => {
    await fingers('touchStart', from)
    for (let k = 1; k <= 3; k++)
      await fingers('touchMove', { x: from.x + ((to.x - from.x) * k) / 3, y: from.y + ((to.y - from.y) * k) / 3 })
    await fingers('touchEnd')
  }
  /** Two fingers around the middle of the screen, whose distance goes from `before` to `after` pixels. */
  const pinch = async (before: number, after: number) => {
    const pair = (apart: number): [TouchPoint, TouchPoint] => [
      { x: SCREEN_CENTER.x - apart / 2, y: SCREEN_CENTER.y },
      { x: SCREEN_CENTER.x + apart / 2, y: SCREEN_CENTER.y },
    ]
    await fingers('touchStart', ...pair(before))
    for (let k = 1; k <= 2; k++) await fingers('touchMove', ...pair(before + ((after - before) * k) / 2))
    await fingers('touchEnd')
  }
  const longPressDrag = async (from: TouchPoint, to: TouchPoint) => {
    await fingers('touchStart', from)
    await waitForHint('Let go to put it down')
    for (let k = 1; k <= 3; k++)
      await fingers('touchMove', { x: from.x + ((to.x - from.x) * k) / 3, y: from.y + ((to.y - from.y) * k) / 3 })
    await fingers('touchEnd')
  }

  const enter = async () => {
    await page.getByRole('button', { name: 'Enter AR', exact: true }).click()
    await waitForSnapshot(page, (now) => now.session === 'ar')
  }
  const leave = async () => {
    await button('Exit').click()
    await waitForSnapshot(page, (now) => now.session === null)
  }
  const place = async () => {
    await pointPhoneAt(page, PHONE_POSITION, TABLE_SPOT)
    await waitForHint('Tap to place the song here')
    await tap(SCREEN_CENTER)
    await waitForSnapshot(page, () => window.songwalk.snapshot().placement !== null)
  }
  /** The device creates its anchor asynchronously. */
  const waitUntilAnchored = () => waitForSnapshot(page, () => window.songwalk.snapshot().placement?.anchored === true)

  /** Both boxes of every chunk, in room coordinates. */
  const locateEverything = async () => (await locateAllChunks(page)).flatMap(({ cloud, path }) => [cloud, path])
  /** Projects points of the room to CSS pixels, as the emulated device does. */
  const projectToGlass = (points: Point[]) =>
    page.evaluate((points) => {
      const device = window.xrDevice
      if (!device) throw new Error('no device')
      const { x, y, z, w } = device.quaternion
      return points.map((point) => {
        // Rotated into the axes of the phone.
        const [vx, vy, vz] = [point[0] - device.position.x, point[1] - device.position.y, point[2] - device.position.z]
        const [tx, ty, tz] = [2 * (z * vy - y * vz), 2 * (x * vz - z * vx), 2 * (y * vx - x * vy)]
        const ax = vx + w * tx + (z * ty - y * tz)
        const ay = vy + w * ty + (x * tz - z * tx)
        const az = vz + w * tz + (y * tx - x * ty)
        const scale = innerHeight / 2 / Math.tan(device.fovy / 2) / -az
        // The screen shows the left of the two emulated eyes.
        return { x: innerWidth / 2 + (ax + device.ipd / 2) * scale, y: innerHeight / 2 - ay * scale }
      })
    }, points)
  /** The visible box that is farthest from all others on the screen, with its pixel. */
  const findIsolatedBox = async () => {
    const clouds = (await locateAllChunks(page)).map(({ cloud }) => cloud)
    const seen = await projectToGlass(clouds)
    const apart = (i: number) =>
      Math.min(...seen.map((at, k) => (k === i ? 999 : Math.hypot(at.x - (seen[i]?.x ?? 0), at.y - (seen[i]?.y ?? 0)))))
    const free = seen
      .map(({ x, y }, chunk) => ({ chunk, x, y, cloud: clouds[chunk] as Point, apart: apart(chunk) }))
      .filter(({ x, y }) => x > 20 && x < SCREEN_WIDTH_PX - 20 && y > 120 && y < 740)
      .sort((a, b) => b.apart - a.apart)[0]
    if (!free) throw new Error('no box can be seen')
    return free
  }

  return {
    page,
    monitor,
    close,
    readPlacementOrNull,
    readPlacement,
    readLight,
    button,
    waitForHint,
    tap,
    drag,
    pinch,
    longPressDrag,
    enter,
    leave,
    place,
    waitUntilAnchored,
    locateEverything,
    findIsolatedBox,
  }
}
