import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { chooseSong } from '../harness/gallery.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { clearStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong, createUpload } from '../harness/uploads.ts'

// A visitor brings songs of their own.
let page: Page
sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })
const choose = (file: ReturnType<typeof createUpload>) => page.getByLabel('Choose a song').setInputFiles(file)
const waitForSong = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.title === title, { given: title })

test('a chosen file is cut at its onsets, unfolds, and plays', async () => {
  await choose(createSmallSong('my_first song.wav', 5))
  const now = await waitForSong('my first song')
  expect(now.chunks).toBeGreaterThanOrEqual(18)
  expect(now.chunks).toBeLessThanOrEqual(24)
  await waitUntilSettled(page)
  await button('Play').click()
  await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1 && now.time > 0.3)
  await button('Pause').click()
})

test('a file that is dropped on the room opens', async () => {
  const { buffer } = createSmallSong('dropped.wav', 3)
  await page.evaluate((bytes) => {
    const data = new DataTransfer()
    const file = new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], 'dropped.wav', { type: 'audio/wav' })
    data.items.add(file)
    const canvas = document.querySelector('canvas') as HTMLElement
    for (const type of ['dragenter', 'dragover', 'drop'])
      canvas.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: data }))
  }, buffer.toString('base64'))
  await waitForSong('dropped')
  expect(await page.getByText('Drop the song anywhere').count()).toBe(0)
})

test('a file that is no sound is refused in one sentence, and the open song stays and plays', async () => {
  const { title, chunks } = await readSnapshot(page)
  await choose(createUpload('notes.wav', Buffer.from('Dear diary, today I heard a song.\n'.repeat(50))))
  const now = await waitForSnapshot(page, ({ error }) => error?.includes('notes.wav') ?? false)
  expect(now.error).toMatch(/^[“A-Z].*\.$/)
  expect(now).toMatchObject({ phase: 'ready', title, chunks })
  const alert = page.getByRole('alert')
  expect(await alert.textContent()).toContain(now.error)
  await button('Play').click()
  await waitForSnapshot(page, (now) => now.playing && now.sounding.length > 0)
  await button('Pause').click()
  await alert.getByRole('button', { name: 'Close' }).click()
  await alert.waitFor({ state: 'detached' })
})

test('Cancel keeps the open song while another is fetched', async () => {
  const before = await readSnapshot(page)
  // A remembered song opens before anyone could cancel.
  await clearStoredSongs(page)
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  await page.route('**/songs/*.mp3', (route) => held.then(() => route.continue()).catch(() => {}))
  await chooseSong(page, 'Electronic')
  await button('Cancel').click()
  release()
  await page.unroute('**/songs/*.mp3')
  const after = await waitForSnapshot(page, (now) => now.phase === 'ready')
  expect(after).toMatchObject({ title: before.title, chunks: before.chunks, error: null })
})
