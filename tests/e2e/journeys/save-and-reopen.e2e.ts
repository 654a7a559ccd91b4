import { readFile } from 'node:fs/promises'
import { validateBytes } from 'gltf-validator'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { readSongFile } from '../../../audio/song/song-file.ts'
import { openDemo } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { createSmallSong, createUpload } from '../harness/uploads.ts'

// A visitor saves a song, and opens what was saved.
let page: Page
const NAME = 'Bürsts: “loud”'
const song = createSmallSong(`${NAME}.wav`, 2)
sharePage(async () => {
  const opened = await openDemo({ viewport: { width: 800, height: 600 } })
  page = opened.page
  await choose(song)
  await waitForSong(NAME)
  await button('Save').click()
  await page.getByRole('heading', { name: 'Take it home' }).waitFor()
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })
const choose = (file: ReturnType<typeof createUpload>) => page.getByLabel('Choose a song').setInputFiles(file)
/** Ready with its sound, which comes after the boxes of a remembered song. */
const waitForSong = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.title === title && !now.stage, { given: title })

/** Presses a button of the drawer. @returns the downloaded file */
async function save(label: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const coming = page.waitForEvent('download')
  await button(label).click()
  const download = await coming
  await page.getByText('is in your downloads.').waitFor()
  return { name: download.suggestedFilename(), bytes: new Uint8Array(await readFile(await download.path())) }
}

test('the picture has 3840 × 2160 pixels and the song’s name', async () => {
  const { name, bytes } = await save('Picture')
  expect(name).toBe('Bürsts “loud”.png')
  const header = new DataView(bytes.buffer)
  expect([header.getUint32(0), header.getUint32(16), header.getUint32(20)]).toEqual([0x89504e47, 3840, 2160])
})

test('the form is a valid GLB', async () => {
  const { name, bytes } = await save('Form as GLB')
  expect(name).toMatch(/\.glb$/)
  expect((await validateBytes(bytes)).issues.messages).toEqual([])
})

test('the .songwalk holds the sound, and opens again as the same song', async () => {
  const { name, bytes } = await save('All in one file')
  expect(name).toBe('Bürsts “loud”.songwalk')
  const { song: saved, audio } = await readSongFile(bytes, name)
  expect(Buffer.from(audio).equals(song.buffer)).toBe(true)
  await choose(createSmallSong('other.wav', 1))
  await waitForSong('other')
  await choose(createUpload('renamed.zip', bytes, 'application/zip'))
  expect((await waitForSong(NAME)).chunks).toBe(saved.chunks.length)
  await button('Play').click()
  await waitForSnapshot(page, ({ time, sounding }) => time > 0.1 && sounding.length > 0)
})
