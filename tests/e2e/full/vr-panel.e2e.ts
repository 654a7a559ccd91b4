import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { computeDistance, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, type Point, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import {
  aimAtPanel,
  dragSlider,
  locateOnSlider,
  pressPanelControl,
  readPanel,
  waitForPanelControl,
} from '../harness/vr-panel.ts'
import { enterVR, exitVR, waitForInputs, waitForSilence } from '../harness/vr-session.ts'
import {
  clickTrigger,
  flickThumbstick,
  moveFingertipTo,
  moveHead,
  setButton,
  setInputMode,
  setPinch,
} from '../harness/xr-controls.ts'

let page: Page

type Now = Awaited<ReturnType<typeof readSnapshot>> & {
  settings: Record<string, string | number | boolean>
  selected: number | null
  trustShown: boolean
}
const now = async () => (await readSnapshot(page)) as Now
/** Waits until a preference has this value. */
const set = (key: string, value: string | number | boolean) =>
  waitForSnapshot(page, (now, [key, value]) => (now as Now).settings[key as string] === value, {
    given: [key, value] as const,
  })
const duration = async () => (await locateTime((await now()).chunks - 1))[1]
const locateTime = (chunk: number) =>
  page.evaluate((i) => (window.songwalk.locate(i) as unknown as { time: [number, number] }).time, chunk)

sharePage(async () => {
  const opened = await openDemo({ headset: 'quest3', viewport: { width: 800, height: 480 } })
  page = opened.page
  await waitUntilSettled(page)
  await enterVR(page)
  await waitForPanelControl(page, 'Play')
  return opened
})

describe('the song', () => {
  test('plays, pauses and steps', async () => {
    await pressPanelControl(page, 'Play')
    await waitForSnapshot(page, (now) => now.playing && now.time > 0.2)
    await pressPanelControl(page, 'Pause')
    await waitForSnapshot(page, (now) => !now.playing && now.voices.length === 0)
    const { time } = await now()
    await pressPanelControl(page, 'Next chunk')
    const next = (await waitForSnapshot(page, (now, before) => now.time > before, { given: time })) as Now
    await waitForSilence(page)
    await pressPanelControl(page, 'Previous chunk')
    const previous = (await waitForSnapshot(page, (now, before) => now.time <= before, { given: time })) as Now
    expect(previous.selected).toBe((next.selected as number) - 1)
    await waitForSilence(page)
  })

  test('is dragged along the rainbow, continuously and finely', async () => {
    const whole = await duration()
    await aimAtPanel(page, await locateOnSlider(page, 'Seek', 0.2))
    await setButton(page, 'right', 'trigger', 1)
    const near = (share: number) =>
      waitForSnapshot(page, (now, at) => Math.abs(now.time - at) < 0.5, { given: share * whole })
    await near(0.2)
    for (const share of [0.21, 0.4, 0.75, 0.7]) {
      await aimAtPanel(page, await locateOnSlider(page, 'Seek', share))
      await near(share)
    }
    await setButton(page, 'right', 'trigger', 0)
    await near(0.7)
    await aimAtPanel(page, await locateOnSlider(page, 'Seek', 0.1))
    await waitFrames(page, 5)
    await near(0.7)
    expect((await waitForPanelControl(page, 'Seek')).value).toBeCloseTo(0.7, 1)
  })

  test('a press beside the keys plays no box behind', async () => {
    const [a, b] = [
      (await waitForPanelControl(page, 'Previous chunk')).position,
      (await waitForPanelControl(page, 'Play')).position,
    ]
    const { time } = await now()
    await aimAtPanel(page, a.map((value, axis) => (value + (b[axis] as number)) / 2) as Point)
    await clickTrigger(page, 'right')
    await waitFrames(page, 5)
    expect(await now()).toMatchObject({ time, voices: [], held: null, playing: false })
  })

  test('mode, path, volume and form', async () => {
    for (const mode of ['Ride', 'Walk', 'Roam']) {
      await pressPanelControl(page, mode)
      await waitForSnapshot(page, (now, mode) => now.mode === mode, { given: mode.toLowerCase() })
      expect(await waitForPanelControl(page, mode)).toMatchObject({ group: 'Mode', value: true })
    }
    await waitForSilence(page)
    const { path } = await locateChunk(page, 300)
    await pressPanelControl(page, 'Line')
    await set('layout', 'line')
    expect(computeDistance((await locateChunk(page, 300)).path, path)).toBeGreaterThan(1)
    await pressPanelControl(page, 'Spiral')
    await set('layout', 'spiral')
    await dragSlider(page, 'Volume', [0.9, 0.5, 0.3])
    expect((await now()).settings.volume).toBeCloseTo(0.3, 1)
    const { volume } = (await now()).settings
    for (const value of [0, volume as number]) {
      await pressPanelControl(page, 'Mute')
      await set('volume', value)
    }
    const { cloud } = await locateChunk(page, 300)
    await pressPanelControl(page, 'Show the form again')
    await page.waitForFunction(
      (old) => Math.hypot(...window.songwalk.locate(300).cloud.map((value, axis) => value - (old[axis] ?? 0))) > 0.3,
      cloud,
    )
    await waitUntilSettled(page)
  })
})

describe('every setting', () => {
  const choose = async (name: string, group: string, key: string, value: string) => {
    await pressPanelControl(page, name, group)
    await set(key, value)
    expect((await waitForPanelControl(page, name, group)).value).toBe(true)
  }
  const toggle = async (label: string, key: string) => {
    const before = (await now()).settings[key] as boolean
    await pressPanelControl(page, label)
    await set(key, !before)
    expect((await waitForPanelControl(page, label)).value).toBe(!before)
  }

  test('of the look', async () => {
    await pressPanelControl(page, 'Look')
    await choose('Grey', 'Colors', 'palette', 'grey')
    await choose('Rainbow', 'Colors', 'palette', 'rainbow')
    await choose('Safe', 'Colors', 'palette', 'safe')
    await toggle('Labels', 'labels')
    await toggle('Captions', 'captions')
    await pressPanelControl(page, 'Trust')
    await waitForSnapshot(page, (now) => (now as Now).trustShown)
    await pressPanelControl(page, 'Trust')
    await waitForSnapshot(page, (now) => !(now as Now).trustShown)
    await pressPanelControl(page, 'Back to its size')
    expect((await now()).placement.scale).toBe(1)
    await dragSlider(page, 'Form', [0.97, 0.5, 0])
    await page.waitForFunction(() => {
      const { cloud, path } = window.songwalk.locate(300)
      return Math.hypot(...cloud.map((value, axis) => value - (path[axis] ?? 0))) < 0.05
    })
    await dragSlider(page, 'Form', [0.2, 1])
  })

  test('of moving; and back to the start', async () => {
    await pressPanelControl(page, 'Move')
    await flickThumbstick(page, 'right', 1, 0)
    await waitForSnapshot(page, ({ ear }) => ear.forward[2] > -0.95)
    await pressPanelControl(page, 'Recenter')
    await waitForSnapshot(page, ({ ear }) => ear.forward[2] < -0.99)
    await choose('Smooth', 'Move', 'moving', 'smooth')
    await choose('Teleport', 'Move', 'moving', 'teleport')
    await choose('Smooth', 'Turn', 'turning', 'smooth')
    await dragSlider(page, 'Speed', [0.3, 0.9])
    expect((await now()).settings.speed).toBeGreaterThan(3)
    await toggle('Flying', 'flying')
  })

  test('of comfort', async () => {
    await pressPanelControl(page, 'Comfort')
    await dragSlider(page, 'Vignette', [0.5, 0.8, 0.98])
    expect((await now()).settings.vignette).toBeGreaterThan(0.9)
    await toggle('Seated', 'seated')
    await toggle('Dwell', 'dwell')
    await toggle('Dwell', 'dwell')
    await toggle('Calm', 'calm')
  })

  test('left-handed: the panel stands at the other side, and the left hand presses it', async () => {
    const side = async () => {
      const { ear } = await now()
      const { position } = await waitForPanelControl(page, 'Play')
      const [fx, , fz] = ear.forward
      return (position[0] - ear.position[0]) * -fz + (position[2] - ear.position[2]) * fx
    }
    await pressPanelControl(page, 'Comfort')
    expect(await side()).toBeLessThan(-0.2)
    await toggle('Left-handed', 'leftHanded')
    expect(await side()).toBeGreaterThan(0.2)
    await pressPanelControl(page, 'Left-handed', undefined, 'left')
    await set('leftHanded', false)
    expect(await side()).toBeLessThan(-0.2)
  })

  test('is remembered by the page after the session', async () => {
    await pressPanelControl(page, 'Look')
    await choose('Safe', 'Colors', 'palette', 'safe')
    await pressPanelControl(page, 'Song')
    const { settings } = await now()
    await exitVR(page)
    expect(await readPanel(page)).toEqual([])
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
    expect((await now()).settings).toEqual(settings)
    await enterVR(page)
  })
})

describe('where it stands', () => {
  test('it rests while the visitor looks around, comes along when one walks away, and folds when one turns away', async () => {
    await moveHead(page, [0, 1.6, 0])
    const { position } = await waitForPanelControl(page, 'Play')
    await moveHead(page, [0.2, 1.6, 0.1], -0.9)
    expect(computeDistance((await waitForPanelControl(page, 'Play')).position, position)).toBeLessThan(0.01)
    for (const [head, yaw] of [
      [[1.6, 1.6, 1.2], 0],
      [[1.6, 1.6, 1.2], Math.PI],
    ] as [Point, number][]) {
      await moveHead(page, head, yaw)
      if (yaw !== 0) await page.waitForFunction(() => window.songwalk.panel().length === 1)
      const { ear, time } = await now()
      const { position } = await waitForPanelControl(page, 'Play')
      const to = position.map((value, axis) => value - (ear.position[axis] as number))
      expect(Math.hypot(...to)).toBeLessThan(1)
      // In front of the head, to one side.
      expect((to[0] as number) * ear.forward[0] + (to[2] as number) * ear.forward[2]).toBeGreaterThan(0.2)
      await pressPanelControl(page, 'Next chunk')
      await waitForSnapshot(page, ({ time }, before) => time > before, { given: time })
    }
    await waitForSilence(page)
    await moveHead(page, [0, 1.6, 0])
  })

  test('its words are written in the middle of its keys', async () => {
    await page.evaluate(() => {
      const written = new Map<string, [x: number, y: number]>()
      const { fillText, clearRect } = CanvasRenderingContext2D.prototype
      const isPanel = ({ canvas }: CanvasRenderingContext2D) => canvas.width > 1000 && canvas.height > 1000
      CanvasRenderingContext2D.prototype.clearRect = function (...given) {
        if (isPanel(this)) written.clear()
        clearRect.apply(this, given)
      }
      CanvasRenderingContext2D.prototype.fillText = function (...given) {
        const [text, x, y] = given
        if (isPanel(this)) written.set(text, [x, y])
        fillText.apply(this, given)
      }
      Object.assign(window, { written })
    })
    await pressPanelControl(page, 'Look')
    await waitForPanelControl(page, 'Trust')
    await pressPanelControl(page, 'Song')
    const names = ['Exit', 'Songs', 'Comfort', 'Ride', 'Roam', 'Line', 'Mute', 'Show the form again']
    const written = await page.waitForFunction((names) => {
      const { written } = window as unknown as { written: Map<string, [number, number]> }
      const at = names.map((name) => written.get(name))
      return at.every(Boolean) ? (at as [number, number][]) : null
    }, names)
    const onPaper = (await written.jsonValue()) ?? []
    const inRoom = (await Promise.all(names.map((name) => waitForPanelControl(page, name)))).map(
      ({ position }) => position,
    )
    // Two pixels of the canvas are one of the panel's, 0.9 mm.
    for (const [i, at] of inRoom.entries()) {
      const [x, y] = onPaper[i] as [number, number]
      const [x0, y0] = onPaper[0] as [number, number]
      expect(Math.hypot(x - x0, y - y0) * 0.00045, names[i]).toBeCloseTo(computeDistance(at, inRoom[0] as Point), 2.5)
    }
  })

  test('a tracked hand pinches its keys', async () => {
    await setInputMode(page, 'hand')
    await waitForInputs(page)
    await aimAtPanel(page, (await waitForPanelControl(page, 'Comfort')).position)
    await setPinch(page, 'right', 1)
    await setPinch(page, 'right', 0)
    expect((await waitForPanelControl(page, 'Comfort', 'Page')).value).toBe(true)
    await waitForPanelControl(page, 'Vignette')
  })

  test('a finger presses them', async () => {
    const { position } = await waitForPanelControl(page, 'Move')
    const { ear } = await now()
    const away = computeDistance(position, ear.position)
    const toEye = position.map((value, axis) => ((ear.position[axis] as number) - value) / away) as Point
    for (const meters of [0.12, 0.06, 0.01, 0.01, 0.06, 0.12]) {
      const tip = position.map((value, axis) => value + meters * (toEye[axis] as number)) as Point
      await moveFingertipTo(page, 'right', tip)
    }
    await waitForPanelControl(page, 'Speed')
    await setInputMode(page, 'controller')
  })
})
