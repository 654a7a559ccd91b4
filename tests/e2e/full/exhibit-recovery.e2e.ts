import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { FaultKind } from '../../../protocol/fault-kinds.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { readFaultCounts, waitForFaultCount } from '../harness/fault-counts.ts'
import type { OpenPage, PageOptions } from '../harness/pages.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

const timings = { reminder: 60, countdown: 15, visit: 0, ending: 8, attract: 60, intro: 12 }

let site: ExhibitSite
let opened: OpenPage
let page: Page

/** Guards that wait 20 times less. */
async function open(options: PageOptions & { search?: string } = {}) {
  opened = await openExhibit(site, { draw: false, search: '?pace=20&device=hall', ...options })
  page = opened.page
}
afterEach(() => opened.close())

const ready = (chunks?: number) =>
  waitForSnapshot(
    page,
    (now, chunks) => now.phase === 'ready' && now.frame.count > 5 && (!chunks || now.chunks === chunks),
    { given: chunks ?? 0 },
  )

const counted = () => readFaultCounts(page)
const fault = (kind: FaultKind, times = 1) => waitForFaultCount(page, kind, times)

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
    // Different colors, right after they were drawn.
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
    const { drawCalls } = (await readSnapshot(page)).frame
    expect(before).toBeGreaterThan(100)
    await page.evaluate(() => {
      const lose = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
      Object.assign(window, { lose })
      lose?.loseContext()
    })
    await fault('webgl-lost')
    await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext())
    const { count } = (await readSnapshot(page)).frame
    await waitForSnapshot(
      page,
      ({ frame }, given) => frame.count > given.count + 3 && frame.drawCalls === given.drawCalls,
      {
        given: { count, drawCalls },
      },
    )
    expect(await colors()).toBeGreaterThan(before / 2)
    expect(await isSame()).toBe(true)
    await page.evaluate(() =>
      document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext(),
    )
    await reloaded()
    await ready()
    expect(await counted()).toEqual({ 'webgl-lost': 2, reloaded: 1 })
  })

  test('whatever else stops is noticed, goes on, and is counted once', async () => {
    await open({
      initScript: `const { resume } = AudioContext.prototype
        AudioContext.prototype.resume = function () { window.sounding = this; return resume.call(this) }`,
    })
    await ready()
    await mark()
    const goesOn = async () => {
      const { frame } = await readSnapshot(page)
      await waitForSnapshot(page, (now, count) => now.frame.count > count + 10, { given: frame.count })
    }
    const soundGoesOn = async () => {
      const { time } = await readSnapshot(page)
      await waitForSnapshot(page, (now, time) => now.playing && now.time > time + 0.1, { given: time })
    }

    // The frame loop loses its thread.
    await page.evaluate(() => {
      const { requestAnimationFrame: real } = window
      window.requestAnimationFrame = (next) => {
        window.requestAnimationFrame = real
        return void next as unknown as number
      }
    })
    await fault('frames-stalled')
    await goesOn()

    await page.mouse.click(20, 20)
    await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.1)
    await page.evaluate('window.sounding.suspend()')
    await fault('audio-dead')
    await soundGoesOn()
    // Its clock stands still although it says that it runs.
    await page.evaluate(() => {
      const { sounding } = window as unknown as { sounding: AudioContext }
      const still = sounding.currentTime
      Object.defineProperty(sounding, 'currentTime', { get: () => still })
    })
    await fault('audio-dead', 2)
    await soundGoesOn()

    // The next two writes of the visit that has begun find the disk full.
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype
      let refusals = 2
      IDBObjectStore.prototype.put = function (...given) {
        if (refusals-- > 0) throw new DOMException('full', 'QuotaExceededError')
        IDBObjectStore.prototype.put = put
        return put.apply(this, given)
      }
    })
    await fault('storage-full')

    await site.stopServer()
    await fault('server-gone')
    const { length } = site.heartbeats
    await site.startServer()
    await expect.poll(() => site.heartbeats.length, { timeout: 20_000 }).toBeGreaterThan(length)

    // The page's own thread is stuck: its worker tells.
    site.heartbeats.length = 0
    await page.evaluate(() => {
      const end = performance.now() + 4000
      while (performance.now() < end);
    })
    expect(site.heartbeats).toContainEqual(expect.objectContaining({ device: 'hall', fps: 0 }))
    await fault('frames-stalled', 2)
    await goesOn()

    expect(await isSame()).toBe(true)
    const all = { 'frames-stalled': 2, 'audio-dead': 2, 'storage-full': 1, 'server-gone': 1 }
    expect(await counted()).toEqual(all)
    await expect.poll(() => site.heartbeats.at(-1)?.faults, { timeout: 20_000 }).toEqual(all)

    await page.evaluate(() => {
      for (let i = 0; i < 5; i++)
        setTimeout(() => {
          throw new Error(`error ${i}`)
        })
    })
    await reloaded()
    await ready()
    await mark()
    // Frames that cannot be had again.
    await page.evaluate(() => {
      window.requestAnimationFrame = () => 0
    })
    await reloaded()
    await ready()
    expect(await counted()).toEqual({ ...all, 'frames-stalled': 3, 'script-error': 5, reloaded: 2 })
  })

  test('a crashed worker costs one more try', async () => {
    await open({
      initScript: `const Real = Worker
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

  test('a page whose script does not arrive begins again', async () => {
    await open({ search: 'exhibit.json' })
    let missing = true
    await page.route('**/assets/exhibit-*.js', (route) => {
      if (!missing) return route.continue()
      missing = false
      return route.abort()
    })
    await page.goto(`${site.url}?pace=20`)
    await ready()
    expect(await counted()).toEqual({ 'script-error': 1, reloaded: 1 })
  })

  test('a page that cannot be drawn reloads three times, and then waits, calm', async () => {
    await open({ initScript: 'HTMLCanvasElement.prototype.getContext = () => null' })
    await fault('script-error', 4)
    await page.waitForSelector('[data-still]')
    expect(await counted()).toEqual({ 'script-error': 4, reloaded: 3 })
  })
})

describe('songs', () => {
  test('missing and broken ones are passed over; where none opens, something calm is seen until one does', async () => {
    site = await serveExhibit({ timings: { ...timings, attract: 2 } })
    const song = (chunks: number) => join(site.folder, `songs/${String(chunks).padStart(16, '0')}.songwalk`)
    const whole = await readFile(song(90))
    await rm(song(30))
    await truncate(song(60), 2000)
    await writeFile(song(90), 'not a song')
    await site.publishRelease('1')
    await open()
    await page.waitForSelector('[data-still]')
    await writeFile(song(90), whole)
    await ready(90)
    await page.waitForSelector('[data-still]', { state: 'detached' })
    // The files were changed under the service worker, too.
    expect(await counted()).toMatchObject({ 'song-missing': 1, 'song-broken': 2 })
    await site.close()
  })
})

describe('held by a service worker', () => {
  let main: string
  beforeAll(async () => {
    site = await serveExhibit({ timings: { ...timings, reminder: 0.2, countdown: 0.2 } })
    main = join(site.folder, 'index.html')
  })
  afterAll(() => site.close())
  /** The version that the page which beats now is of. */
  const shown = (version: string) =>
    expect.poll(() => site.heartbeats.at(-1)?.version, { timeout: 60_000, message: `version ${version}` }).toBe(version)
  const held = (version: string) =>
    page.waitForFunction(
      async (version) => {
        const state = await (await caches.open('songwalk')).match('/versions')
        const { current, waiting } = (await state?.json()) ?? {}
        return current === version || waiting === version
      },
      version,
      { polling: 200 },
    )

  test('it starts and runs without server, takes updates when nobody is there, and undoes broken ones', async () => {
    await open({ search: '?pace=60&device=hall' })
    await ready()
    await held('1')
    await site.stopServer()
    await page.reload()
    await ready(30)
    expect(await page.evaluate(() => window.crossOriginIsolated)).toBe(true)
    await fault('server-gone')
    await site.startServer()

    // Somebody is there: the next version is fetched, and not shown.
    await page.mouse.click(640, 120)
    await site.publishRelease('2')
    await mark()
    const stay = setInterval(() => void page.mouse.click(640, 120).catch(() => {}), 100)
    await held('2')
    await expect.poll(() => site.heartbeats.length, { timeout: 20_000 }).toBeGreaterThan(5)
    expect(site.heartbeats.at(-1)?.version).toBe('1')
    expect(await isSame()).toBe(true)
    clearInterval(stay)
    await reloaded()
    await ready()
    await shown('2')
    expect(await counted()).toEqual({ 'server-gone': 1 })

    // One file is not as promised.
    const page2 = await readFile(main, 'utf8')
    await writeFile(main, `${page2}<!-- 3 -->`)
    await site.publishRelease('3')
    await writeFile(main, `${page2}<!-- x -->`)
    await fault('update-broken')
    await shown('2')

    // All is as promised, and does not work.
    await writeFile(main, page2.replace('<script type="module"', '<script>throw 1</script><script type="none"'))
    await site.publishRelease('4')
    await fault('update-broken', 2)
    await ready()
    await shown('2')
    expect(await counted()).toEqual({ 'server-gone': 1, 'update-broken': 2 })
    // It is not tried again; the next one is.
    await writeFile(main, page2)
    await site.publishRelease('5')
    await shown('5')
    expect(await counted()).toEqual({ 'server-gone': 1, 'update-broken': 2 })
  })
})
