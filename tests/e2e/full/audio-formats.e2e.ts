import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bursts, makeWav } from '../../wav.ts'
import { openDemo } from '../harness/demo-page.ts'
import { openModulePage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { createUpload, type FileUpload } from '../harness/uploads.ts'
import type * as streams from './audio-formats/compare-decoders.ts'

const fixtures = join(import.meta.dirname, '../../fixtures')

/** More than 100 MB once decoded: 18 seconds of eight channels at 192 kHz, 8 bits, two bursts a second. */
function largeWav(): Buffer {
  const [seconds, channels, rate] = [18, 8, 192_000]
  const bytes = Buffer.alloc(44 + seconds * channels * rate, 128)
  makeWav(new Array(channels).fill(new Float32Array(0)), rate).forEach((byte, i) => {
    bytes[i] = byte
  })
  // 8 bits a sample instead of 16.
  bytes.writeUInt32LE(rate * channels, 28)
  bytes.writeUInt16LE(channels, 32)
  bytes.writeUInt16LE(8, 34)
  bytes.writeUInt32LE(bytes.length - 44, 40)
  const song = bursts(seconds, rate, 2)
  for (let i = 0; i < song.length; i++) bytes[44 + i * channels + 7] = 128 + 120 * (song[i] as number)
  return bytes
}

let page: Page
const openDemoPage = async () => {
  const opened = await openDemo()
  page = opened.page
  return opened
}

describe('formats through the page', () => {
  sharePage(openDemoPage)

  const open = async (file: FileUpload) => {
    await page.getByLabel('Choose a song').setInputFiles(file)
    const title = file.name.replace(/\.\w+$/, '')
    return waitForSnapshot(
      page,
      ({ phase, title, error }, wanted) =>
        error?.includes(wanted.name) || (phase === 'ready' && title === wanted.title && !error),
      { given: { name: file.name, title } },
    )
  }
  const fixture = async (name: string) => createUpload(name, await readFile(join(fixtures, name)), '')

  const plain = ['low.mp3', 'vbr.mp3', 'eight-8000.flac', 'mono-192000.flac', 'eight.opus', 'clip.webm']
  test.each(plain)('%s becomes a song', async (name) => {
    const { error, chunks } = await open(await fixture(name))
    expect(error).toBeNull()
    expect(chunks).toBeGreaterThan(1)
    expect(chunks).toBeLessThan(40)
  })

  const perhaps = ['clip.aac', 'clip.m4a', 'clip-alac.m4a', 'clip.aiff', 'clip.caf']
  test.each(perhaps)('%s becomes a song where the browser can decode it, else an error sentence', async (name) => {
    const { error, chunks } = await open(await fixture(name))
    if (error) expect(error).toMatch(/^“.*choose an mp3.*\.$/)
    else expect(chunks).toBeGreaterThan(0)
  })

  test.each([
    [1, 8000],
    [3, 44100],
    [5, 48000],
    [8, 11025],
    [2, 192_000],
  ])('a wav of %i channels at %i Hz', async (count, rate) => {
    // Only the last channel sounds: a decoder that ignores it gives silence.
    const silent = new Float32Array(rate)
    const channels = Array.from({ length: count }, (_, c) => (c === count - 1 ? bursts(1, rate) : silent))
    const { error, chunks } = await open(createUpload(`${count}-${rate}.wav`, makeWav(channels, rate), 'audio/wav'))
    expect(error).toBeNull()
    expect(chunks).toBeGreaterThan(2)
    expect(chunks).toBeLessThan(8)
  })
})

describe('a file of more than 100 MB decoded', () => {
  let folder: string
  let file: string
  beforeAll(async () => {
    // Chosen from disk, because Playwright's own channel takes too long for it.
    folder = await mkdtemp(join(tmpdir(), 'songwalk-large-'))
    file = join(folder, 'large.wav')
    await writeFile(file, largeWav())
  })
  afterAll(() => rm(folder, { recursive: true }))
  sharePage(openDemoPage)

  test('Cancel while it is decoded keeps the open song', async () => {
    const before = await readSnapshot(page)
    // Pressed within the page: the file may be decoded before a click from the test arrives.
    const cancel = () => {
      const key = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Cancel')
      if (window.songwalk?.snapshot().phase !== 'decoding' || !key) return false
      key.click()
      return true
    }
    const pressed = page.waitForFunction(cancel, undefined, { polling: 5 })
    await page.getByLabel('Choose a song').setInputFiles(file)
    await pressed
    const now = await waitForSnapshot(page, ({ stage }) => stage === null)
    expect(now).toMatchObject({ phase: 'ready', title: before.title, chunks: before.chunks, error: null })
  })

  test('opens and plays', async () => {
    await page.getByLabel('Choose a song').setInputFiles(file)
    const now = await waitForSnapshot(page, ({ phase, title }) => phase === 'ready' && title === 'large')
    expect(now.chunks).toBeGreaterThan(30)
    expect(now.chunks).toBeLessThan(45)
    await page.getByRole('button', { name: 'Play', exact: true }).click()
    await waitForSnapshot(page, ({ playing, time, sounding }) => playing && time > 0.3 && sounding.length > 0)
  })
})

describe('decoding piece by piece', () => {
  sharePage(async () => {
    const opened = await openModulePage()
    page = opened.page
    return opened
  })
  const call = <Name extends keyof typeof streams>(name: Name, ...args: Parameters<(typeof streams)[Name]>) =>
    page.evaluate(
      `import('/tests/e2e/full/audio-formats/compare-decoders.ts').then((streams) => streams.${name}(...${JSON.stringify(args)}))`,
    ) as ReturnType<(typeof streams)[Name]>

  const inBoth = ['tagged.mp3', 'untagged.mp3', 'vbr.mp3', 'clip.opus', 'surround.opus', 'clip.flac', 'low.mp3']
  test.each([...inBoth, 'eight-8000.flac', 'mono-192000.flac', 'eight.opus', 'clip.ogg'])(
    '%s gives the same samples as the browser’s decoder',
    async (name) => {
      const found = await call('compareDecoders', `/tests/fixtures/${name}`)
      expect(found.rates[0]).toBe(found.rates[1])
      expect(found.channels[0]).toBe(found.channels[1])
      // Older Chromiums keep samples after the end of an Ogg Vorbis file.
      expect(Math.abs((found.lengths[0] ?? 0) - (found.lengths[1] ?? 0))).toBeLessThanOrEqual(
        name === 'clip.ogg' ? 1024 : 0,
      )
      // One decoder scales integers by 1/32768, the other by 1/32767.
      expect(found.worst).toBeLessThan(5e-5)
    },
  )

  test('damaged files end in sound or in an error sentence', async () => {
    const urls = ['tagged.mp3', 'clip.ogg', 'clip.opus', 'clip.flac', 'clip.webm', 'clip.m4a', 'clip.aiff'].map(
      (name) => `/tests/fixtures/${name}`,
    )
    const { sounded, wrong } = await call('fuzzDecoders', urls, 42)
    expect(wrong).toEqual([])
    expect(sounded).toBeGreaterThan(5)
  })
})
