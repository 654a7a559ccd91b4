import { readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { readFaultCounts, waitForFaultCount } from '../harness/fault-counts.ts'
import type { PageOptions } from '../harness/pages.ts'
import { isSameDocument, markDocument, waitForReload } from '../harness/reloads.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

let site: ExhibitSite
let page: Page
let close: () => Promise<void>

/** Opens the exhibit with watchdogs that wait 20 times less. */
async function open(options: PageOptions & { search?: string } = {}) {
  const opened = await openExhibit(site, { draw: false, search: '?pace=20&device=hall', ...options })
  page = opened.page
  close = opened.close
}
afterEach(() => close())

const waitUntilRunning = (chunks = 0) =>
  waitForSnapshot(
    page,
    (now, chunks) => now.phase === 'ready' && now.frame.count > 5 && (chunks === 0 || now.chunks === chunks),
    { given: chunks },
  )
const expectFramesGoOn = async () => {
  const { frame } = await readSnapshot(page)
  await waitForSnapshot(page, (now, count) => now.frame.count > count + 10, { given: frame.count })
}

describe('a fault of the running page', () => {
  beforeAll(async () => {
    site = await serveExhibit()
  })
  beforeEach(async () => {
    await site.startServer()
    site.heartbeats.length = 0
  })
  afterAll(() => site.close())

  test('a lost WebGL context that is restored draws the room as before, without a reload', async () => {
    await open({ draw: true, viewport: { width: 320, height: 200 } })
    await waitUntilRunning()
    await markDocument(page)
    /** Different colors on the canvas, right after a frame. */
    const countColors = () =>
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
    const before = await countColors()
    const { drawCalls } = (await readSnapshot(page)).frame
    expect(before).toBeGreaterThan(100)
    await page.evaluate(() => {
      const lose = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
      Object.assign(window, { lose })
      lose?.loseContext()
    })
    await waitForFaultCount(page, 'webgl-lost', 1)
    await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext())
    const { count } = (await readSnapshot(page)).frame
    await waitForSnapshot(
      page,
      ({ frame }, given) => frame.count > given.count + 3 && frame.drawCalls === given.drawCalls,
      { given: { count, drawCalls } },
    )
    expect(await countColors()).toBeGreaterThan(before / 2)
    expect(await isSameDocument(page)).toBe(true)
    expect(await readFaultCounts(page)).toEqual({ 'webgl-lost': 1 })
  })

  test('sound whose context is suspended, or whose clock stands still, plays on', async () => {
    await open({
      initScript: `const { resume } = AudioContext.prototype
        AudioContext.prototype.resume = function () { window.audioContext = this; return resume.call(this) }`,
    })
    await waitUntilRunning()
    await markDocument(page)
    const expectSoundGoesOn = async () => {
      const { time } = await readSnapshot(page)
      await waitForSnapshot(page, (now, time) => now.playing && now.time > time + 0.1, { given: time })
    }
    await page.mouse.click(20, 20)
    await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.1)
    await page.evaluate('window.audioContext.suspend()')
    await waitForFaultCount(page, 'audio-dead', 1)
    await expectSoundGoesOn()
    await page.evaluate(() => {
      const { audioContext } = window as unknown as { audioContext: AudioContext }
      const still = audioContext.currentTime
      Object.defineProperty(audioContext, 'currentTime', { get: () => still })
    })
    await waitForFaultCount(page, 'audio-dead', 2)
    await expectSoundGoesOn()
    expect(await isSameDocument(page)).toBe(true)
    expect(await readFaultCounts(page)).toEqual({ 'audio-dead': 2 })
  })

  test('a full storage and a server that is gone for a while are counted once each, and told when it is back', async () => {
    await open()
    await waitUntilRunning()
    await markDocument(page)
    await page.mouse.click(20, 20)
    await waitForSnapshot(page, ({ playing }) => playing)
    // The next two writes of the visit's record are refused.
    await page.evaluate(() => {
      const { put } = IDBObjectStore.prototype
      let refusals = 2
      IDBObjectStore.prototype.put = function (...given) {
        if (refusals-- > 0) throw new DOMException('full', 'QuotaExceededError')
        IDBObjectStore.prototype.put = put
        return put.apply(this, given)
      }
    })
    await waitForFaultCount(page, 'storage-full', 1)
    await site.stopServer()
    await waitForFaultCount(page, 'server-gone', 1)
    site.heartbeats.length = 0
    await site.startServer()
    const faults = { 'storage-full': 1, 'server-gone': 1 }
    await expect.poll(() => site.heartbeats.at(-1)?.faults, { timeout: 30_000 }).toEqual(faults)
    expect(await isSameDocument(page)).toBe(true)
  })

  test('a main thread that is stuck is told by its worker, and counted', async () => {
    await open()
    await waitUntilRunning()
    await markDocument(page)
    await page.evaluate(() => {
      const end = performance.now() + 4000
      while (performance.now() < end);
    })
    expect(site.heartbeats).toContainEqual(expect.objectContaining({ device: 'hall', fps: 0 }))
    await waitForFaultCount(page, 'frames-stalled', 1)
    await expectFramesGoOn()
    expect(await isSameDocument(page)).toBe(true)
  })

  test('five script errors reload the page', async () => {
    await open()
    await waitUntilRunning()
    await markDocument(page)
    await page.evaluate(() => {
      for (let i = 0; i < 5; i++)
        setTimeout(() => {
          throw new Error(`error ${i}`)
        })
    })
    await waitForReload(page)
    await waitUntilRunning()
    expect(await readFaultCounts(page)).toEqual({ 'script-error': 5, reloaded: 1 })
  })

  test('a browser without frames, as while its screen is off, is told but not reloaded, and goes on by itself', async () => {
    await open({
      initScript: `const { requestAnimationFrame: request } = window
        const kept = []
        window.setScreen = (isOn) => {
          window.isScreenOff = !isOn
          for (const callback of kept.splice(0)) request(callback)
        }
        window.requestAnimationFrame = (callback) =>
          request((time) => (window.isScreenOff ? kept.push(callback) : callback(time)))`,
    })
    await waitUntilRunning()
    await markDocument(page)
    await page.evaluate('setScreen(false)')
    const readProblems = () => site.heartbeats.at(-1)?.problems
    await expect.poll(readProblems, { timeout: 30_000 }).toEqual(['no-frames'])
    // Long enough for the reload of a page whose frames have stalled.
    await page.waitForTimeout(8000)
    await page.evaluate('setScreen(true)')
    await expectFramesGoOn()
    await expect.poll(readProblems, { timeout: 30_000 }).toEqual([])
    expect(await isSameDocument(page)).toBe(true)
    expect(await readFaultCounts(page)).toEqual({})
  })

  test('frames that no longer come reload the page', async () => {
    await open()
    await waitUntilRunning()
    await markDocument(page)
    await page.evaluate(() => {
      window.requestAnimationFrame = () => 0
    })
    await waitForReload(page)
    await waitUntilRunning()
    expect(await readFaultCounts(page)).toEqual({ 'frames-stalled': 1, reloaded: 1 })
  })
})

describe('a fault of the starting page', () => {
  beforeAll(async () => {
    site = await serveExhibit()
  })
  afterAll(() => site.close())

  test('a worker that crashes is started once more', async () => {
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
    await waitUntilRunning(30)
    expect(await readFaultCounts(page)).toEqual({ 'worker-crashed': 1 })
  })

  test('a page whose script does not arrive says so, to visitors and to the server, and reloads', async () => {
    await open({ search: 'exhibit.json' })
    let missing = true
    await page.route('**/assets/exhibit-*.js', (route) => (missing ? route.abort() : route.continue()))
    site.heartbeats.length = 0
    await page.goto(`${site.url}?pace=20&device=hall`)
    await page.waitForSelector('[data-still] p')
    const isTold = () =>
      site.heartbeats.some(({ device, problems }) => device === 'hall' && problems[0] === 'not-started')
    await expect.poll(isTold, { timeout: 30_000 }).toBe(true)
    missing = false
    await waitUntilRunning()
    const faults = await readFaultCounts(page)
    expect(faults['script-error']).toBe(faults.reloaded)
    expect(await page.locator('[data-still]').count()).toBe(0)
  })

  test('a page that cannot draw reloads three times, and then shows a calm picture with a sentence in all languages', async () => {
    await open({ initScript: 'HTMLCanvasElement.prototype.getContext = () => null', reducedMotion: true })
    await waitForFaultCount(page, 'script-error', 4)
    await page.waitForSelector('[data-still] circle')
    expect(site.heartbeats.at(-1)).toMatchObject({ device: 'hall', fps: 0, problems: ['no-webgl'] })
    const seen = new Map<string, string>()
    const readSentence = async () => {
      const [lang = '', text = ''] = await page.evaluate(() => {
        const line = document.querySelector<HTMLElement>('[data-still] p')
        return [line?.lang, line?.textContent ?? '']
      })
      seen.set(lang, text)
      return seen.size
    }
    await expect.poll(readSentence, { timeout: 60_000, interval: 1000 }).toBe(7)
    expect(seen.get('de')).toBe('Das Werk ruht. Es kommt von selbst zurück.')
    expect(await readFaultCounts(page)).toEqual({ 'script-error': 4, reloaded: 3 })
  })
})

test('missing and broken songs are skipped; while none opens, the holding screen is shown', async () => {
  const timings = { reminder: 60, countdown: 15, visit: 0, ending: 8, attract: 2, intro: 12 }
  site = await serveExhibit({ timings })
  const locateSong = (chunks: number) => join(site.folder, `songs/${String(chunks).padStart(16, '0')}.songwalk`)
  const whole = await readFile(locateSong(90))
  await rm(locateSong(30))
  await truncate(locateSong(60), 2000)
  await writeFile(locateSong(90), 'not a song')
  await site.publishRelease('1')
  await open()
  await page.waitForSelector('[data-still]')
  await writeFile(locateSong(90), whole)
  await waitUntilRunning(90)
  await page.waitForSelector('[data-still]', { state: 'detached' })
  // The files were changed under the service worker, too.
  expect(await readFaultCounts(page)).toMatchObject({ 'song-missing': 1, 'song-broken': 2 })
  await site.close()
})
