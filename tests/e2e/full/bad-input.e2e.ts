import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { bursts, makeWav, noise, sine } from '../../wav.ts'
import { openDemo } from '../harness/demo-page.ts'
import { openApp } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, type Snapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { createUpload, type FileUpload } from '../harness/uploads.ts'

const repository = join(import.meta.dirname, '../../..')
const RATE = 44100
const wav = (
  name: string,
  channels: Float32Array[],
  rate = RATE,
  storage?: Parameters<typeof makeWav>[2],
): FileUpload => createUpload(name, makeWav(channels, rate, storage), 'audio/wav')

/** The smallest PNG there is: one pixel. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const withNaN = () => {
  const samples = bursts(2, RATE)
  for (let i = 5000; i < 9000; i++) samples[i] = i % 3 === 0 ? Number.NaN : Number.POSITIVE_INFINITY
  return samples
}

/** Files that are refused. */
const refused: [string, () => FileUpload][] = [
  ['zero bytes', () => createUpload('empty.mp3', new Uint8Array(0))],
  ['a picture named .mp3', () => createUpload('holiday.mp3', PICTURE)],
  ['text named .wav', () => createUpload('notes.wav', Buffer.from('Dear diary, today I heard a song.\n'.repeat(50)))],
  ['a header with no samples', () => wav('header.wav', [new Float32Array(0)])],
  [
    'a header that is cut in the middle',
    () => createUpload('cut.wav', makeWav([bursts(1, RATE)], RATE).subarray(0, 30)),
  ],
  [
    'random bytes',
    () =>
      createUpload(
        'random.mp3',
        Uint8Array.from(noise(5000), (x) => Math.floor((x + 1) * 127)),
      ),
  ],
]

/** Files that open, with the range of their chunk counts. */
const accepted: [string, () => Promise<FileUpload> | FileUpload, [least: number, most: number]][] = [
  ['one sample', () => wav('one.wav', [Float32Array.of(0.5)]), [1, 1]],
  ['half a second', () => wav('half.wav', [sine(440, RATE, RATE / 2)]), [1, 3]],
  ['silence', () => wav('silence.wav', [new Float32Array(RATE * 3)]), [1, 1]],
  ['NaN and infinite samples', () => wav('nan.wav', [withNaN()], RATE, 'float32'), [1, 20]],
  [
    'a truncated mp3',
    async () => {
      const whole = await readFile(join(repository, 'exhibits/demo/electronic.mp3'))
      return createUpload('truncated.mp3', whole.subarray(0, 100_001))
    },
    [5, 200],
  ],
  [
    'a file without an extension',
    async () => createUpload('song', await readFile(join(repository, 'tests/fixtures/untagged.mp3')), ''),
    [1, 50],
  ],
  [
    '5.1 channels',
    () =>
      wav(
        'surround.wav',
        Array.from({ length: 6 }, (_, c) => bursts(2, RATE, 3 + c)),
      ),
    [2, 30],
  ],
  ['96 kHz in 24 bits', () => wav('high.wav', [bursts(2, 96_000)], 96_000, 'int24'), [5, 12]],
  ['8 kHz', () => wav('low.wav', [bursts(2, 8000)], 8000), [4, 12]],
  ['a name that is markup', () => wav('<b onclick=alert(1)>&amp;.wav', [bursts(1, RATE)]), [1, 8]],
]

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })
const alert = () => page.getByRole('alert')
const choose = (file: FileUpload) => page.getByLabel('Choose a song').setInputFiles(file)
/** Chooses a file and waits for a sentence that names it. */
async function refuse(file: FileUpload): Promise<Snapshot> {
  await choose(file)
  return waitForSnapshot(page, ({ error }, name) => error?.includes(name) ?? false, { given: file.name })
}

/** Chooses a file and waits until it is the song in the room. */
async function accept(file: FileUpload): Promise<Snapshot> {
  await choose(file)
  const title = file.name.replace(/\.\w+$/, '')
  return waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.title === title, { given: title })
}

async function expectPlays() {
  await button('Play').click()
  await waitForSnapshot(page, (now) => now.playing && now.sounding.length > 0)
  await button('Pause').click()
}

/** Expects one sentence that names the file, without technical words. */
function expectSentence(sentence: string | null, name: string) {
  expect(sentence).toMatch(/^[“A-Z].*\.$/)
  expect(sentence).not.toMatch(/error|exception|undefined|null|NaN|\n/i)
  expect(sentence).toContain(name)
  expect(sentence?.length).toBeLessThan(200)
}

describe('with the demo open', () => {
  let demo: Snapshot
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    demo = await readSnapshot(page)
    return opened
  })

  test.each(refused)('%s is refused in one sentence, and the demo stays', async (_, file) => {
    const { name, ...rest } = file()
    const now = await refuse({ name, ...rest })
    expectSentence(now.error, name)
    expect(now).toMatchObject({ phase: 'ready', title: demo.title, chunks: demo.chunks })
    expect(await alert().textContent()).toContain(now.error)
    await expectPlays()
    await alert().getByRole('button', { name: 'Close' }).click()
    await alert().waitFor({ state: 'detached' })
  })

  test('a file that cannot be read any more is refused in one sentence', async () => {
    await page.evaluate(() => {
      const gone = new File(['x'], 'gone.mp3')
      const broken = { arrayBuffer: () => Promise.reject(new DOMException('gone', 'NotFoundError')) }
      Object.defineProperty(gone, 'slice', { value: () => broken })
      const data = new DataTransfer()
      const event = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
      Object.defineProperty(event, 'dataTransfer', { value: { items: [], files: [gone], types: ['Files'] } })
      window.dispatchEvent(event)
    })
    const now = await waitForSnapshot(page, ({ error }) => error?.includes('gone.mp3') ?? false)
    expectSentence(now.error, 'gone.mp3')
    expect(now).toMatchObject({ phase: 'ready', chunks: demo.chunks })
  })

  test('an error disappears when the next song opens', async () => {
    await refuse(createUpload('empty.mp3', new Uint8Array(0)))
    await choose(wav('good.wav', [bursts(2, RATE)]))
    const now = await waitForSnapshot(page, ({ phase, title }) => phase === 'ready' && title === 'good')
    expect(now.error).toBeNull()
    expect(await alert().count()).toBe(0)
  })

  test.each(accepted)('%s becomes a song', async (_, file, [least, most]) => {
    const now = await accept(await file())
    expect(now.error).toBeNull()
    expect(now.chunks).toBeGreaterThanOrEqual(least)
    expect(now.chunks).toBeLessThanOrEqual(most)
    const finite = await page.evaluate(() =>
      Array.from({ length: window.songwalk.snapshot().chunks }, (_, i) => window.songwalk.locate(i))
        .flatMap(({ cloud, path }) => [...cloud, ...path])
        .every(Number.isFinite),
    )
    expect(finite).toBe(true)
    await button('Play').click()
    // A song of one sample ends before it is seen playing.
    await waitForSnapshot(page, ({ playing, time }) => playing || time > 0)
    await waitForSnapshot(page, ({ playing, time }) => !playing || time > 0.1)
    if ((await readSnapshot(page)).playing) await button('Pause').click()
  })
})

describe('without an open song', () => {
  sharePage(async () => {
    const opened = await openApp({ draw: false, reducedMotion: true })
    page = opened.page
    // A server whose songs are no sound.
    await page.route('**/songs/*.mp3', (route) => route.fulfill({ body: PICTURE, contentType: 'audio/mpeg' }))
    await page.reload()
    await waitForSnapshot(page, ({ phase }) => phase === 'error')
    return opened
  })

  test('the room is empty, and an alert says why', async () => {
    const now = await readSnapshot(page)
    expect(now).toMatchObject({ chunks: 0, title: '', playing: false, voices: [] })
    expect(await alert().textContent()).toContain(now.error)
    expect(await button('Play').isDisabled()).toBe(true)
    expect(await button('Show the form again').isDisabled()).toBe(true)
  })

  test.each(refused)('%s is refused in one sentence', async (_, file) => {
    if ((await alert().count()) > 0) await alert().getByRole('button', { name: 'Close' }).click()
    const chosen = file()
    const now = await refuse(chosen)
    expect(now).toMatchObject({ phase: 'error', chunks: 0 })
    expectSentence(now.error, chosen.name)
  })

  test('a valid file opens', async () => {
    const now = await accept(wav('good.wav', [bursts(2, RATE)]))
    expect(now).toMatchObject({ phase: 'ready', error: null, title: 'good' })
    await expectPlays()
  })
})
