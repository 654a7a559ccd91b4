import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, inject, test } from 'vitest'
import { countAnalyses, readAnalysisCount } from '../harness/analysis-count.ts'
import { locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { chooseSong, openGallery, readGallery } from '../harness/gallery.ts'
import { type OpenPage, openModulePage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { waitForStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong } from '../harness/uploads.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const waitUntilHeard = (page: Page, title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.stage === null && now.title === title, {
    given: title,
  })

const small = (name: string, perSecond = 4) => createSmallSong(name, 2, 22050, perSecond)
const choose = (page: Page, name: string, perSecond?: number) =>
  page.getByLabel('Choose a song').setInputFiles(small(name, perSecond))

/** A page whose demo is a small song of the given name. */
async function openSmall(prepare?: (context: BrowserContext) => Promise<unknown>): Promise<OpenPage> {
  // Not the app, which would store its own demo before the route is set.
  const opened = await openModulePage({ draw: false, reducedMotion: true })
  const context = opened.page.context()
  await prepare?.(context)
  await countAnalyses(context)
  await opened.page.route('**/songs/*.mp3', (route) =>
    route.fulfill({ body: small('demo.wav').buffer, contentType: 'audio/wav' }),
  )
  // The Song that is shipped is another sound's.
  await opened.page.route('**/songs/songs.json', (route) =>
    route.fulfill({
      json: [{ file: 'founders.mp3', title: 'Founders', artist: 'Alexander Zhelanov', license: 'CC BY' }],
    }),
  )
  await opened.page.goto(inject('appUrl'))
  await waitUntilHeard(opened.page, 'Founders')
  return opened
}

describe('with the demo song', () => {
  let page: Page
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    await countAnalyses(page.context())
    await waitForStoredSongs(page, 'Founders')
    return opened
  })
  /** Opens two songs of the visitor's, and the gallery. */
  const openBoth = async () => {
    for (const [title, perSecond] of [
      ['older', 5],
      ['newer', 7],
    ] as const) {
      await choose(page, `${title}.wav`, perSecond)
      await waitUntilHeard(page, title)
      await waitForStoredSongs(page, title)
    }
    await openGallery(page)
    await button(page, 'Forget newer').waitFor()
  }

  test('the form of a reloaded song unfolds again when asked', async () => {
    await page.reload()
    await waitUntilHeard(page, 'Founders')
    await button(page, 'Show the form again').click()
    await page.waitForFunction(() => {
      const { cloud, path } = window.songwalk.locate(window.songwalk.snapshot().chunks - 1)
      return Math.hypot(...cloud.map((value, axis) => value - (path[axis] ?? 0))) < 1e-3
    })
    await waitUntilSettled(page)
  })

  test('the gallery shows each song as its form, the visitor’s last opened first, and opens them with the same path', async () => {
    const [start] = await locateAllChunks(page)
    await openBoth()
    const { shipped, own, open } = await readGallery(page)
    expect(shipped).toContain('Founders')
    expect([own, open]).toEqual([['newer', 'older'], 'newer'])
    await openGallery(page)
    await page.waitForFunction((count) => {
      const canvases = [...document.querySelectorAll<HTMLCanvasElement>('#drawer canvas')]
      for (const canvas of canvases) canvas.scrollIntoView()
      const isPainted = ({ width, height }: HTMLCanvasElement, context: CanvasRenderingContext2D | null) =>
        context?.getImageData(0, 0, width, height).data.some((value) => value > 0)
      return canvases.length === count && canvases.every((canvas) => isPainted(canvas, canvas.getContext('2d')))
    }, shipped.length + own.length)
    await page.getByRole('button', { name: /^Founders/ }).click()
    await waitUntilHeard(page, 'Founders')
    expect((await locateAllChunks(page))[0]?.path).toEqual(start?.path)
    await page.waitForFunction(() => document.querySelector('[aria-current=true] strong')?.textContent === 'Founders')
    await page.getByRole('button', { name: /^older/ }).click()
    await waitUntilHeard(page, 'older')
    // The order follows as soon as it is stored.
    await expect.poll(async () => (await readGallery(page)).own[0]).toBe('older')
  })

  test('forms turn in the gallery, but not with reduced motion', async () => {
    const isTurning = async (page: Page) => {
      const script = `(async () => {
        const canvas = document.querySelector('#drawer canvas')
        const wait = () => new Promise((resolve) => setTimeout(resolve, 1000))
        while (canvas.width === 300) await wait()
        const read = () => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data.join()
        const before = read()
        await wait()
        return before.length > 0 && read() !== before
      })()`
      await openGallery(page)
      return page.evaluate(script)
    }
    expect(await isTurning(page)).toBe(false)
    const moving = await openDemo({ reducedMotion: false })
    expect(await isTurning(moving.page)).toBe(true)
    moving.monitor.expectNoErrors()
    await moving.close()
  })

  test('Play that is pressed before the sound is read is heard when it comes', async () => {
    await openBoth()
    await chooseSong(page, 'Founders')
    await waitForSnapshot(page, ({ title, phase }) => title === 'Founders' && phase === 'ready')
    await button(page, 'Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.voices.length > 0 && now.stage === null)
    await button(page, 'Pause').click()
  })

  test('songs are forgotten one by one or all at once, by keyboard too', async () => {
    await openBoth()
    await button(page, 'Forget older').focus()
    await page.keyboard.press('Enter')
    await button(page, 'Forget older').waitFor({ state: 'detached' })
    expect((await readGallery(page)).own).toEqual(['newer'])
    await openGallery(page)
    await button(page, 'Forget all').click()
    await button(page, 'Keep them').click()
    await button(page, 'Forget all').click()
    await button(page, 'Yes, forget all').click()
    await page.getByText('Songs you open appear here.').waitFor()
    expect((await readSnapshot(page)).title).toBe('newer')
    await page.reload()
    await waitForStoredSongs(page, 'Founders')
    expect((await readGallery(page)).own).toEqual([])
  })
})

test('the same sound under another name is not analyzed again, and has the new name', async () => {
  const { page, monitor, close } = await openSmall()
  await waitForStoredSongs(page, 'Founders')
  await choose(page, 'my_copy.wav')
  await waitUntilHeard(page, 'my copy')
  expect(await readAnalysisCount(page)).toBe(1)
  await choose(page, 'another.wav', 7)
  await waitUntilHeard(page, 'another')
  expect(await readAnalysisCount(page)).toBe(2)
  monitor.expectNoErrors()
  await close()
})

test('a broken stored form is deleted, and the song analyzed again', async () => {
  const { page, monitor, close } = await openSmall()
  await waitForStoredSongs(page, 'Founders')
  await page.evaluate(`new Promise((resolve) => {
    const opening = indexedDB.open('songwalk')
    opening.onsuccess = () => {
      const forms = opening.result.transaction('forms', 'readwrite').objectStore('forms')
      const keys = forms.getAllKeys()
      keys.onsuccess = () => {
        for (const key of keys.result) forms.put({ song: { format: 'songwalk', chunks: 'none' } }, key)
        forms.transaction.oncomplete = () => resolve(opening.result.close())
      }
    }
  })`)
  for (const count of [1, 0]) {
    await page.reload()
    const now = await waitUntilHeard(page, 'Founders')
    expect(now.error).toBeNull()
    expect(await readAnalysisCount(page)).toBe(count)
    await waitForStoredSongs(page, 'Founders')
    expect((await readGallery(page)).open).toBe('Founders')
  }
  monitor.expectNoErrors()
  await close()
})

const without: [string, string][] = [
  ['no IndexedDB', `Object.defineProperty(window, 'indexedDB', { value: undefined })`],
  [
    'an IndexedDB that may not be asked for',
    `Object.defineProperty(window, 'indexedDB', { get() { throw new DOMException('no', 'SecurityError') } })`,
  ],
  [
    'an IndexedDB that does not open',
    `IDBFactory.prototype.open = () => { throw new DOMException('private', 'InvalidStateError') }`,
  ],
  ['one that never answers', `IDBFactory.prototype.open = () => new EventTarget()`],
  ['a full disk', `IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') }`],
]
test.each(without)('with %s songs open without being stored', async (_, script) => {
  const { page, monitor, close } = await openSmall((context) => context.addInitScript(script))
  await choose(page, 'first.wav', 5)
  await waitUntilHeard(page, 'first')
  await choose(page, 'second.wav', 7)
  await waitUntilHeard(page, 'second')
  expect(await readAnalysisCount(page)).toBe(3)
  await button(page, 'Songs').click()
  await page.getByText(/Songs you open appear here|This browser keeps no songs/).waitFor()
  await button(page, 'Play').click()
  await waitForSnapshot(page, (now) => now.playing && now.sounding.length > 0)
  monitor.expectNoErrors()
  await close()
})

test('title and cover come from the tags of a file, also of a stored one', async () => {
  const { page, monitor, close } = await openSmall()
  const file = 'tests/fixtures/tags.mp3'
  for (let round = 0; round < 2; round++) {
    await page.getByLabel('Choose a song').setInputFiles(file)
    await waitUntilHeard(page, 'Glühwürmchen')
    expect(await page.locator('main > header').textContent()).toContain('Someone')
    const cover = page.locator('main > header img')
    expect(await cover.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(32)
    await waitForStoredSongs(page, 'Glühwürmchen')
    await page.reload()
    await waitUntilHeard(page, 'Founders')
    expect(await page.locator('main > header img').count()).toBe(0)
  }
  monitor.expectNoErrors()
  await close()
})
