import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createLiveMessage } from '../../src/spectator/sample-messages.ts'
import { computeDistance, waitUntilSettled } from '../harness/demo-page.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { type LiveRelay, startRelay } from '../harness/live-relay.ts'
import { type OpenPage, openUrl } from '../harness/pages.ts'
import { locateChunk, type Point, readSnapshot, WAIT_TIMEOUT_MS, waitForSnapshot } from '../harness/snapshot.ts'
import { enterVR, findClearSpot } from '../harness/vr-session.ts'
import { aimAt, clickTrigger, moveHead } from '../harness/xr-controls.ts'

/** What a second screen tells of itself. */
interface Screen {
  role: 'spectator'
  following: string | null
  scene: string
  song: string | null
  chunks: number
  playing: boolean
  visitor: { position: Point; forward: Point } | null
  pointer: { origin: Point; direction: Point; chunk: number | null } | null
  sounding: number[]
  moved: { chunk: number; position: Point }[]
  form: number
  time: number
  behindMs: number
  frame: number
}

const key = (chunks: number) => String(chunks).padStart(16, '0')

let site: ExhibitSite
let relay: LiveRelay
let screen: OpenPage
beforeAll(async () => {
  site = await serveExhibit({
    title: { ar: 'معرض', en: 'Exhibit' },
    languages: ['ar', 'en'],
    mode: 'roam',
    timings: { reminder: 90, countdown: 1, visit: 0, ending: 8, attract: 90, intro: 12 },
  })
  relay = await startRelay(site.url)
  screen = await openUrl(`${relay.url}spectator.html?pace=20`, { draw: false, viewport: { width: 640, height: 360 } })
})
afterAll(async () => {
  await screen.close()
  await relay.close()
  await site.close()
})

const pieces: { close(): void }[] = []
afterEach(() => {
  for (const piece of pieces.splice(0)) piece.close()
})
const piece = async (device: string) => {
  const made = await relay.connectPiece(device)
  pieces.push(made)
  return made
}

/** Until the screen shows what `accept`, which runs in the page, likes. */
async function shows<T>(page: Page, accept: (now: Screen, given: T) => boolean, given?: T): Promise<Screen> {
  const source = `(() => {
    const now = window.songwalk?.snapshot()
    return now && (${accept.toString()})(now, ${JSON.stringify(given) ?? 'undefined'}) ? now : null
  })()`
  const found = await page.waitForFunction(source, undefined, { polling: 'raf', timeout: WAIT_TIMEOUT_MS })
  return (await found.jsonValue()) as Screen
}

test('alone it shows the songs by themselves, in the words of the exhibit’s first language', async () => {
  const { page } = screen
  const alone = await shows(page, ({ chunks, form }) => chunks === 30 && form > 0)
  expect(alone).toMatchObject({ role: 'spectator', following: null, scene: 'attract', visitor: null, song: key(30) })
  expect(await page.locator('h1').textContent()).toBe('معرض')
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
  expect(await page.locator('main p').first().textContent()).toBe('Song of 30')
  expect(await page.locator('button, a, input, audio, video').count()).toBe(0)
})

test('axe finds nothing serious', async () => {
  const { page } = screen
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core/axe.min.js') })
  const { violations } = (await page.evaluate('window.axe.run()')) as AxeResults
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  expect(serious.map(({ id }) => id)).toEqual([])
})

test('what a visitor does is seen, in its order, and where it is', async () => {
  const { page } = screen
  const { tell } = await piece('hall')
  const song = key(60)
  tell(createLiveMessage({ song, ear: { position: [1, 1.7, -0.5], forward: [1, 0, 0] } }))
  const seen = await shows(page, ({ chunks, visitor }) => chunks === 60 && visitor !== null)
  expect(seen).toMatchObject({
    following: 'hall',
    scene: 'free',
    song,
    visitor: { position: [1, 1.7, -0.5], forward: [1, 0, 0] },
    pointer: null,
    sounding: [],
  })

  const pointer = { origin: [1, 1.2, -0.7], direction: [0, 0, -1], chunk: 7 } satisfies Screen['pointer']
  tell(createLiveMessage({ song, pointer, sounding: [7, 9], moved: [[9, [2, 1.5, 0]]] }))
  const pointed = await shows(page, (now) => now.pointer?.chunk === 7 && now.moved.length === 1)
  expect(pointed).toMatchObject({ pointer, sounding: [7, 9], moved: [{ chunk: 9, position: [2, 1.5, 0] }] })

  // Each step is seen after the one before, none again.
  await page.evaluate(() => {
    const seen: number[] = []
    Object.assign(window, { seen })
    const look = () => {
      const { sounding } = (window.songwalk as unknown as { snapshot(): Screen }).snapshot()
      const [chunk] = sounding
      if (chunk !== undefined && seen.at(-1) !== chunk) seen.push(chunk)
      requestAnimationFrame(look)
    }
    look()
  })
  for (let chunk = 10; chunk < 40; chunk++) tell(createLiveMessage({ song, sounding: [chunk] }))
  await shows(page, ({ sounding }) => sounding[0] === 39)
  const order = (await page.evaluate('window.seen')) as number[]
  expect(order).toEqual([...order].sort((a, b) => a - b))

  // A song goes on by the server's clock, without being told.
  tell(createLiveMessage({ song, playing: true, time: 1, sounding: [10] }))
  const playing = await shows(page, ({ time, playing }) => playing && time > 1.3)
  expect(playing.sounding).toEqual([Math.floor(playing.time * 10 + 1e-6)])
})

test('it stays with a visitor, goes to another, and back to the songs when nobody is left', async () => {
  const { page } = screen
  const hall = await piece('hall')
  const stair = await piece('stair')
  hall.tell(createLiveMessage({ scene: 'attract', song: key(30) }))
  stair.tell(createLiveMessage({ song: key(90), ear: { position: [0, 1.5, 2], forward: [0, 0, -1] } }))
  expect(await shows(page, ({ chunks, following }) => chunks === 90 && following === 'stair')).toMatchObject({
    visitor: { position: [0, 1.5, 2] },
  })
  // Another song in the same visit.
  stair.tell(createLiveMessage({ song: key(60) }))
  await shows(page, ({ chunks, visitor }) => chunks === 60 && visitor !== null)
  stair.close()
  // The other piece shows its songs by itself: it is followed, with nobody to be seen.
  await shows(page, ({ chunks, following, visitor }) => chunks === 30 && following === 'hall' && !visitor)
  hall.close()
  const alone = await shows(page, ({ following }) => following === null)
  expect(alone).toMatchObject({ scene: 'attract', visitor: null, pointer: null, moved: [], song: key(30) })
  // And comes again.
  const again = await piece('stair')
  again.tell(createLiveMessage({ song: key(30) }))
  await shows(page, ({ following, visitor }) => following === 'stair' && visitor !== null)
})

test('a visitor of the piece itself is seen where they are, pointing at what they point at, with what they hear', async () => {
  const { page } = screen
  const url = `${relay.url}?device=museum`
  const {
    page: own,
    monitor: guard,
    close,
  } = await openExhibit({ ...site, url }, { draw: false, headset: 'quest3', reducedMotion: true })
  const { chunks } = await waitForSnapshot(own, ({ phase }) => phase === 'ready')
  const alone = await shows(page, (now, given) => now.following === 'museum' && now.chunks === given, chunks)
  expect(alone).toMatchObject({ scene: 'attract', visitor: null })

  await own.locator('[data-scene=attract] > button').click()
  await own.getByRole('button', { name: 'English' }).click()
  await own.locator('[data-scene=intro] section > button').click()
  await enterVR(own)
  // The song is three seconds long.
  await waitForSnapshot(own, ({ playing }) => !playing)
  await moveHead(own, [0.3, 1.55, 0.2], 0.4)
  await waitUntilSettled(own)
  const chunk = 11
  const { cloud } = await locateChunk(own, chunk)
  await aimAt(own, 'right', { from: await findClearSpot(own, chunk, 0.35), at: cloud })
  const { ear } = await waitForSnapshot(own, ({ pointer, playing }, given) => pointer?.chunk === given && !playing, {
    given: chunk,
  })
  const { exhibit } = (await readSnapshot(own)) as unknown as { exhibit: { song: string } }
  const seen = await shows(
    page,
    ({ song, visitor, pointer }, given) =>
      song === given.song &&
      pointer?.chunk === given.chunk &&
      Math.hypot(...(visitor?.position ?? []).map((value, axis) => value - (given.position[axis] ?? 0))) < 0.05,
    { song: exhibit.song, chunk, position: ear.position },
  )
  expect(seen).toMatchObject({ following: 'museum', scene: 'free', playing: false })
  expect(computeDistance(seen.visitor?.forward ?? [], ear.forward)).toBeLessThan(0.05)

  // A tenth of a second long: the screen writes down all it sees.
  await page.evaluate(() => {
    const heard: number[] = []
    Object.assign(window, { heard })
    const look = () => {
      heard.push(...(window.songwalk as unknown as { snapshot(): Screen }).snapshot().sounding)
      requestAnimationFrame(look)
    }
    look()
  })
  const heard = () => page.evaluate(() => [...new Set((window as unknown as { heard: number[] }).heard)])
  await expect
    .poll(
      async () => {
        await clickTrigger(own, 'right')
        return heard()
      },
      { timeout: WAIT_TIMEOUT_MS },
    )
    .toEqual([chunk])

  // Taken off, without a word.
  await own.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
  await waitForSnapshot(own, (now) => (now as unknown as { exhibit: { scene: string } }).exhibit.scene === 'attract')
  const rest = await shows(page, ({ scene, visitor }) => scene === 'attract' && visitor === null)
  expect(rest).toMatchObject({ following: 'museum', pointer: null, moved: [] })
  guard.expectNoErrors()
  await close()
  await shows(page, ({ following }) => following === null)
})

const faults = (page: Page) => page.evaluate(() => JSON.parse(localStorage.getItem('songwalk-faults-screen') ?? '{}'))

test('a lost WebGL context comes back, or the page begins anew without a person; both are counted and told', async () => {
  const { page } = screen
  await page.evaluate(() => {
    const lose = document.querySelector('canvas')?.getContext('webgl2')?.getExtension('WEBGL_lose_context')
    Object.assign(window, { before: true, lose })
    lose?.loseContext()
  })
  await expect.poll(() => faults(page), { timeout: WAIT_TIMEOUT_MS }).toEqual({ 'webgl-lost': 1 })
  const { frame } = await shows(page, () => true)
  await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.restoreContext())
  await shows(page, (now, before) => now.frame > before + 150, frame)
  expect(await page.evaluate(() => 'before' in window)).toBe(true)

  await page.evaluate(() => (window as unknown as { lose: WEBGL_lose_context }).lose.loseContext())
  await page.waitForFunction(`!('before' in window) && window.songwalk?.snapshot().chunks > 0`)
  const all = { 'webgl-lost': 2, reloaded: 1 }
  expect(await faults(page)).toEqual(all)
  await expect
    .poll(() => relay.heartbeats.at(-1), { timeout: WAIT_TIMEOUT_MS })
    .toMatchObject({ role: 'spectator', faults: all })
})

test('it takes updates by itself, and only while nobody is seen', async () => {
  const { page } = screen
  const { tell, close } = await piece('hall')
  tell(createLiveMessage({ song: key(30) }))
  await shows(page, ({ visitor }) => visitor !== null)
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
  // It has proved itself: the one before is let go.
  await page.waitForFunction(
    async () => {
      const state = await (await caches.open('songwalk')).match('/versions')
      const { current, trial } = (await state?.json()) ?? {}
      return current === '2' && !trial
    },
    undefined,
    { polling: 200 },
  )
  await shows(page, ({ chunks }) => chunks > 0)
})

test('when the server goes, and comes again, the screen goes on', async () => {
  const { page } = screen
  const { tell } = await piece('hall')
  tell(createLiveMessage({ song: key(30) }))
  await shows(page, ({ visitor }) => visitor !== null)
  await relay.close()
  const left = await shows(page, ({ following, visitor }) => following === null && visitor === null)
  await shows(page, ({ frame }, before) => frame > before + 30, left.frame)
  relay = await startRelay(site.url, Number(new URL(relay.url).port))
  const again = await piece('hall')
  again.tell(createLiveMessage({ song: key(60) }))
  await shows(page, ({ following, visitor, chunks }) => following === 'hall' && visitor !== null && chunks === 60)
  expect(screen.monitor.foreignRequests).toEqual([])
})
