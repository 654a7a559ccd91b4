import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import {
  computeDistance,
  findVisibleBox,
  locateAllChunks,
  openDemo,
  recordSoundingChunks,
  waitForSoundingChunks,
  waitUntilSettled,
} from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { locateChunk, readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'

// A visitor opens the page, plays the demo song, picks chunks, and changes settings.
let page: Page
sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  await waitUntilSettled(page)
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })

type SettingsSnapshot = Awaited<ReturnType<typeof readSnapshot>> & {
  selected: number | null
  settings: Record<string, string | number | boolean>
}
const waitFor = (accept: (now: SettingsSnapshot) => boolean) =>
  waitForSnapshot(page, accept as (now: object) => boolean) as Promise<SettingsSnapshot>

test('the demo song is ready with 400 to 470 chunks, whose boxes hang apart and above the floor', async () => {
  const now = await readSnapshot(page)
  expect(now).toMatchObject({ phase: 'ready', title: 'Founders', error: null, playing: false, session: null })
  expect(now.chunks).toBeGreaterThanOrEqual(400)
  expect(now.chunks).toBeLessThanOrEqual(470)
  const all = await locateAllChunks(page)
  for (const { cloud, path } of all) {
    expect(cloud[1]).toBeGreaterThan(0.27)
    expect(path[1]).toBeLessThan(0.1)
    expect(computeDistance(cloud, [0, 1.6, 0])).toBeGreaterThan(0.7)
  }
  const different = new Set(all.map(({ cloud }) => cloud.map((value) => value.toFixed(2)).join()))
  expect(different.size).toBeGreaterThan(all.length * 0.9)
})

test('Play sounds the song chunk by chunk, and Pause stops it where it is', async () => {
  await button('Play').click()
  const early = await waitForSnapshot(page, (now) => now.playing && now.time > 0.5 && now.sounding.length > 0)
  // At the border of two chunks both sound for a moment.
  const later = await waitForSnapshot(page, (now, time) => now.time > time && now.sounding.length === 1, {
    given: early.time + 1,
  })
  expect(later.sounding[0]).toBeGreaterThan(early.sounding[0] as number)
  await button('Pause').click()
  const paused = await waitForSnapshot(page, (now) => !now.playing && now.voices.length === 0)
  await waitFrames(page, 20)
  expect((await readSnapshot(page)).time).toBe(paused.time)
  await button('Play').waitFor()
})

test('a click on a box plays it from its place and opens its card', async () => {
  const { chunk, x, y } = await findVisibleBox(page)
  // Awaited from before the click: the chunk is short.
  await Promise.all([
    waitForSnapshot(
      page,
      ({ voices }, chunk) => {
        const voice = voices.find((one) => one.chunk === chunk)
        const { cloud } = window.songwalk.locate(chunk)
        return !!voice && Math.hypot(...voice.position.map((value, axis) => value - (cloud[axis] ?? 0))) < 0.01
      },
      { given: chunk },
    ),
    page.mouse.click(x, y),
  ])
  const card = page.getByRole('region', { name: 'Chunk', exact: true })
  await card.getByText('of 437').waitFor()
  const similar = card.getByRole('listitem').getByRole('button')
  expect(await similar.count()).toBe(5)
  const next = Number((await similar.first().textContent())?.match(/^Chunk (\d+), at/)?.[1]) - 1
  await recordSoundingChunks(page)
  await similar.first().click()
  await waitForSoundingChunks(page, next)
  expect(await readSnapshot(page)).toMatchObject({ selected: next, playing: false })
  await page.keyboard.press('Escape')
  await waitFor(({ selected }) => selected === null)
})

test('Ride carries the visitor along the path with the song', async () => {
  await button('Ride').click()
  await button('Play').click()
  const now = await waitForSnapshot(
    page,
    ({ time, mode, playing, sounding }) => mode === 'ride' && playing && time > 3 && sounding.length === 1,
  )
  const { path } = await locateChunk(page, now.sounding[0] as number)
  expect(Math.hypot(path[0] - now.ear.position[0], path[2] - now.ear.position[2])).toBeLessThan(0.9)
  expect(now.ear.position[1]).toBeCloseTo(1.6, 1)
  const later = await waitForSnapshot(page, ({ time }, old) => time > old + 2, { given: now.time })
  expect(computeDistance(later.ear.position, now.ear.position)).toBeGreaterThan(0.4)
  await button('Pause').click()
  await button('Roam').click()
})

test('a setting analyzes the song again while the music goes on, and is written into the address', async () => {
  await button('Play').click()
  const { time } = await waitForSnapshot(page, (now) => now.playing && now.time > 1)
  await button('Settings').click()
  await page.getByLabel('Preset', { exact: true }).selectOption('timbre')
  await waitFor(({ phase, settings }) => phase === 'analyzing' && settings.preset === 'timbre')
  const after = await waitFor(({ phase }) => phase === 'ready')
  expect(after.playing).toBe(true)
  expect(after.time).toBeGreaterThan(time)
  expect(await page.evaluate(() => window.location.search)).toBe('?preset=timbre')
  await button('Pause').click()
  await button('Back to the original').click()
  await waitFor(({ phase, settings }) => phase === 'ready' && settings.preset === 'original')
  expect(await page.evaluate(() => window.location.search)).toBe('')
  await page.getByLabel('Slicing', { exact: true }).focus()
  await page.keyboard.press('Escape')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Settings')
})

test('a preference is kept when the page is opened again', async () => {
  await button('Comfort').click()
  const drawer = page.getByRole('region', { name: 'Comfort' })
  await drawer.getByRole('combobox', { name: 'Colors', exact: true }).selectOption('grey')
  await waitFor(({ settings }) => settings.palette === 'grey')
  await page.getByRole('slider', { name: 'Volume', exact: true }).press('Home')
  await waitFor(({ settings }) => settings.volume === 0)
  await page.reload()
  await waitFor(({ phase }) => phase === 'ready')
  expect(((await readSnapshot(page)) as SettingsSnapshot).settings).toMatchObject({ palette: 'grey', volume: 0 })
})
