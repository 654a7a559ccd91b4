import type { CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { holdPhone, look, TABLE } from './ar/real-room.ts'
import { distance, openDemo, places, settled } from './harness/app.ts'
import type { OpenPage } from './harness/pages.ts'
import { frames, locate, type Point, snapshot, until } from './harness/snapshot.ts'

const WIDTH = 412
const HEIGHT = 915
const MIDDLE = { x: WIDTH / 2, y: HEIGHT / 2 }

type Placement = {
  position: Point
  yaw: number
  scale: number
  size: 'table' | 'room'
  anchored: boolean
}

let opened: OpenPage
let page: Page
let touch: CDPSession

const placement = () => page.evaluate(() => window.songwalk.snapshot().placement as Placement | null)
const placed = async (): Promise<Placement> => {
  const now = await placement()
  if (!now) throw new Error('nothing is placed')
  return now
}
const light = () => page.evaluate(() => window.songwalk.snapshot().light)
const button = (name: string) => page.locator('.ar-overlay').getByRole('button', { name, exact: true })
const hint = (text: string) => page.getByText(text, { exact: true }).waitFor()

type Finger = { x: number; y: number; id?: number }
const fingers = async (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: Finger[]) => {
  await touch.send('Input.dispatchTouchEvent', { type, touchPoints: points.map((at, id) => ({ id, ...at })) })
  await frames(page, 2)
}
const tap = async (at: Finger) => {
  await fingers('touchStart', at)
  await fingers('touchEnd')
}
const drag = async (from: Finger, to: Finger) => {
  await fingers('touchStart', from)
  for (let k = 1; k <= 5; k++)
    await fingers('touchMove', { x: from.x + ((to.x - from.x) * k) / 5, y: from.y + ((to.y - from.y) * k) / 5 })
  await fingers('touchEnd')
}
/** Two fingers, so far apart around the middle before and after. */
const pinch = async (before: number, after: number) => {
  const pair = (apart: number): [Finger, Finger] => [
    { x: MIDDLE.x - apart / 2, y: MIDDLE.y },
    { x: MIDDLE.x + apart / 2, y: MIDDLE.y },
  ]
  await fingers('touchStart', ...pair(before))
  for (let k = 1; k <= 4; k++) await fingers('touchMove', ...pair(before + ((after - before) * k) / 4))
  await fingers('touchEnd')
}
const hold = async (from: Finger, to: Finger) => {
  await fingers('touchStart', from)
  await hint('Let go to put it down')
  for (let k = 1; k <= 5; k++)
    await fingers('touchMove', { x: from.x + ((to.x - from.x) * k) / 5, y: from.y + ((to.y - from.y) * k) / 5 })
  await fingers('touchEnd')
}

/** Where the phone is held to see the table, and how it looks at its middle. */
const FROM: Point = [0, 1.3, 0]
const SPOT: Point = [0, TABLE, -0.8]

const enter = async () => {
  await page.getByRole('button', { name: 'Enter AR', exact: true }).click()
  await until(page, (now) => now.session === 'ar')
}
const leave = async () => {
  await button('Exit AR').click()
  await until(page, (now) => now.session === null)
}
const place = async () => {
  await look(page, FROM, SPOT)
  await hint('Tap to place the song here')
  await tap(MIDDLE)
  await until(page, () => window.songwalk.snapshot().placement !== null)
}
/** Until the device has answered. */
const anchored = () => until(page, () => window.songwalk.snapshot().placement?.anchored === true)

/** Everything of the song, in the room. */
const everything = async () => (await places(page)).flatMap(({ cloud, path }) => [cloud, path])
/** Widest way across, seen from above. */
const across = (points: Point[]) => {
  const width = (axis: 0 | 2) => Math.max(...points.map((p) => p[axis])) - Math.min(...points.map((p) => p[axis]))
  return Math.max(width(0), width(2))
}
const middle = (points: Point[]): [x: number, z: number] => {
  const half = (axis: 0 | 2) => (Math.max(...points.map((p) => p[axis])) + Math.min(...points.map((p) => p[axis]))) / 2
  return [half(0), half(2)]
}
const lowest = (points: Point[]) => Math.min(...points.map(([, y]) => y))

/** Where a point of the room is on the glass; the same projection as the device's. */
const onGlass = (point: Point) =>
  page.evaluate((point) => {
    const device = window.xrDevice
    if (!device) throw new Error('no device')
    const { x, y, z, w } = device.quaternion
    // Into the phone's own axes: by the inverse turn.
    const [vx, vy, vz] = [point[0] - device.position.x, point[1] - device.position.y, point[2] - device.position.z]
    const [tx, ty, tz] = [2 * (-y * vz + z * vy), 2 * (-z * vx + x * vz), 2 * (-x * vy + y * vx)]
    const at = [
      vx + w * tx + (-y * tz + z * ty),
      vy + w * ty + (-z * tx + x * tz),
      vz + w * tz + (-x * ty + y * tx),
    ] as [number, number, number]
    const scale = innerHeight / 2 / Math.tan(device.fovy / 2) / -at[2]
    // The emulated phone has two eyes; the left one, half their distance to the left, is seen.
    return { x: innerWidth / 2 + (at[0] + device.ipd / 2) * scale, y: innerHeight / 2 - at[1] * scale }
  }, point)

beforeAll(async () => {
  opened = await openDemo({ headset: 'quest3', touch: true, viewport: { width: WIDTH, height: HEIGHT } })
  page = opened.page
  touch = await page.context().newCDPSession(page)
  await settled(page)
  await holdPhone(page)
})
afterEach(() => opened.guard.expectClean())
afterAll(() => opened.close())

describe('entering', () => {
  test('asks for a surface, and stands nowhere until it is placed', async () => {
    await look(page, FROM, [0, 1.4, -3])
    await enter()
    await hint('Move your phone to find a table or the floor')
    expect(await snapshot(page)).toMatchObject({ session: 'ar', placement: null, error: null })
    expect(await button('Fill the room').isDisabled()).toBe(true)
    // Without a surface a tap does nothing, also not later.
    await tap(MIDDLE)
    await look(page, FROM, SPOT)
    await hint('Tap to place the song here')
    expect(await placement()).toBeNull()
  })

  test('asks the device for surfaces, anchors, light and the overlay in AR only', async () => {
    expect(await page.evaluate(() => window.realRoom.asked)).toEqual(
      expect.arrayContaining(['local-floor', 'hit-test', 'anchors', 'light-estimation', 'dom-overlay']),
    )
    expect(await page.evaluate(() => window.realRoom.overlay)).toBe('ar-overlay')
  })

  test('a tap puts the song onto the table: 60 cm across, its lowest point on the surface, its front to the visitor', async () => {
    await tap(MIDDLE)
    await until(page, () => window.songwalk.snapshot().placement !== null)
    const all = await everything()
    expect(across(all)).toBeGreaterThan(0.45)
    expect(across(all)).toBeLessThan(0.62)
    expect(lowest(all)).toBeGreaterThan(TABLE)
    expect(lowest(all)).toBeLessThan(TABLE + 0.01)
    expect(distance([...middle(all)], [SPOT[0], SPOT[2]])).toBeLessThan(0.05)
    expect(await placed()).toMatchObject({ size: 'table' })
    expect((await placed()).yaw).toBeCloseTo(0, 1)
    await anchored()
    expect(await page.evaluate(() => window.realRoom.anchors())).toBe(1)
  })
})

describe('fingers', () => {
  test('one turns it to the right with its middle in place', async () => {
    const before = await placed()
    const stood = middle(await everything())
    await drag({ x: 150, y: 460 }, { x: 250, y: 470 })
    const after = await placed()
    expect(after.yaw - before.yaw).toBeCloseTo(0.8, 1)
    expect(after.scale).toBe(before.scale)
    expect(distance([...middle(await everything())], [...stood])).toBeLessThan(0.06)
    expect((await snapshot(page)).voices).toEqual([])
    await drag({ x: 250, y: 470 }, { x: 150, y: 460 })
    expect((await placed()).yaw).toBeCloseTo(before.yaw, 6)
  })

  test('two scale it on its surface, within limits, and a button brings its size back', async () => {
    const own = await placed()
    await pinch(100, 200)
    expect((await placed()).scale / own.scale).toBeCloseTo(2, 1)
    expect(lowest(await everything())).toBeLessThan(TABLE + 0.02)
    expect(lowest(await everything())).toBeGreaterThan(TABLE)
    for (let k = 0; k < 3; k++) await pinch(60, 380)
    expect((await placed()).scale / own.scale).toBeCloseTo(5)
    for (let k = 0; k < 4; k++) await pinch(380, 40)
    expect((await placed()).scale / own.scale).toBeCloseTo(0.3)
    await button('Size back').tap()
    expect((await placed()).scale).toBeCloseTo(own.scale, 9)
    expect((await placed()).position).toEqual(own.position)
  })

  test('a long press carries it along the surface; let go, it stays and is anchored anew', async () => {
    await anchored()
    const before = middle(await everything())
    const all = await everything()
    const size = across(all)
    await hold(MIDDLE, { x: MIDDLE.x + 80, y: MIDDLE.y + 60 })
    await anchored()
    const after = middle(await everything())
    // To the right and nearer.
    expect(after[0] - before[0]).toBeGreaterThan(0.08)
    expect(after[1] - before[1]).toBeGreaterThan(0.05)
    expect(lowest(await everything())).toBeCloseTo(lowest(all), 4)
    expect(across(await everything())).toBeCloseTo(size, 1)
    expect(await page.evaluate(() => window.realRoom.anchors())).toBe(1)
    expect((await snapshot(page)).sounding).toEqual([])
  })

  test('what the device learns about the place moves the song with it', async () => {
    const before = await locate(page, 100)
    await page.evaluate(() => window.realRoom.shift(0.05, 0.02, -0.03))
    await frames(page, 4)
    const after = await locate(page, 100)
    expect(after.cloud.map((value, axis) => value - (before.cloud[axis] as number))).toEqual([
      expect.closeTo(0.05, 4),
      expect.closeTo(0.02, 4),
      expect.closeTo(-0.03, 4),
    ])
    await page.evaluate(() => window.realRoom.shift(-0.05, -0.02, 0.03))
    await frames(page, 4)
    expect(distance((await locate(page, 100)).cloud, before.cloud)).toBeLessThan(1e-4)
  })
})

/** A box in front of all others, and its place on the glass. */
const foremost = async () => {
  const { ear } = await snapshot(page)
  const all = await places(page)
  const near = all
    .map(({ cloud }, chunk) => ({ chunk, cloud, away: distance(cloud, ear.position) }))
    .sort((a, b) => a.away - b.away)[0]
  if (!near) throw new Error('no boxes')
  return { ...near, ...(await onGlass(near.cloud)) }
}

describe('hearing', () => {
  test('a tap on a box plays it from where it stands on the table', async () => {
    const { chunk, cloud, x, y } = await foremost()
    await tap({ x, y })
    const { voices } = await until(page, (now, i) => now.sounding.includes(i), { given: chunk })
    const voice = voices.find((one) => one.chunk === chunk)
    expect(distance(voice?.position ?? [], cloud)).toBeLessThan(0.01)
    await until(page, (now) => now.voices.length === 0)
  })

  test('a tap beside everything plays nothing', async () => {
    await tap({ x: 30, y: 150 })
    await frames(page, 5)
    expect((await snapshot(page)).voices).toEqual([])
  })

  test('a tracked finger of the session does the same as a touch of the page', async () => {
    const { chunk, cloud } = await foremost()
    await page.evaluate((cloud) => {
      const controller = window.xrDevice?.controllers.right
      if (!controller) throw new Error('no input')
      Object.defineProperty(controller.inputSource, 'targetRayMode', { value: 'screen' })
      const { x, y, z } = window.xrDevice?.position ?? { x: 0, y: 0, z: 0 }
      const [dx, dy, dz] = [cloud[0] - x, cloud[1] - y, cloud[2] - z]
      const yaw = Math.atan2(-dx, -dz) / 2
      const pitch = Math.atan2(dy, Math.hypot(dx, dz)) / 2
      const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
      controller.position.set(x, y, z)
      controller.quaternion.set(cy * sp, sy * cp, -sy * sp, cy * cp)
      controller.connected = true
    }, cloud)
    await frames(page, 3)
    const trigger = (value: number) =>
      page.evaluate((value) => window.xrDevice?.controllers.right?.updateButtonValue('trigger', value), value)
    await trigger(1)
    await frames(page, 2)
    await trigger(0)
    await until(page, (now, i) => now.sounding.includes(i), { given: chunk })
    await page.evaluate(() => {
      const controller = window.xrDevice?.controllers.right
      if (controller) controller.connected = false
    })
    await until(page, (now) => now.voices.length === 0)
  })

  test('the ear is the phone, and comes closer with it', async () => {
    const { cloud } = await foremost()
    const far = distance((await snapshot(page)).ear.position, cloud)
    await look(page, [cloud[0], cloud[1] + 0.1, cloud[2] + 0.15], cloud)
    const { ear } = await snapshot(page)
    expect(distance(ear.position, cloud)).toBeLessThan(0.25)
    expect(distance(ear.position, cloud)).toBeLessThan(far)
    await look(page, FROM, SPOT)
  })
})

describe('the overlay', () => {
  test('plays and pauses, and nothing behind its controls is touched', async () => {
    const before = await placed()
    await button('Play').tap()
    await until(page, (now) => now.playing)
    await button('Pause').tap()
    await until(page, (now) => !now.playing && now.voices.length === 0)
    expect(await placed()).toEqual(before)
    expect(
      await page.evaluate(() => {
        const select = (selector: string) =>
          document
            .querySelector(selector)
            ?.dispatchEvent(new Event('beforexrselect', { bubbles: true, cancelable: true }))
        return [select('.ar-bar button'), select('.ar-title button'), select('.ar-overlay')]
      }),
    ).toEqual([false, false, true])
  })

  test('its controls are large enough for thumbs and say what they do', async () => {
    for (const name of ['Play', 'Fill the room', 'Size back', 'Place again', 'Exit AR']) {
      const box = await button(name).boundingBox()
      expect(Math.min(box?.width ?? 0, box?.height ?? 0)).toBeGreaterThanOrEqual(48)
      expect(box && box.x >= 0 && box.x + box.width <= WIDTH && box.y + box.height <= HEIGHT).toBe(true)
    }
    expect(await page.locator('.ar-title').innerText()).toContain((await snapshot(page)).title ?? 'a title')
  })

  test('the song fills the room with its path on the real floor, and comes back to the table', async () => {
    const table = await placed()
    await button('Fill the room').tap()
    const room = await placed()
    expect(room).toMatchObject({ size: 'room', scale: 1, yaw: table.yaw })
    expect(room.position[1]).toBeCloseTo(0, 5)
    const { path } = await locate(page, 0)
    expect(path[1]).toBeGreaterThan(0)
    expect(path[1]).toBeLessThan(0.1)
    expect(across(await everything())).toBeGreaterThan(3)
    await button('On the table').tap()
    expect(await placed()).toEqual(table)
  })

  test('takes the song up to place it elsewhere: on the floor', async () => {
    await button('Place again').tap()
    expect(await placement()).toBeNull()
    await frames(page, 3)
    expect(await page.evaluate(() => window.realRoom.anchors())).toBe(0)
    await look(page, [0, 1.4, 2], [0, 0, 0.7])
    await hint('Tap to place the song here')
    await tap(MIDDLE)
    await until(page, () => window.songwalk.snapshot().placement !== null)
    const all = await everything()
    expect(lowest(all)).toBeGreaterThan(0)
    expect(lowest(all)).toBeLessThan(0.01)
    await anchored()
    expect(await page.evaluate(() => window.realRoom.anchors())).toBe(1)
  })

  test('the boxes take on the light of the room', async () => {
    const bright = () => page.waitForFunction(() => (window.songwalk.snapshot().light ?? 0) > 1.3)
    const dark = () => page.waitForFunction(() => (window.songwalk.snapshot().light ?? 9) < 0.5)
    await page.evaluate(() => {
      window.realRoom.light = 5
    })
    await bright()
    await page.evaluate(() => {
      window.realRoom.light = 0.01
    })
    await dark()
  })
})

describe('coming and going', () => {
  test('AR and VR in turn, one ending the other', async () => {
    await leave()
    expect(await light()).toBeNull()
    expect(await placed()).toMatchObject({ position: [0, 0, 0], yaw: 0, scale: 1 })
    await page.getByRole('button', { name: 'Enter VR' }).click()
    await until(page, (now) => now.session === 'vr')
    expect(await page.evaluate(() => window.realRoom.asked)).not.toContain('hit-test')
    // The page lies under the emulated headset's picture.
    await page.getByRole('button', { name: 'Enter AR', exact: true }).evaluate((one) => (one as HTMLElement).click())
    await until(page, (now) => now.session === 'ar')
    expect((await snapshot(page)).error).toBeNull()
    await place()
    await page.getByRole('button', { name: 'Enter VR' }).evaluate((one) => (one as HTMLElement).click())
    await until(page, (now) => now.session === 'vr')
    expect(await placed()).toMatchObject({ position: [0, 0, 0], scale: 1 })
    await page.evaluate(() => window.xrDevice?.activeSession?.end())
    await until(page, (now) => now.session === null)
  })

  test('ten times leave nothing behind, and each begins anew', async () => {
    const nodes = () => page.evaluate(() => document.querySelectorAll('*').length)
    const before = await nodes()
    for (let round = 0; round < 10; round++) {
      await enter()
      expect(await placement()).toBeNull()
      await place()
      const { frame } = await snapshot(page)
      await until(page, (now, count) => now.frame.count > count + 3, { given: frame.count })
      expect(lowest(await everything())).toBeCloseTo(TABLE, 1)
      await leave()
      expect(await snapshot(page)).toMatchObject({ session: null, error: null, phase: 'ready' })
    }
    expect(await nodes()).toBe(before)
  })

  test('a device that refuses is told of in one sentence', async () => {
    await page.evaluate(() => {
      const { xr } = navigator
      if (!xr) return
      const real = xr.requestSession.bind(xr)
      xr.requestSession = async () => {
        xr.requestSession = real
        throw new DOMException('no camera', 'NotAllowedError')
      }
    })
    await page.getByRole('button', { name: 'Enter AR', exact: true }).click()
    const { error, session } = await until(page, (now) => now.error !== null)
    expect(error).toBe('AR did not start; allow this page to use the camera, then try again.')
    expect(session).toBeNull()
    await page.getByRole('button', { name: 'Close' }).click()
  })

  test('without hit tests the floor is found by looking at it', async () => {
    await page.evaluate(() => window.realRoom.blind())
    await enter()
    await look(page, [0, 1.4, 0], [0, 0, -1.2])
    await hint('Tap to place the song here')
    await tap(MIDDLE)
    await until(page, () => window.songwalk.snapshot().placement !== null)
    expect(lowest(await everything())).toBeLessThan(0.01)
    await leave()
  })
})
