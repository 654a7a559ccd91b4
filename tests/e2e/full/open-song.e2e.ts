import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import demoSongs from '../../../tools/vite/demo-songs.json' with { type: 'json' }
import { openDemo } from '../harness/demo-page.ts'
import { chooseSong, readGallery } from '../harness/gallery.ts'
import { type OpenPage, openApp } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { clearStoredSongs, waitForStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong } from '../harness/uploads.ts'

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const choose = (name: string, seconds: number) =>
  page.getByLabel('Choose a song').setInputFiles(createSmallSong(name, seconds))
/** Waits for a song with its sound, which comes after the boxes of a stored song. */
const waitForSong = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.stage === null && now.title === title, {
    given: title,
  })

describe('with the demo song open', () => {
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    return opened
  })

  test('the same file can be chosen twice', async () => {
    for (let round = 0; round < 2; round++) {
      await choose('again.wav', 2)
      await waitForSnapshot(page, (now) => now.phase !== 'ready' || now.title === 'again')
      await waitForSong('again')
    }
  })

  test('a chosen song replaces a playing one, which falls silent', async () => {
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.voices.length > 0)
    await choose('other.wav', 3)
    await waitForSong('other')
    expect(await readSnapshot(page)).toMatchObject({ playing: false, voices: [], time: 0, held: null })
  })

  test('of two files chosen quickly the later one opens', async () => {
    await choose('earlier.wav', 8)
    await choose('later.wav', 2)
    await waitForSong('later')
    expect((await readSnapshot(page)).chunks).toBeLessThan(14)
  })

  test('the gallery shows the demo songs and the visitor’s own, and opens the chosen one', async () => {
    await choose('mine.wav', 2)
    await waitForSong('mine')
    await waitForStoredSongs(page, 'mine')
    // A song is listed once it is stored; another one may be stored a moment later.
    await expect.poll(async () => (await readGallery(page)).own, { timeout: 10_000 }).toContain('mine')
    const { shipped, open } = await readGallery(page)
    expect(shipped).toEqual(demoSongs.map(({ title }) => title))
    expect(open).toBe('mine')
    await chooseSong(page, 'Electronic')
    const { chunks } = await waitForSong('Electronic')
    expect(chunks).toBeGreaterThan(50)
    expect((await readGallery(page)).open).toBe('Electronic')
  })

  test('Cancel after the boxes of the new song are in the room brings the open song back', async () => {
    await choose('mine.wav', 2)
    const before = await waitForSong('mine')
    await clearStoredSongs(page)
    // Pressed in the page within a frame: the rest of the analysis may take less time than a click from here.
    const showing = page.waitForFunction((chunks) => {
      const now = window.songwalk.snapshot().chunks
      if (now === chunks) return 0
      for (const one of document.querySelectorAll('button')) if (one.textContent === 'Cancel') one.click()
      return now
    }, before.chunks)
    await chooseSong(page, 'Founders')
    expect(await (await showing).jsonValue()).not.toBe(before.chunks)
    const after = await waitForSnapshot(page, (now) => now.phase === 'ready')
    expect(after).toMatchObject({ title: before.title, chunks: before.chunks, error: null })
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1)
    await button('Pause').click()
  })
})

describe('with a page that has just been opened', () => {
  let opened: OpenPage
  const open = async () => {
    opened = await openApp({ draw: false, reducedMotion: true })
    page = opened.page
  }
  const close = async () => {
    opened.monitor.expectNoErrors()
    await opened.close()
  }

  test('twenty songs in a row leave no audio contexts, canvases or elements behind', async () => {
    await open()
    await page.addInitScript(() => {
      const contexts = new Set<AudioContext>()
      Object.assign(window, { countContexts: () => [...contexts].filter(({ state }) => state !== 'closed').length })
      window.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options)
          contexts.add(this)
        }
      }
    })
    // A small song in place of the demo: this test is about the songs after it.
    const wav = createSmallSong('demo.wav', 1.5).buffer
    await page.route('**/songs/*.mp3', (route) => route.fulfill({ body: wav, contentType: 'audio/wav' }))
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
    const count = () =>
      page.evaluate(() => ({
        canvases: document.querySelectorAll('canvas').length,
        nodes: document.querySelectorAll('*').length,
      }))
    /** Parts of the page that are loaded late are elements, too. */
    const countAtRest = async () => {
      let now = await count()
      for (let before = { ...now, nodes: 0 }; now.nodes !== before.nodes; now = await count()) {
        before = now
        await new Promise((resolve) => setTimeout(resolve, 1500))
      }
      return now
    }
    const before = await countAtRest()
    for (let k = 0; k < 20; k++) {
      // Each sample rate needs a context of its own.
      const song = createSmallSong(`song ${k}.wav`, 1 + (k % 3) / 2, k % 2 === 0 ? 22050 : 44100)
      await page.getByLabel('Choose a song').setInputFiles(song)
      await waitForSong(`song ${k}`)
    }
    const after = await countAtRest()
    // The song's own context and the one that Tone makes when it is loaded; the others take a moment to close.
    await page.waitForFunction(() => (window as unknown as { countContexts: () => number }).countContexts() <= 2)
    expect(after.canvases).toBe(before.canvases)
    expect(Math.abs(after.nodes - before.nodes)).toBeLessThan(10)
    expect((await readSnapshot(page)).frame.drawCalls).toBeLessThan(15)
    await close()
  })

  test('a file that is chosen while the demo is fetched stays when the demo arrives', async () => {
    await open()
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/songs/*.mp3', async (route) => {
      await held
      await route.continue()
    })
    await page.reload({ waitUntil: 'domcontentloaded' })
    await waitForSnapshot(page, ({ stage }) => stage === 'decoding')
    await choose('mine.wav', 2)
    await waitForSong('mine')
    const arrived = page.waitForResponse(/\.mp3$/)
    release()
    await (await arrived).finished()
    const { frame } = await readSnapshot(page)
    const later = await waitForSnapshot(page, (now, count) => now.frame.count > count + 30, {
      given: frame.count,
    })
    expect(later).toMatchObject({ phase: 'ready', title: 'mine' })
    await close()
  })
})
