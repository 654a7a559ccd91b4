import { readFile } from 'node:fs/promises'
import { ALL_FORMATS, BufferSource, Input } from 'mediabunny'
import type { Download, Page } from 'playwright-core'
import { beforeEach, describe, expect, inject, test } from 'vitest'
import { parseSong } from '../../../audio/song/song.ts'
import { readSongFile } from '../../../audio/song/song-file.ts'
import { openDemo } from '../harness/demo-page.ts'
import { openModulePage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { createSmallSong, createUpload } from '../harness/uploads.ts'
import type { recordUnfolding } from './export/record-unfolding.ts'

const NO_VIDEO = /^This browser cannot write videos; /
const NAME = 'Bürsts: “loud”'
const song = createSmallSong(`${NAME}.wav`, 2)

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const choose = (file: Parameters<Page['setInputFiles']>[1]) => page.getByLabel('Choose a song').setInputFiles(file)
/** Waits for the song with its sound; the boxes of a stored song come before. */
const ready = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.title === title && !now.stage, { given: title })

const bytesOf = async (file: Download) => new Uint8Array(await readFile(await file.path()))

/** Presses a button of the drawer. @returns the downloaded file */
async function take(label: string): Promise<{ name: string; bytes: Uint8Array<ArrayBuffer> }> {
  const coming = page.waitForEvent('download')
  await button(label).click()
  const file = await coming
  const bytes = await bytesOf(file)
  await page.getByText('is in your downloads.').waitFor()
  return { name: file.suggestedFilename(), bytes }
}

/** Duration, size, frames and sound of a video file. */
async function inspect(bytes: Uint8Array<ArrayBuffer>) {
  const input = new Input({ source: new BufferSource(bytes), formats: ALL_FORMATS })
  const video = await input.getPrimaryVideoTrack()
  const audio = await input.getPrimaryAudioTrack()
  return {
    duration: await input.computeDuration(),
    size: video && [await video.getDisplayWidth(), await video.getDisplayHeight()],
    frames: (await video?.computePacketStats())?.packetCount,
    sound: await audio?.computeDuration(),
  }
}

describe('the save drawer', () => {
  sharePage(async () => {
    const opened = await openDemo({ viewport: { width: 800, height: 600 } })
    page = opened.page
    await openSaveDrawer()
    return opened
  })
  /** Opens the small song and the drawer, where they are not open yet. */
  const openSaveDrawer = async () => {
    if ((await readSnapshot(page)).title !== NAME) {
      await choose(song)
      await ready(NAME)
    }
    const heading = page.getByRole('heading', { name: 'Take it home' })
    if ((await heading.count()) === 0) await button('Save').click()
    await heading.waitFor()
  }
  beforeEach(openSaveDrawer)

  test('the analysis is saved as JSON, CSV and .songwalk, and a reopened .songwalk gives the same JSON', async () => {
    const json = await take('Analysis as JSON')
    const stored = parseSong(JSON.parse(new TextDecoder().decode(json.bytes)))
    const csv = await take('Analysis as CSV')
    expect(new TextDecoder().decode(csv.bytes).split('\r\n')).toHaveLength(stored.chunks.length + 2)
    const whole = await take('All in one file')
    const { song: inside, audio } = await readSongFile(whole.bytes, whole.name)
    expect(inside).toEqual(stored)
    expect(Buffer.from(audio).equals(song.buffer)).toBe(true)
    await choose(createSmallSong('other.wav', 1))
    await ready('other')
    await choose(createUpload('renamed.zip', whole.bytes, 'application/zip'))
    await ready(NAME)
    expect((await take('Analysis as JSON')).bytes).toEqual(json.bytes)
  })

  test('?song= opens a .songwalk of the page’s own server, and of no other', async () => {
    const { bytes } = await take('All in one file')
    await page.route('**/shows/tonight.songwalk', (route) => route.fulfill({ body: Buffer.from(bytes) }))
    await page.goto(`${inject('appUrl')}?song=shows/tonight.songwalk`)
    await ready(NAME)
    await page.goto(`${inject('appUrl')}?song=https://example.org/tonight.songwalk`)
    const { error } = await waitForSnapshot(page, ({ phase }) => phase === 'error')
    expect(error).toMatch(/only open songs from this page’s own server/)
  })

  test('an analysis without its sound and a damaged .songwalk are refused, and the song stays', async () => {
    for (const [file, sentence] of [
      [createUpload('song.json', Buffer.from('{"format":"songwalk"}')), 'without its sound'],
      [createUpload('broken.songwalk', Buffer.from('PK\x03\x04 nothing')), 'is damaged'],
    ] as const) {
      await choose(file)
      await waitForSnapshot(page, ({ error }, words) => error?.includes(words) ?? false, { given: sentence })
      expect(await readSnapshot(page)).toMatchObject({ title: NAME, phase: 'ready' })
    }
    await page.getByRole('alert').getByRole('button', { name: 'Close' }).click()
  })

  test('a video of the playing song has its sound, and ends with Stop or with the song', async () => {
    if (!(await button('Video of the song').isEnabled())) {
      expect(await page.getByText(NO_VIDEO).count()).toBeGreaterThan(0)
      return
    }
    await choose(createSmallSong('long.wav', 60))
    await ready('long')
    const stopped = page.waitForEvent('download', { timeout: 90_000 })
    await button('Video of the song').click()
    await waitForSnapshot(page, ({ time }) => time > 1)
    // Closing the drawer does not end it.
    await button('Save').click()
    await button('Stop').click()
    const { duration, size, sound, frames } = await inspect(await bytesOf(await stopped))
    expect(size).toEqual([800, 600])
    expect(duration).toBeGreaterThan(1)
    expect(sound).toBeGreaterThan(1)
    expect(frames).toBeGreaterThan(10)

    await button('Save').click()
    await button('Pause').click()
    await page.getByRole('slider', { name: 'Seek' }).fill('59.5')
    const ended = page.waitForEvent('download', { timeout: 90_000 })
    await button('Video of the song').click()
    expect((await inspect(await bytesOf(await ended))).sound).toBeGreaterThan(0.3)
    expect(await readSnapshot(page)).toMatchObject({ playing: false })
  })

  test('the video of the form shows its progress, and can be cancelled', async () => {
    if (!(await button('Video of the form').isEnabled())) {
      expect(await page.getByText(NO_VIDEO).count()).toBeGreaterThan(0)
      return
    }
    await button('Video of the form').click()
    await page.waitForFunction(`document.querySelector('[aria-label="Filming the form"]')?.value > 0`)
    expect(await button('Picture').isDisabled()).toBe(true)
    await button('Cancel').click()
    await page.getByText('Given up; nothing was saved.').waitFor()
    expect(await button('Picture').isEnabled()).toBe(true)
  })
})

test('offscreen frames look as on the screen, and make the same video of ten seconds every time', async () => {
  const { page, monitor, close } = await openModulePage()
  type Filmed = Awaited<ReturnType<typeof recordUnfolding>>
  const filmed = (await page.evaluate(
    "import('/tests/e2e/full/export/record-unfolding.ts').then((m) => m.recordUnfolding())",
  )) as Filmed
  monitor.expectNoErrors()
  await close()
  expect(filmed.litShare).toBeGreaterThan(0.01)
  expect(filmed.difference).toBeLessThanOrEqual(2)
  expect(filmed.isRepeatable).toBe(true)
  if (filmed.video === null) return expect(filmed.sentence).toMatch(NO_VIDEO)
  const { duration, size, frames, sound } = await inspect(new Uint8Array(Buffer.from(filmed.video, 'base64')))
  expect({ duration: Math.round(duration), size, frames, sound }).toEqual({
    duration: 10,
    size: [320, 180],
    frames: 20,
    sound: undefined,
  })
})
