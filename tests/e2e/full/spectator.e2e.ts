import type { Page } from 'playwright-core'
import { afterEach, expect, test } from 'vitest'
import { createLiveMessage } from '../../src/spectator/sample-messages.ts'
import { findSeriousViolations } from '../harness/axe.ts'
import { serveExhibit } from '../harness/exhibit-site.ts'
import { startRelay } from '../harness/live-relay.ts'
import type { PageMonitor } from '../harness/page-monitor.ts'
import { openUrl } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { WAIT_TIMEOUT_MS } from '../harness/snapshot.ts'
import {
  readShownChunks,
  recordShownChunks,
  type SpectatorSnapshot,
  waitForSpectator,
} from '../harness/spectator-screen.ts'

const key = (chunks: number) => String(chunks).padStart(16, '0')

let site: Awaited<ReturnType<typeof serveExhibit>>
let relay: Awaited<ReturnType<typeof startRelay>>
let page: Page
let monitor: PageMonitor
sharePage(async () => {
  site = await serveExhibit({
    title: { ar: 'معرض', en: 'Exhibit' },
    languages: ['ar', 'en'],
    mode: 'roam',
    timings: { reminder: 90, countdown: 1, visit: 0, ending: 8, attract: 90, intro: 12 },
  })
  relay = await startRelay(site.url)
  const opened = await openUrl(`${relay.url}spectator.html?pace=20`, {
    draw: false,
    viewport: { width: 640, height: 360 },
  })
  page = opened.page
  monitor = opened.monitor
  const close = async () => {
    await opened.close()
    await relay.close()
    await site.close()
  }
  return { page, close }
})

const pieces: { close(): void }[] = []
afterEach(() => {
  for (const piece of pieces.splice(0)) piece.close()
})
const connectPiece = async (device: string) => {
  const piece = await relay.connectPiece(device)
  pieces.push(piece)
  return piece
}

test('without a piece it shows the songs, in the first language of the exhibit', async () => {
  const alone = await waitForSpectator(page, ({ chunks, form }) => chunks === 30 && form > 0)
  expect(alone).toMatchObject({ role: 'spectator', following: null, scene: 'attract', visitor: null, song: key(30) })
  expect(await page.locator('h1').textContent()).toBe('معرض')
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('main p').first().textContent()).toBe('Song of 30')
  expect(await page.locator('button, a, input, audio, video').count()).toBe(0)
})

test('it has the spectrogram of the song it shows, for horizon and boxes', async () => {
  await waitForSpectator(page, ({ spectrogram }) => spectrogram)
  expect(monitor.foreignRequests).toEqual([])
})

test('axe finds no serious violation', async () => {
  await waitForSpectator(page, ({ chunks }) => chunks > 0)
  expect(await findSeriousViolations(page)).toEqual([])
})

test('it shows position, pointer, sounds and moved boxes of the visitor, in their order', async () => {
  const { tell } = await connectPiece('hall')
  const song = key(60)
  tell(createLiveMessage({ song, ear: { position: [1, 1.7, -0.5], forward: [1, 0, 0] } }))
  const seen = await waitForSpectator(page, ({ chunks, visitor }) => chunks === 60 && visitor !== null)
  expect(seen).toMatchObject({
    following: 'hall',
    scene: 'free',
    song,
    visitor: { position: [1, 1.7, -0.5], forward: [1, 0, 0] },
    pointer: null,
    sounding: [],
  })

  const pointer = { origin: [1, 1.2, -0.7], direction: [0, 0, -1], chunk: 7 } satisfies SpectatorSnapshot['pointer']
  tell(createLiveMessage({ song, pointer, sounding: [7, 9], moved: [[9, [2, 1.5, 0]]] }))
  const pointed = await waitForSpectator(page, (now) => now.pointer?.chunk === 7 && now.moved.length === 1)
  expect(pointed).toMatchObject({ pointer, sounding: [7, 9], moved: [{ chunk: 9, position: [2, 1.5, 0] }] })

  await recordShownChunks(page)
  for (let chunk = 10; chunk < 40; chunk++) tell(createLiveMessage({ song, sounding: [chunk] }))
  await waitForSpectator(page, ({ sounding }) => sounding[0] === 39)
  const order = (await readShownChunks(page)).filter((chunk) => chunk >= 10)
  expect(order).toEqual([...order].sort((a, b) => a - b))

  // Between messages the song goes on by the server's clock.
  tell(createLiveMessage({ song, playing: true, time: 1, sounding: [10] }))
  const playing = await waitForSpectator(page, ({ time, playing }) => playing && time > 1.3)
  expect(playing.sounding).toEqual([Math.floor(playing.time * 10 + 1e-6)])
})

test('it follows a piece with a visitor, then another piece, and shows the songs when none is left', async () => {
  const hall = await connectPiece('hall')
  const stair = await connectPiece('stair')
  hall.tell(createLiveMessage({ scene: 'attract', song: key(30) }))
  stair.tell(createLiveMessage({ song: key(90), ear: { position: [0, 1.5, 2], forward: [0, 0, -1] } }))
  expect(await waitForSpectator(page, ({ chunks, following }) => chunks === 90 && following === 'stair')).toMatchObject(
    {
      visitor: { position: [0, 1.5, 2] },
    },
  )
  // Another song in the same visit.
  stair.tell(createLiveMessage({ song: key(60) }))
  await waitForSpectator(page, ({ chunks, visitor }) => chunks === 60 && visitor !== null)
  stair.close()
  // The other piece has no visitor: its attract loop is followed.
  await waitForSpectator(page, ({ chunks, following, visitor }) => chunks === 30 && following === 'hall' && !visitor)
  hall.close()
  const alone = await waitForSpectator(page, ({ following }) => following === null)
  expect(alone).toMatchObject({ scene: 'attract', visitor: null, pointer: null, moved: [], song: key(30) })
  const again = await connectPiece('stair')
  again.tell(createLiveMessage({ song: key(30) }))
  await waitForSpectator(page, ({ following, visitor }) => following === 'stair' && visitor !== null)
})

const faults = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('songwalk-faults-screen') ?? '{}'))

test('a lost WebGL context is restored, or the page reloads; both are counted and told to the server', async () => {
  await page.evaluate(() => {
    const lose = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
    Object.assign(window, { before: true, lose })
    lose?.loseContext()
  })
  await expect.poll(() => faults(page), { timeout: WAIT_TIMEOUT_MS }).toEqual({ 'webgl-lost': 1 })
  const { frame } = await waitForSpectator(page, () => true)
  await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext())
  await waitForSpectator(page, (now, before) => now.frame > before + 150, frame)
  expect(await page.evaluate(() => 'before' in window)).toBe(true)

  await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.loseContext())
  await page.waitForFunction(`!('before' in window) && window.songwalk?.snapshot().chunks > 0`)
  const all = { 'webgl-lost': 2, reloaded: 1 }
  expect(await faults(page)).toEqual(all)
  await expect
    .poll(() => relay.heartbeats.at(-1), { timeout: WAIT_TIMEOUT_MS })
    .toMatchObject({ role: 'spectator', faults: all })
})

test('an update is activated only while no visitor is shown', async () => {
  const { tell, close } = await connectPiece('hall')
  tell(createLiveMessage({ song: key(30) }))
  await waitForSpectator(page, ({ visitor }) => visitor !== null)
  await site.publishRelease('2')
  await page.waitForFunction(
    async () => {
      const state = await (await caches.open('songwalk')).match('/versions')
      return (await state?.json())?.waiting === '2'
    },
    undefined,
    { polling: 200 },
  )
  const { length } = relay.heartbeats
  await expect.poll(() => relay.heartbeats.length, { timeout: WAIT_TIMEOUT_MS }).toBeGreaterThan(length + 5)
  expect(relay.heartbeats.at(-1)?.version).toBe('1')
  close()
  await expect.poll(() => relay.heartbeats.at(-1)?.version, { timeout: WAIT_TIMEOUT_MS }).toBe('2')
  // Confirmed: the former version is no longer on trial.
  await page.waitForFunction(
    async () => {
      const state = await (await caches.open('songwalk')).match('/versions')
      const { current, trial } = (await state?.json()) ?? {}
      return current === '2' && !trial
    },
    undefined,
    { polling: 200 },
  )
  await waitForSpectator(page, ({ chunks }) => chunks > 0)
})

test('without the server it shows the songs, and follows again when the server is back', async () => {
  const { tell } = await connectPiece('hall')
  tell(createLiveMessage({ song: key(30) }))
  await waitForSpectator(page, ({ visitor }) => visitor !== null)
  await relay.close()
  const left = await waitForSpectator(page, ({ following, visitor }) => following === null && visitor === null)
  await waitForSpectator(page, ({ frame }, before) => frame > before + 30, left.frame)
  relay = await startRelay(site.url, Number(new URL(relay.url).port))
  const again = await connectPiece('hall')
  again.tell(createLiveMessage({ song: key(60) }))
  await waitForSpectator(
    page,
    ({ following, visitor, chunks }) => following === 'hall' && visitor !== null && chunks === 60,
  )
  expect(monitor.foreignRequests).toEqual([])
})

test('it says in the exhibit’s languages whether a headset is free, and about how long not', async () => {
  const wall = await openUrl(`${relay.url}spectator.html?pace=20&headset=quest-1`, {
    draw: false,
    viewport: { width: 960, height: 540 },
  })
  const notice = wall.page.getByRole('status')
  await waitForSpectator(wall.page, ({ chunks }) => chunks === 30)
  expect(await notice.getAttribute('data-state')).toBe('unknown')
  const { tell } = await connectPiece('quest-1')
  tell(createLiveMessage({ scene: 'attract', song: key(30), session: null }))
  await notice.getByText('متاحة: ضع النظارة').waitFor()
  await notice.getByText('Free: put the headset on').waitFor()
  tell(createLiveMessage({ scene: 'free', song: key(30) }))
  await notice.getByText('In use: about 5 more min').waitFor()
  await notice.getByText('قيد الاستخدام: نحو').waitFor()
  expect(await findSeriousViolations(wall.page)).toEqual([])
  wall.monitor.expectNoErrors()
  await wall.close()
})
