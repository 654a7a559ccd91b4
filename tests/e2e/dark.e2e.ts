import { rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { FaultKind } from '../../exhibit/messages.ts'
import { openExhibit, type Site, serveExhibit } from './harness/exhibit.ts'
import type { OpenPage, PageOptions } from './harness/pages.ts'
import { snapshot, until } from './harness/snapshot.ts'

type Counted = Partial<Record<FaultKind, number>>

let site: Site
let opened: OpenPage
let page: Page

/** Guards that wait 20 times less. */
async function open(options: PageOptions & { search?: string } = {}) {
  opened = await openExhibit(site, { draw: false, search: '?pace=20&device=hall', ...options })
  page = opened.page
}
afterEach(() => opened.close())

const ready = (chunks?: number) =>
  until(page, (now, chunks) => now.phase === 'ready' && now.frame.count > 5 && (!chunks || now.chunks === chunks), {
    given: chunks ?? 0,
  })

const counted = (): Promise<Counted> => page.evaluate(() => JSON.parse(localStorage.getItem('songwalk-faults') ?? '{}'))

/** Waits until a fault has been counted so often. */
const fault = (kind: FaultKind, times = 1) =>
  page.waitForFunction(
    ([kind, times]) => JSON.parse(localStorage.getItem('songwalk-faults') ?? '{}')[kind as string] === times,
    [kind, times],
  )

/** Marks the document, to see whether it is still the same later. */
const mark = () => page.evaluate(() => Object.assign(window, { same: true }))
const isSame = () => page.evaluate(() => 'same' in window)
const reloaded = () => page.waitForFunction(() => !('same' in window) && 'songwalk' in window)

describe('on the page', () => {
  beforeAll(async () => {
    site = await serveExhibit()
  })
  afterAll(() => site.close())

  test('a lost WebGL context comes back, and the room is drawn as before; one that stays away means a new page', async () => {
    await open({ draw: true, viewport: { width: 320, height: 200 } })
    await ready()
    await mark()
    // Colors of some pixels, right after they were drawn.
    const colors = () =>
      page.evaluate(
        () =>
          new Promise<number>((resolve) =>
            requestAnimationFrame(() => {
              const gl = document.querySelector('canvas')?.getContext('webgl2') as WebGL2RenderingContext
              const { drawingBufferWidth: width, drawingBufferHeight: height } = gl
              const pixels = new Uint8Array(width * height * 4)
              gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, pixels)
              resolve(new Set(new Uint32Array(pixels.buffer)).size)
            }),
          ),
      )
    const before = await colors()
    expect(before).toBeGreaterThan(100)
    await page.evaluate(() => {
      const lose = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
      Object.assign(window, { lose })
      lose?.loseContext()
    })
    await fault('webgl-lost')
    const { frame } = await snapshot(page)
    await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext())
    await until(page, (now, count) => now.frame.count > count + 3 && now.frame.drawCalls > 5, { given: frame.count })
    expect(await colors()).toBeGreaterThan(before / 2)
    expect(await isSame()).toBe(true)
    await page.evaluate(() =>
      document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(),
    )
    await reloaded()
    await ready()
    expect(await counted()).toEqual({ 'webgl-lost': 2, reloaded: 1 })
  })

  test('a frame loop that stopped is started again; one that cannot be, means a new page', async () => {
    await open()
    await ready()
    await mark()
    await page.evaluate(() => {
      const { requestAnimationFrame: real } = window
      window.requestAnimationFrame = (next) => {
        window.requestAnimationFrame = real
        return void next as unknown as number
      }
    })
    await fault('frames-stalled')
    const { frame } = await snapshot(page)
    await until(page, (now, count) => now.frame.count > count + 20, { given: frame.count })
    expect(await isSame()).toBe(true)
    await page.evaluate(() => {
      window.requestAnimationFrame = () => 0
    })
    await reloaded()
    await ready()
    expect(await counted()).toEqual({ 'frames-stalled': 2, reloaded: 1 })
  })

  test('of a page whose thread is stuck the server hears, from a worker', async () => {
    await open()
    await ready()
    site.heartbeats.length = 0
    await page.evaluate(() => {
      const end = performance.now() + 4000
      while (performance.now() < end);
    })
    expect(site.heartbeats).toContainEqual(expect.objectContaining({ device: 'hall', fps: 0 }))
    await fault('frames-stalled')
    expect(await counted()).toEqual({ 'frames-stalled': 1 })
  })

  test('sound that is suspended or dies goes on, counted once each', async () => {
    await open({
      before: `const { resume } = AudioContext.prototype
        AudioContext.prototype.resume = function () { window.sounding = this; return resume.call(this) }`,
    })
    await ready()
    await page.mouse.click(20, 20)
    await until(page, ({ playing, time }) => playing && time > 0.1)
    await page.evaluate('window.sounding.suspend()')
    await fault('audio-dead')
    const { time } = await snapshot(page)
    await until(page, (now, time) => now.playing && now.time > time + 0.2, { given: time })
    // A clock that stands still although it says that it runs.
    await page.evaluate(() => {
      const { sounding } = window as unknown as { sounding: AudioContext }
      const still = sounding.currentTime
      Object.defineProperty(sounding, 'currentTime', { get: () => still })
    })
    await fault('audio-dead', 2)
    const { time: stuck } = await snapshot(page)
    await until(page, (now, time) => now.playing && now.time > time + 0.2, { given: stuck })
    expect(await counted()).toEqual({ 'audio-dead': 2 })
  })

  test('a crashed worker costs one more try', async () => {
    await open({
      before: `const Real = Worker
        let first = true
        window.Worker = class extends Real {
          constructor(url, options) {
            const broken = first && String(url).includes('song-file')
            if (broken) first = false
            super(broken ? URL.createObjectURL(new Blob(['throw new Error("crashed")'])) : url, options)
          }
        }`,
    })
    await ready(30)
    expect(await counted()).toEqual({ 'worker-crashed': 1 })
  })

  test('a full storage is counted once, and nothing stops', async () => {
    await open()
    await ready()
    await page.evaluate(() => {
      for (let i = 0; i < 3; i++)
        try {
          localStorage.setItem('filling', 'x'.repeat(6e6))
        } catch {}
    })
    await fault('storage-full')
    expect(await counted()).toEqual({ 'storage-full': 1 })
  })

  test('many errors in a short time mean a new page', async () => {
    await open()
    await ready()
    await mark()
    await page.evaluate(() => {
      for (let i = 0; i < 5; i++)
        setTimeout(() => {
          throw new Error(`error ${i}`)
        })
    })
    await reloaded()
    await ready()
    expect(await counted()).toEqual({ 'script-error': 5, reloaded: 1 })
  })

  test('a page that cannot be drawn reloads three times, and then waits, calm', async () => {
    await open({ before: 'HTMLCanvasElement.prototype.getContext = () => null' })
    await fault('reloaded', 3)
    await fault('script-error', 4)
    await page.waitForSelector('[data-still]')
    expect(await counted()).toMatchObject({ reloaded: 3 })
  })

  test('a server that is gone is counted once, until it is back', async () => {
    await open()
    await ready()
    await site.down()
    await fault('server-gone')
    const { length } = site.heartbeats
    await site.up()
    await expect.poll(() => site.heartbeats.length, { timeout: 20_000 }).toBeGreaterThan(length + 2)
    expect(await counted()).toEqual({ 'server-gone': 1 })
    expect(site.heartbeats.at(-1)?.faults).toEqual({ 'server-gone': 1 })
  })
})

describe('songs', () => {
  beforeEach(async () => {
    site = await serveExhibit()
  })
  afterEach(() => site.close())
  const song = (chunks: number) => join(site.folder, `songs/${String(chunks).padStart(16, '0')}.songwalk`)

  test('a missing and a broken one are passed over', async () => {
    await rm(song(30))
    await truncate(song(60), 2000)
    await open()
    await ready(90)
    expect(await counted()).toEqual({ 'song-missing': 1, 'song-broken': 1 })
  })

  test('where none opens, something calm is seen until one does', async () => {
    for (const chunks of [30, 60, 90]) await writeFile(song(chunks), 'not a song')
    await open()
    await page.waitForSelector('[data-still]')
    await fault('song-broken', 3)
    await site.close()
    site = await serveExhibit()
    await ready(30)
    expect(await page.$('[data-still]')).toBeNull()
    expect(await counted()).toEqual({ 'song-broken': 3 })
  })
})
