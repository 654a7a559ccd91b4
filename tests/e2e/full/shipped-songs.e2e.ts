import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { ANALYSIS_VERSION } from '../../../audio/analysis/analysis-types.ts'
import { openApp, type PageOptions } from '../harness/pages.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

// The Songs that the build has analyzed, beside the sounds.
const SHIPPED_PATH = join(import.meta.dirname, `../../../dist/songs/founders.v${ANALYSIS_VERSION}.song.json`)
const OPTIONS: PageOptions = { draw: false, reducedMotion: true }

/** Opens the page with changed answers of the server. */
async function openWith(
  change: (url: URL, body: () => Promise<string>) => Promise<string | 'missing' | 'wait' | null>,
) {
  const opened = await openApp(OPTIONS)
  const url = opened.page.url()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await opened.page.route('**/songs/*', async (route) => {
    const readBody = async () => (await route.fetch()).text()
    const answer = await change(new URL(route.request().url()), readBody)
    if (answer === 'missing') return route.fulfill({ status: 404 })
    if (answer === 'wait') await released
    if (answer === null || answer === 'wait') return route.continue()
    return route.fulfill({ contentType: 'application/json', body: answer })
  })
  return { ...opened, url, release }
}

test('the form is shown before the sound; Play pressed meanwhile plays as soon as the sound is there', async () => {
  const { page, url, release, close } = await openWith(async ({ pathname }) =>
    pathname.endsWith('.mp3') ? 'wait' : null,
  )
  await page.goto(url)
  await waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks > 400)
  await page.getByRole('button', { name: 'Play', exact: true }).click()
  expect((await readSnapshot(page)).playing).toBe(true)
  release()
  await waitForSnapshot(page, ({ stage, playing, time, sounding }) => {
    return stage === null && playing && time > 0 && sounding.length > 0
  })
  await close()
})

test('the Song that is shipped is the one that the page computes, byte for byte', async () => {
  const { page, url, close } = await openWith(async ({ pathname }) =>
    pathname.endsWith('.song.json') ? 'missing' : null,
  )
  await page.goto(url)
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: /JSON/ }).click()
  const computed = await readFile(await (await download).path(), 'utf8')
  expect(computed === (await readFile(SHIPPED_PATH, 'utf8'))).toBe(true)
  await close()
})

test('a Song of an older analysis or of other settings is not shown, the song is analyzed', async () => {
  const { page, url, close } = await openWith(async ({ pathname }, readBody) => {
    if (pathname.endsWith('songs.json')) return (await readBody()).replaceAll(/"version":\d+/g, '"version":1')
    return pathname.endsWith('.song.json')
      ? (await readBody()).replaceAll(/"title":"[^"]*"/g, '"title":"Shipped"')
      : null
  })
  for (const search of ['', '?slicing=grid']) {
    await page.goto(url + search)
    const { title } = await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
    expect(title).toBe('Founders')
  }
  await close()
})
