import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
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
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'
import { createSmallSong } from '../harness/uploads.ts'

let opened: OpenPage
let page: Page
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
const search = () => page.evaluate(() => window.location.search)

/** Fields that this file alone looks at. */
type Now = Awaited<ReturnType<typeof readSnapshot>> & {
  settings: { slicing: string; preset: string; engine: string; minChunk: number; perplexity: number }
  selected: number | null
  hovered: number | null
  trustShown: boolean
  drawer: string | null
}
const now = async () => (await readSnapshot(page)) as Now
const when = (accept: (now: Now) => boolean) =>
  waitForSnapshot(page, accept as (now: object) => boolean) as Promise<Now>

/** Every focusable thing of a region says what it is. */
const nameless = (region: string) =>
  page.evaluate(
    (region) =>
      [...document.querySelectorAll<HTMLInputElement>(`${region} :is(button, input, select)`)]
        .filter((one) => !(one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent)?.trim())
        .map((one) => one.outerHTML),
    region,
  )

describe('with the demo', () => {
  beforeAll(async () => {
    opened = await openDemo({ viewport: { width: 1440, height: 900 } })
    page = opened.page
    await waitUntilSettled(page)
  })
  afterEach(() => opened.monitor.expectNoErrors())
  afterAll(() => opened.close())

  test('a setting makes another analysis: the address tells it, and the music goes on', async () => {
    await button('Play').click()
    const { time } = await waitForSnapshot(page, (now) => now.playing && now.time > 1)
    await button('Settings').click()
    await page.getByLabel('Preset', { exact: true }).selectOption('timbre')
    await when(({ phase, settings }) => phase === 'analyzing' && settings.preset === 'timbre')
    const after = await when(({ phase }) => phase === 'ready')
    expect(after.playing).toBe(true)
    expect(after.time).toBeGreaterThan(time)
    expect(await search()).toBe('?preset=timbre')
    // From where the boxes hung, not from the path: nothing lies on the floor at any time.
    await waitForSnapshot(page, (now, count) => now.frame.count > count, { given: after.frame.count + 2 })
    const low = (await locateAllChunks(page)).filter(({ cloud, path }) => computeDistance(cloud, path) < 0.05)
    expect(low).toEqual([])
    await button('Pause').click()
  })

  test('a slider on its way makes one analysis, at its end', async () => {
    const slider = page.getByRole('slider', { name: 'Perplexity' })
    await slider.focus()
    await page.evaluate(() => {
      const { history } = window
      const told: string[] = []
      Object.assign(window, { told })
      const replace = history.replaceState.bind(history)
      history.replaceState = (state, title, url) => {
        told.push(String(url))
        replace(state, title, url)
      }
    })
    // A key held down: answers that come late would let the slider rest on its way.
    await Promise.all([1, 2, 3, 4, 5].map(() => page.keyboard.down('ArrowLeft')))
    await page.keyboard.up('ArrowLeft')
    await when(({ phase, settings }) => phase === 'ready' && settings.perplexity === 25)
    expect(await page.evaluate('window.told')).toEqual(['/?preset=timbre&perplexity=25'])
  })

  test('what cannot be chosen says so', async () => {
    const classic = page.getByRole('option', { name: /^Classic t-SNE/ })
    expect(await classic.isDisabled()).toBe(true)
    expect(await classic.textContent()).toMatch(/up to 250 chunks/)
    await page.getByLabel('Engine', { exact: true }).selectOption('pca')
    await when(({ phase, settings }) => phase === 'ready' && settings.engine === 'pca')
    expect(await page.getByRole('slider', { name: 'Perplexity' }).isDisabled()).toBe(true)
    expect(await page.getByText('PCA has no perplexity.').isVisible()).toBe(true)
    expect(await nameless('.page')).toEqual([])
  })

  test('the way back to the original is one click', async () => {
    await button('Back to the original').click()
    const { settings } = await when(({ phase, settings }) => phase === 'ready' && settings.engine === 'exact')
    expect(settings).toMatchObject({
      slicing: 'onsets',
      minChunk: 0,
      preset: 'original',
      engine: 'exact',
      perplexity: 30,
    })
    expect(await search()).toBe('')
    expect(await button('Back to the original').isDisabled()).toBe(true)
  })

  test('Escape closes the drawer and gives the focus back to its button', async () => {
    await page.getByLabel('Slicing', { exact: true }).focus()
    await page.keyboard.press('Escape')
    await when(({ drawer }) => drawer === null)
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Settings')
    expect(await button('Settings').getAttribute('aria-expanded')).toBe('false')
  })

  test('About tells what the song is and how far its form can be trusted', async () => {
    await button('About').click()
    const about = page.getByRole('region', { name: 'About' })
    const text = (await about.textContent()) ?? ''
    for (const part of ['Alexander Zhelanov', 'CC BY 4.0', 'founders.mp3', '44.1 kHz, stereo', 'exact t-SNE'])
      expect(text).toContain(part)
    expect(text).toContain(`Chunks${(await now()).chunks}`)
    expect(text).toMatch(/a chunk keeps \d+ %/)
    await page.getByRole('switch', { name: 'Show trust' }).check()
    await when(({ trustShown }) => trustShown)
    expect(await page.getByText('Neighbors kept').isVisible()).toBe(true)
    await button('Hide trust').click()
    await when(({ trustShown }) => !trustShown)
    expect(await page.getByRole('switch', { name: 'Show trust' }).isChecked()).toBe(false)
    await page.keyboard.press('Escape')
  })

  describe('the card of a chunk', () => {
    const card = () => page.getByRole('region', { name: 'Chunk', exact: true })

    test('opens with a picked box, measures it, and leads on to what is most alike', async () => {
      await waitUntilSettled(page)
      const { chunk, x, y } = await findVisibleBox(page)
      await page.mouse.click(x, y)
      await waitForSnapshot(page, (now, chunk) => (now as Now).selected === chunk, { given: chunk })
      await card().getByText('of 437').waitFor()
      const text = (await card().textContent()) ?? ''
      expect(text).toContain(`Chunk ${chunk + 1} `)
      expect(text).toMatch(/Loudness.*−\d+\.\d dB.*Brightness.*[\d,]+ Hz.*Noisiness.*0\.\d\d.*Trust\d+ %/s)
      await card()
        .getByText(/^(rather )?(dull|bright)$|^medium$/)
        .last()
        .waitFor()
      const alike = card().getByRole('listitem').getByRole('button')
      expect(await alike.count()).toBe(5)
      const name = await alike.first().textContent()
      const next = Number(name?.match(/^Chunk (\d+), at \d+:\d\d$/)?.[1]) - 1
      await alike.first().hover()
      await waitFrames(page, 3)
      await alike.first().hover({ position: { x: 20, y: 10 } })
      await waitForSnapshot(page, (now, next) => (now as Now).hovered === next, { given: next })
      await recordSoundingChunks(page)
      await alike.first().click()
      const after = await waitForSnapshot(page, (now, next) => (now as Now).selected === next, { given: next })
      await waitForSoundingChunks(page, next)
      expect(after.playing).toBe(false)
      expect(await page.evaluate(() => document.activeElement?.closest('li') !== null)).toBe(true)
      expect(await card().textContent()).toContain(`Chunk ${next + 1} `)
    })

    test('plays what is most alike in turn, and stops when told', async () => {
      const alike = card().getByRole('listitem').getByRole('button')
      const names = await alike.allTextContents()
      const chunks = names.map((name) => Number(name.match(/\d+/)?.[0]) - 1)
      const { selected } = await now()
      await recordSoundingChunks(page)
      await button('Hear them in turn').click()
      await waitForSoundingChunks(page, ...chunks.slice(0, 2))
      await button('Stop').click()
      await waitForSnapshot(page, (now) => now.voices.length === 0)
      await button('Hear them in turn').waitFor()
      expect((await now()).selected).toBe(selected)
      await button('Hear them in turn').click()
      await button('Play').click()
      await button('Hear them in turn').waitFor()
      await button('Pause').click()
    })

    test('is put away with Escape, and comes back with the next pick', async () => {
      await page.keyboard.press('Escape')
      await when(({ selected }) => selected === null)
      expect(await card().count()).toBe(0)
      await button('Next chunk').click()
      await card().waitFor()
      await button('Close the chunk').click()
      await when(({ selected }) => selected === null)
    })
  })
})

describe('the address', () => {
  afterEach(async () => {
    opened.monitor.expectNoErrors()
    await opened.close()
  })
  const open = async (address: string) => {
    opened = await openApp({ draw: false, reducedMotion: true, search: address })
    page = opened.page
    return waitForSnapshot(page, ({ phase }) => phase === 'ready') as Promise<Now>
  }

  test('chooses the song and the settings, and stays as it is until something is changed', async () => {
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
    expect(await search()).toBe(address)
    await page.getByLabel('Choose a song').setInputFiles(createSmallSong('own.wav', 3))
    const own = (await waitForSnapshot(page, ({ phase, title }) => phase === 'ready' && title === 'own')) as Now
    expect(own.settings).toEqual(settings)
  })

  test('that is half wrong counts for the other half, and says what was not understood', async () => {
    const { title, settings, error } = await open('?song=nobody&preset=timbre&perplexity=many')
    expect(title).toBe('Founders')
    expect(settings).toMatchObject({ preset: 'timbre', perplexity: 30 })
    expect(error).toContain('“perplexity=many”')
    expect(error).toContain('“nobody”')
    expect(await page.getByRole('alert').textContent()).toContain(error as string)
  })
})
