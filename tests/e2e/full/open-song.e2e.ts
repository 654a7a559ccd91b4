import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { type OpenPage, openApp } from '../harness/pages.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { clearStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong } from '../harness/uploads.ts'

let opened: OpenPage
let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const menu = () => page.getByRole('combobox', { name: 'Song', exact: true })
const input = () => page.getByLabel('Choose a song')

beforeAll(async () => {
  opened = await openDemo()
  page = opened.page
})
afterEach(() => opened.monitor.expectNoErrors())
afterAll(() => opened.close())

const ready = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.title === title, { given: title })

async function drop(name: string) {
  const { buffer } = createSmallSong(name, 3)
  await page.evaluate(
    ({ name, bytes }) => {
      const data = new DataTransfer()
      data.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name, { type: 'audio/wav' }))
      const canvas = document.querySelector('canvas') as HTMLElement
      for (const type of ['dragenter', 'dragover', 'drop'])
        canvas.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
    },
    { name, bytes: buffer.toString('base64') },
  )
}

describe('a song of the visitor’s own', () => {
  test('goes in through the file input, unfolds, and plays', async () => {
    await input().setInputFiles(createSmallSong('my_first song.wav', 5))
    const now = await ready('my first song')
    expect(now.chunks).toBeGreaterThanOrEqual(18)
    expect(now.chunks).toBeLessThanOrEqual(24)
    await waitUntilSettled(page)
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1 && now.time > 0.3)
    expect(await menu().inputValue()).toBe('')
    await button('Pause').click()
  })

  test('goes in by dropping it anywhere', async () => {
    await drop('dropped.wav')
    await ready('dropped')
    expect(await page.getByText('Drop the song anywhere').count()).toBe(0)
  })

  test('the same file can be chosen twice', async () => {
    for (let round = 0; round < 2; round++) {
      await input().setInputFiles(createSmallSong('again.wav', 2))
      await waitForSnapshot(page, (now) => now.phase !== 'ready' || now.title === 'again')
      await ready('again')
    }
  })

  test('replaces a song that plays, which falls silent', async () => {
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.voices.length > 0)
    await input().setInputFiles(createSmallSong('other.wav', 3))
    await ready('other')
    expect(await readSnapshot(page)).toMatchObject({ playing: false, voices: [], time: 0, held: null })
  })

  test('chosen while another is still coming, the later one stays', async () => {
    await input().setInputFiles(createSmallSong('earlier.wav', 8))
    await input().setInputFiles(createSmallSong('later.wav', 2))
    await ready('later')
    expect((await readSnapshot(page)).chunks).toBeLessThan(14)
  })
})

describe('the menu', () => {
  test('lists the songs that come with the piece and opens them', async () => {
    const options = await menu().locator('option').allTextContents()
    expect(options.join()).toMatch(/Founders/)
    expect(options).toHaveLength(3)
    await menu().selectOption({ index: 2 })
    const now = await waitForSnapshot(page, ({ phase, title }) => phase === 'ready' && title !== 'later')
    expect(now.chunks).toBeGreaterThan(50)
    expect(await menu().locator('option:checked').textContent()).toContain(now.title)
  })

  test('Cancel keeps the open song, and the menu says so', async () => {
    const before = await readSnapshot(page)
    // Known songs are there before anyone could cancel.
    await clearStoredSongs(page)
    // It comes only after it was given up.
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/songs/*.mp3', (route) => held.then(() => route.continue()).catch(() => {}))
    await menu().selectOption({ index: 0 })
    await button('Cancel').click()
    release()
    await page.unroute('**/songs/*.mp3')
    const after = await waitForSnapshot(page, (now) => now.phase === 'ready')
    expect(after).toMatchObject({ title: before.title, chunks: before.chunks, error: null })
    expect(await menu().locator('option:checked').textContent()).toContain(before.title)
    await button('Play').click()
    await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1)
    await button('Pause').click()
  })

  test('Cancel after the new cuts are in the room brings the open song back', async () => {
    const before = await readSnapshot(page)
    await clearStoredSongs(page)
    await menu().selectOption({ index: 0 })
    // In the page itself, within a frame: the rest of the analysis may take less time than a click from here.
    const cut = await page.waitForFunction((chunks) => {
      const cuts = window.songwalk.snapshot().chunks
      if (cuts === chunks) return 0
      for (const one of document.querySelectorAll('button')) if (one.textContent === 'Cancel') one.click()
      return cuts
    }, before.chunks)
    expect(await cut.jsonValue()).not.toBe(before.chunks)
    const after = await waitForSnapshot(page, (now) => now.phase === 'ready')
    expect(after).toMatchObject({ title: before.title, chunks: before.chunks, error: null })
  })
})

test('twenty songs in a row leave no audio contexts, canvases or elements behind', async () => {
  const fresh = await openApp({ draw: false, reducedMotion: true })
  try {
    const { page } = fresh
    await page.addInitScript(() => {
      const open = new Set<AudioContext>()
      Object.assign(window, { openContexts: () => [...open].filter(({ state }) => state !== 'closed').length })
      window.AudioContext = class extends AudioContext {
        constructor(options?: AudioContextOptions) {
          super(options)
          open.add(this)
        }
      }
    })
    // A small song instead of the demo: this test is about the ones after it.
    const wav = createSmallSong('demo.wav', 1.5).buffer
    await page.route('**/songs/*.mp3', (route) => route.fulfill({ body: wav, contentType: 'audio/wav' }))
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
    const count = () =>
      page.evaluate(() => ({
        canvases: document.querySelectorAll('canvas').length,
        nodes: document.querySelectorAll('*').length,
      }))
    const before = await count()
    for (let k = 0; k < 20; k++) {
      // Different rates: each needs a context of its own.
      const song = createSmallSong(`song ${k}.wav`, 1 + (k % 3) / 2, k % 2 === 0 ? 22050 : 44100)
      await page.getByLabel('Choose a song').setInputFiles(song)
      await waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.title === title, { given: `song ${k}` })
    }
    const after = await count()
    // The song's own and the one that Tone makes when it is loaded; the others take a moment to close.
    await page.waitForFunction(() => (window as unknown as { openContexts: () => number }).openContexts() <= 2)
    expect(after.canvases).toBe(before.canvases)
    expect(Math.abs(after.nodes - before.nodes)).toBeLessThan(10)
    const { drawCalls } = (await readSnapshot(page)).frame
    expect(drawCalls).toBeLessThan(15)
    fresh.monitor.expectNoErrors()
  } finally {
    await fresh.close()
  }
})

test('a file chosen while the demo is still on its way stays', async () => {
  const fresh = await openApp({ draw: false, reducedMotion: true })
  try {
    const { page } = fresh
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await page.route('**/songs/*.mp3', async (route) => {
      await held
      await route.continue()
    })
    await page.reload({ waitUntil: 'domcontentloaded' })
    await waitForSnapshot(page, ({ phase }) => phase === 'decoding')
    await page.getByLabel('Choose a song').setInputFiles(createSmallSong('mine.wav', 2))
    await waitForSnapshot(page, (now) => now.phase === 'ready' && now.title === 'mine')
    const arrived = page.waitForResponse(/\.mp3$/)
    release()
    await (await arrived).finished()
    const { frame } = await readSnapshot(page)
    const later = await waitForSnapshot(page, (now, old) => now.frame.count > old + 30, { given: frame.count })
    expect(later).toMatchObject({ phase: 'ready', title: 'mine' })
    fresh.monitor.expectNoErrors()
  } finally {
    await fresh.close()
  }
})
