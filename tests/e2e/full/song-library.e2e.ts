import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { type OpenPage, openModulePage } from '../harness/pages.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { waitForStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong } from '../harness/uploads.ts'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const tiles = (page: Page) => page.getByRole('region', { name: 'Songs' }).getByRole('listitem')
const heard = (page: Page, title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.stage === null && now.title === title, {
    given: title,
  })

/** Counts the analyses that a page starts, also after it was loaded again. */
const countAnalyses = (context: BrowserContext) =>
  context.addInitScript(`
    window.analyses = 0
    window.Worker = class extends Worker {
      constructor(url, options) {
        if (String(url).includes('analysis')) window.analyses++
        super(url, options)
      }
    }
  `)
const analyses = (page: Page) => page.evaluate('window.analyses')

const small = (name: string, perSecond = 4) => createSmallSong(name, 2, 22050, perSecond)
const choose = (page: Page, name: string, perSecond?: number) =>
  page.getByLabel('Choose a song').setInputFiles(small(name, perSecond))

/** A page whose demo is a small song of the given name. */
async function openSmall(prepare?: (context: BrowserContext) => Promise<unknown>): Promise<OpenPage> {
  // Not the app itself, which would remember its own demo.
  const opened = await openModulePage({ draw: false, reducedMotion: true })
  const context = opened.page.context()
  await prepare?.(context)
  await countAnalyses(context)
  await opened.page.route('**/songs/*.mp3', (route) =>
    route.fulfill({ body: small('demo.wav').buffer, contentType: 'audio/wav' }),
  )
  await opened.page.goto(inject('appUrl'))
  await heard(opened.page, 'Founders')
  return opened
}

describe('songs that were opened', () => {
  let opened: OpenPage
  let page: Page
  beforeAll(async () => {
    opened = await openDemo()
    page = opened.page
    await countAnalyses(page.context())
    await waitForStoredSongs(page, 'Founders')
  })
  afterAll(() => opened.close())

  test('after loading the page again the same form hangs there at once, not analyzed, and plays', async () => {
    await waitUntilSettled(page)
    const before = await locateAllChunks(page)
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
    await waitUntilSettled(page)
    expect(await locateAllChunks(page)).toEqual(before)
    await heard(page, 'Founders')
    expect(await analyses(page)).toBe(0)
    await button(page, 'Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1 && now.time > 0.1)
    await button(page, 'Pause').click()
  })

  test('its form unfolds again when asked', async () => {
    await button(page, 'Show the form again').click()
    await page.waitForFunction(() => {
      const { cloud, path } = window.songwalk.locate(window.songwalk.snapshot().chunks - 1)
      return Math.hypot(...cloud.map((value, axis) => value - (path[axis] ?? 0))) < 1e-3
    })
    await waitUntilSettled(page)
  })

  test('stand side by side, each with its form, and open by a click', async () => {
    const [start] = await locateAllChunks(page)
    await page.getByRole('combobox', { name: 'Song', exact: true }).selectOption({ index: 1 })
    await heard(page, 'Electronic')
    const { chunks } = await readSnapshot(page)
    await waitForStoredSongs(page, 'Founders', 'Electronic')
    await button(page, 'Songs').click()
    await tiles(page).nth(1).waitFor()
    const shown = await tiles(page).allTextContents()
    expect(shown).toHaveLength(2)
    expect(shown[0]).toContain(`Electronic`)
    expect(shown[0]).toContain(`${chunks} chunks`)
    expect(shown[1]).toContain('Alexander Zhelanov')
    await tiles(page).locator('img').nth(1).waitFor()
    const pictures = await tiles(page).locator('img').all()
    expect(pictures).toHaveLength(2)
    for (const picture of pictures)
      expect(await picture.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(
        320,
      )
    const before = await analyses(page)
    await page.getByRole('button', { name: /^Founders/ }).click()
    await heard(page, 'Founders')
    expect(await analyses(page)).toBe(before)
    expect((await locateAllChunks(page))[0]?.path).toEqual(start?.path)
    await page.waitForFunction(
      () => document.querySelector('.tile[aria-current=true] strong')?.textContent === 'Founders',
    )
    // The order follows as soon as it is written down.
    await expect.poll(() => tiles(page).first().textContent()).toContain('Founders')
    opened.monitor.expectNoErrors()
  })

  test('Play pressed before the sound is there is heard when it comes', async () => {
    await page.getByRole('button', { name: /^Electronic/ }).click()
    await waitForSnapshot(page, ({ title, phase }) => title === 'Electronic' && phase === 'ready')
    await button(page, 'Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.voices.length > 0 && now.stage === null)
    await button(page, 'Pause').click()
  })

  test('are forgotten one by one or all at once, by keyboard too', async () => {
    await button(page, 'Forget Electronic').focus()
    await page.keyboard.press('Enter')
    await tiles(page).nth(1).waitFor({ state: 'detached' })
    expect(await tiles(page).allTextContents()).toEqual([expect.stringContaining('Founders')])
    await button(page, 'Forget all').click()
    await button(page, 'Keep them').click()
    await button(page, 'Forget all').click()
    await button(page, 'Yes, forget all').click()
    await page.getByText('Songs you open appear here.').waitFor()
    expect((await readSnapshot(page)).title).toBe('Electronic')
    await page.reload()
    await heard(page, 'Founders')
    expect(await analyses(page)).toBe(1)
    opened.monitor.expectNoErrors()
  })
})

test('the same sound under another name is known, and called by that name', async () => {
  const { page, monitor: guard, close } = await openSmall()
  await waitForStoredSongs(page, 'Founders')
  await choose(page, 'my_copy.wav')
  await heard(page, 'my copy')
  expect(await analyses(page)).toBe(1)
  await choose(page, 'another.wav', 7)
  await heard(page, 'another')
  expect(await analyses(page)).toBe(2)
  guard.expectNoErrors()
  await close()
})

test('garbage among what is remembered is thrown away, and the song analyzed', async () => {
  const { page, monitor: guard, close } = await openSmall()
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
    const now = await heard(page, 'Founders')
    expect(now.error).toBeNull()
    expect(await analyses(page)).toBe(count)
    await waitForStoredSongs(page, 'Founders')
    await button(page, 'Songs').click()
    await tiles(page).first().waitFor()
  }
  guard.expectNoErrors()
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
test.each(without)('with %s songs open as they always did', async (_, script) => {
  const { page, monitor: guard, close } = await openSmall((context) => context.addInitScript(script))
  await choose(page, 'first.wav', 5)
  await heard(page, 'first')
  await choose(page, 'second.wav', 7)
  await heard(page, 'second')
  expect(await analyses(page)).toBe(3)
  await button(page, 'Songs').click()
  await page.getByText(/Songs you open appear here|This browser keeps no songs/).waitFor()
  await button(page, 'Play').click()
  await waitForSnapshot(page, (now) => now.playing && now.sounding.length > 0)
  guard.expectNoErrors()
  await close()
})

test('a file is called as its tags say, with its cover, also when it is remembered', async () => {
  const { page, monitor: guard, close } = await openSmall()
  const file = 'tests/fixtures/tags.mp3'
  for (let round = 0; round < 2; round++) {
    await page.getByLabel('Choose a song').setInputFiles(file)
    await heard(page, 'Glühwürmchen')
    expect(await page.locator('.masthead .title').textContent()).toContain('Someone')
    const cover = page.locator('.masthead img')
    expect(await cover.evaluate((image: HTMLImageElement) => image.decode().then(() => image.naturalWidth))).toBe(32)
    await waitForStoredSongs(page, 'Glühwürmchen')
    await page.reload()
    await heard(page, 'Founders')
    expect(await page.locator('.masthead img').count()).toBe(0)
  }
  guard.expectNoErrors()
  await close()
})
