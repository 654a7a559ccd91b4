import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import { chooseSong, readGallery } from '../harness/gallery.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { waitForStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong, createUpload, type FileUpload } from '../harness/uploads.ts'

let page: Page
const choose = (...files: FileUpload[]) => page.getByLabel('Choose a song').setInputFiles(files)
const waitForSong = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.stage === null && now.title === title, {
    given: title,
  })

describe('several files of the visitor’s', () => {
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    return opened
  })

  test('chosen at once are listed in order in the gallery, without those that are no songs', async () => {
    const cover = createUpload('cover.jpg', Buffer.from('\xff\xd8\xff', 'latin1'), 'image/jpeg')
    await choose(
      createSmallSong('10 last.wav', 2),
      cover,
      createSmallSong('2 second.wav', 2),
      createSmallSong('1 first.wav', 2),
    )
    await waitForSong('1 first')
    expect(await readGallery(page)).toMatchObject({ own: ['1 first', '2 second', '10 last'], open: '1 first' })
  })

  test('follow each other when a song has played to its end', async () => {
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    const now = await waitForSnapshot(page, (now) => now.title === '2 second' && now.playing)
    expect(now.error).toBeNull()
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    expect((await readGallery(page)).open).toBe('2 second')
  })

  test('open when they are chosen in the gallery, and stay listed after a demo song', async () => {
    await chooseSong(page, '10 last')
    await waitForSong('10 last')
    await chooseSong(page, 'Electronic')
    await waitForSong('Electronic')
    expect((await readGallery(page)).open).toBe('Electronic')
    await chooseSong(page, '1 first')
    await waitForSong('1 first')
  })

  test('dropped at once are a list, too; a single file is none', async () => {
    const drop = (names: string[]) =>
      page.evaluate(
        ({ names, bytes }) => {
          const data = new DataTransfer()
          const content = Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))
          for (const name of names) data.items.add(new File([content], name, { type: 'audio/wav' }))
          document.body.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data }))
        },
        { names, bytes: createSmallSong('', 2).buffer.toString('base64') },
      )
    await drop(['b.wav', 'a.wav'])
    await waitForSong('a')
    expect((await readGallery(page)).own.slice(0, 2)).toEqual(['a', 'b'])
    await drop(['single.wav'])
    await waitForSong('single')
    await waitForStoredSongs(page, 'single')
    // Remembered under the name it had last: all these files have the same bytes.
    await expect.poll(async () => (await readGallery(page)).own).toEqual(['single'])
  })
})

describe('a file that workers may not read, as Android’s cloud files', () => {
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    return opened
  })

  test('opens and plays', async () => {
    // A File of a file that was written again cannot be read; workers get such a one in place of the visitor's.
    await page.evaluate(async () => {
      const root = await navigator.storage.getDirectory()
      const handle = await root.getFileHandle('stale', { create: true })
      const write = async (text: string) => {
        const writable = await handle.createWritable()
        await writable.write(text)
        await writable.close()
      }
      await write('before')
      const stale = await handle.getFile()
      await write('after that')
      const parts = new WeakSet<Blob>()
      const isOnDisk = (value: unknown): boolean =>
        value instanceof Blob && (parts.has(value) || (value instanceof File && value.name === 'cloud.wav'))
      const slice = Blob.prototype.slice as (...range: unknown[]) => Blob
      Blob.prototype.slice = function (this: Blob, ...range: unknown[]) {
        const part = slice.apply(this, range)
        if (isOnDisk(this)) parts.add(part)
        return part
      }
      const replace = (value: unknown, depth = 0): unknown => {
        if (isOnDisk(value)) return stale
        if (depth > 4 || typeof value !== 'object' || value === null) return value
        if (Array.isArray(value)) return value.map((item) => replace(item, depth + 1))
        if (Object.getPrototypeOf(value) !== Object.prototype) return value
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, depth + 1)]))
      }
      const post = Worker.prototype.postMessage as (message: unknown, transfer: Transferable[]) => void
      Worker.prototype.postMessage = function (this: Worker, message: unknown, options?: unknown) {
        post.call(this, replace(message), (options ?? []) as Transferable[])
      }
    })
    await choose(createSmallSong('cloud.wav', 3))
    await waitForSong('cloud')
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1)
    expect((await readSnapshot(page)).error).toBeNull()
  })
})
