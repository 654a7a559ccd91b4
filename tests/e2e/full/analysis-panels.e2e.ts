import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  computeDistance,
  findVisibleBox,
  locateAllChunks,
  openDemo,
  recordSoundingChunks,
  waitForSoundingChunks,
  waitUntilSettled,
} from '../harness/demo-page.ts'
import { type OpenPage, openApp } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { createSmallSong } from '../harness/uploads.ts'

let page: Page
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const readSearch = () => page.evaluate(() => window.location.search)

/** Fields that only this file looks at. */
type PanelSnapshot = Awaited<ReturnType<typeof readSnapshot>> & {
  settings: { slicing: string; preset: string; engine: string; minChunk: number; perplexity: number }
  selected: number | null
  hovered: number | null
  trustShown: boolean
  drawer: string | null
}
const read = async () => (await readSnapshot(page)) as PanelSnapshot
const waitFor = (accept: (now: PanelSnapshot) => boolean) =>
  waitForSnapshot(page, accept as (now: object) => boolean) as Promise<PanelSnapshot>
const waitUntilSelected = (chunk: number) =>
  waitForSnapshot(page, (now, chunk) => (now as PanelSnapshot).selected === chunk, { given: chunk })

/** The focusable elements of a region that have no name. */
const findNameless = (region: string) =>
  page.evaluate(
    (region) =>
      [...document.querySelectorAll<HTMLInputElement>(`${region} :is(button, input, select)`)]
        .filter((one) => !(one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent)?.trim())
        .map((one) => one.outerHTML),
    region,
  )

/** Opens a drawer, where it is not open yet. */
const openDrawer = async (name: 'Settings' | 'About') => {
  if ((await button(name).getAttribute('aria-expanded')) !== 'true') await button(name).click()
}
const openDemoPage = async () => {
  const opened = await openDemo({ viewport: { width: 1440, height: 900 } })
  page = opened.page
  await waitUntilSettled(page)
  return opened
}

describe('the Settings drawer', () => {
  sharePage(openDemoPage)

  test('a changed setting moves the boxes from their places in the cloud, never over the path', async () => {
    await openDrawer('Settings')
    await page.getByLabel('Preset', { exact: true }).selectOption('timbre')
    await waitFor(({ phase, settings }) => phase === 'analyzing' && settings.preset === 'timbre')
    const after = await waitFor(({ phase }) => phase === 'ready')
    await waitForSnapshot(page, (now, count) => now.frame.count > count, { given: after.frame.count + 2 })
    const low = (await locateAllChunks(page)).filter(({ cloud, path }) => computeDistance(cloud, path) < 0.05)
    expect(low).toEqual([])
  })

  test('a slider that is dragged over several values analyzes once, for the last', async () => {
    await openDrawer('Settings')
    await page.getByLabel('Preset', { exact: true }).selectOption('timbre')
    await waitFor(({ phase, settings }) => phase === 'ready' && settings.preset === 'timbre')
    await page.getByRole('slider', { name: 'Perplexity' }).focus()
    await page.evaluate(() => {
      const { history } = window
      const addresses: string[] = []
      Object.assign(window, { addresses })
      const replace = history.replaceState.bind(history)
      history.replaceState = (state, title, url) => {
        addresses.push(String(url))
        replace(state, title, url)
      }
    })
    // Sent at once: with pauses between them each value would be analyzed.
    await Promise.all([1, 2, 3, 4, 5].map(() => page.keyboard.down('ArrowLeft')))
    await page.keyboard.up('ArrowLeft')
    await waitFor(({ phase, settings }) => phase === 'ready' && settings.perplexity === 25)
    expect(await page.evaluate('window.addresses')).toEqual(['/?preset=timbre&perplexity=25'])
  })

  test('an option that cannot be chosen says why, and one click restores the original settings', async () => {
    await openDrawer('Settings')
    const classic = page.getByRole('option', { name: /^Classic t-SNE/ })
    expect(await classic.isDisabled()).toBe(true)
    expect(await classic.textContent()).toMatch(/up to 250 chunks/)
    await page.getByLabel('Engine', { exact: true }).selectOption('pca')
    await waitFor(({ phase, settings }) => phase === 'ready' && settings.engine === 'pca')
    expect(await page.getByRole('slider', { name: 'Perplexity' }).isDisabled()).toBe(true)
    expect(await page.getByText('PCA has no perplexity.').isVisible()).toBe(true)
    expect(await findNameless('main')).toEqual([])
    await button('Back to the original').click()
    const { settings } = await waitFor(({ phase, settings }) => phase === 'ready' && settings.engine === 'exact')
    expect(settings).toMatchObject({
      slicing: 'onsets',
      minChunk: 0,
      preset: 'original',
      engine: 'exact',
      perplexity: 30,
    })
    expect(await readSearch()).toBe('')
    expect(await button('Back to the original').isDisabled()).toBe(true)
  })

  test('Escape closes it and moves the focus to its button', async () => {
    await openDrawer('Settings')
    await page.getByLabel('Slicing', { exact: true }).focus()
    await page.keyboard.press('Escape')
    await waitFor(({ drawer }) => drawer === null)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Settings')
    expect(await button('Settings').getAttribute('aria-expanded')).toBe('false')
  })
})

test('the About drawer shows source, license and trust of the song, and switches the trust view', async () => {
  const { monitor, close } = await openDemoPage()
  await openDrawer('About')
  const text = (await page.getByRole('region', { name: 'About' }).textContent()) ?? ''
  for (const part of ['Alexander Zhelanov', 'CC BY 4.0', 'founders.mp3', '44.1 kHz, stereo', 'exact t-SNE'])
    expect(text).toContain(part)
  expect(text).toContain(`Chunks${(await read()).chunks}`)
  expect(text).toMatch(/a chunk keeps \d+%/)
  await page.getByRole('switch', { name: 'Show trust' }).check()
  await waitFor(({ trustShown }) => trustShown)
  expect(await page.getByText('Neighbors kept').isVisible()).toBe(true)
  await button('Hide trust').click()
  await waitFor(({ trustShown }) => !trustShown)
  expect(await page.getByRole('switch', { name: 'Show trust' }).isChecked()).toBe(false)
  monitor.expectNoErrors()
  await close()
})

describe('the card of a chunk', () => {
  sharePage(openDemoPage)
  const card = () => page.getByRole('region', { name: 'Chunk', exact: true })
  const similar = () => card().getByRole('listitem').getByRole('button')
  const pickBox = async () => {
    const { chunk, x, y } = await findVisibleBox(page)
    await page.mouse.click(x, y)
    await waitUntilSelected(chunk)
    await card().getByText('of 437').waitFor()
    return chunk
  }

  test('shows measurements in numbers and words, and its list of similar chunks can be followed', async () => {
    const chunk = await pickBox()
    const text = (await card().textContent()) ?? ''
    expect(text).toContain(`Chunk ${chunk + 1} `)
    expect(text).toMatch(/Loudness.*−\d+\.\d dB.*Brightness.*[\d,]+ Hz.*Noisiness.*0\.\d\d.*Trust\d+%/s)
    await card()
      .getByText(/^(rather )?(dull|bright)$|^medium$/)
      .last()
      .waitFor()
    expect(await similar().count()).toBe(5)
    const name = await similar().first().locator('b').textContent()
    const next = Number(name?.match(/^Chunk (\d+), at \d+:\d\d$/)?.[1]) - 1
    await similar().first().hover()
    await waitFrames(page, 3)
    await similar()
      .first()
      .hover({ position: { x: 20, y: 10 } })
    await waitForSnapshot(page, (now, next) => (now as PanelSnapshot).hovered === next, { given: next })
    await recordSoundingChunks(page)
    await similar().first().click()
    const after = await waitUntilSelected(next)
    await waitForSoundingChunks(page, next)
    expect(after.playing).toBe(false)
    expect(await page.evaluate(() => document.activeElement?.closest('li') !== null)).toBe(true)
    expect(await card().textContent()).toContain(`Chunk ${next + 1} `)
  })

  test('plays the similar chunks in sequence, until Stop or Play is pressed', async () => {
    const selected = await pickBox()
    const names = await similar().allTextContents()
    const chunks = names.map((name) => Number(name.match(/\d+/)?.[0]) - 1)
    await recordSoundingChunks(page)
    await button('Hear them in turn').click()
    await waitForSoundingChunks(page, ...chunks.slice(0, 2))
    await button('Stop').click()
    await waitForSnapshot(page, (now) => now.voices.length === 0)
    await button('Hear them in turn').waitFor()
    expect((await read()).selected).toBe(selected)
    await button('Hear them in turn').click()
    await button('Play').click()
    await button('Hear them in turn').waitFor()
    await button('Pause').click()
  })

  test('is closed by Escape, and opens with the next pick', async () => {
    await pickBox()
    await page.keyboard.press('Escape')
    await waitFor(({ selected }) => selected === null)
    expect(await card().count()).toBe(0)
    await button('Next chunk').click()
    await card().waitFor()
    await button('Close the chunk').click()
    await waitFor(({ selected }) => selected === null)
  })
})

describe('the address', () => {
  let opened: OpenPage
  const open = async (address: string) => {
    opened = await openApp({ draw: false, reducedMotion: true, search: address })
    page = opened.page
    return waitForSnapshot(page, ({ phase }) => phase === 'ready') as Promise<PanelSnapshot>
  }

  test('sets song and settings, and stays as it is until something is changed', async () => {
    const address = '?song=electronic&slicing=beats&preset=timbre&engine=pca&min-chunk=0.14&perplexity=20'
    const { title, settings, error } = await open(address)
    expect(title).toBe('Electronic')
    expect(settings).toMatchObject({
      slicing: 'beats',
      preset: 'timbre',
      engine: 'pca',
      minChunk: 0.14,
      perplexity: 20,
    })
    expect(error).toBeNull()
    expect(await readSearch()).toBe(address)
    await page.getByLabel('Choose a song').setInputFiles(createSmallSong('own.wav', 3))
    const own = await waitFor(({ phase, title }) => phase === 'ready' && title === 'own')
    expect(own.settings).toEqual(settings)
    opened.monitor.expectNoErrors()
    await opened.close()
  })

  test('with invalid parts sets the valid ones, and an alert names the others', async () => {
    const { title, settings, error } = await open('?song=nobody&preset=timbre&perplexity=many')
    expect(title).toBe('Founders')
    expect(settings).toMatchObject({ preset: 'timbre', perplexity: 30 })
    expect(error).toContain('“perplexity=many”')
    expect(error).toContain('“nobody”')
    expect(await page.getByRole('alert').textContent()).toContain(error as string)
    opened.monitor.expectNoErrors()
    await opened.close()
  })
})
