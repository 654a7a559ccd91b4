import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { findSeriousViolations } from '../harness/axe.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import type { OpenPage } from '../harness/pages.ts'
import { readSnapshot, type Snapshot, waitForSnapshot } from '../harness/snapshot.ts'

/** What the exhibit adds to the snapshot. */
type Told = Snapshot & {
  exhibit: { scene: string; language: string; song: string; visit: number; until: number | null }
}

let opened: OpenPage
let page: Page
const scene = (wanted: string) =>
  waitForSnapshot(page, (now, wanted) => (now as Told).exhibit.scene === wanted, { given: wanted }) as Promise<Told>
const button = (name: string) => page.getByRole('button', { name, exact: true })

/** What fades in is judged once it is there. */
const serious = () => expect.poll(() => findSeriousViolations(page), { timeout: 20_000 }).toEqual([])

/** Controls that are off the screen, or smaller than a finger. */
const unreachable = () =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('main :is(button, label)')].flatMap((control) => {
      if (!control.checkVisibility() || control.matches('[aria-hidden=true]')) return []
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
      const inside = left >= -0.5 && right <= innerWidth + 0.5 && top >= -0.5 && bottom <= innerHeight + 0.5
      return inside && Math.min(width, height) >= 56
        ? []
        : [`${control.textContent}: ${Math.round(width)} × ${Math.round(height)}, ${inside}`]
    }),
  )

async function toFree(language = 'English') {
  await page.locator('[data-scene=attract] > button').click()
  await scene('welcome')
  await button(language).click()
  await scene('intro')
  await page.locator('[data-scene=intro] section > button').click()
  return scene('free')
}

describe('an unhurried exhibit', () => {
  let site: ExhibitSite
  const choosers: unknown[] = []
  beforeAll(async () => {
    site = await serveExhibit({
      title: { en: 'Test exhibit', ar: 'معرض' },
      languages: ['en', 'ar', 'ko'],
      volume: { cap: 0.6, attract: 0.1, quiet: [] },
    })
    opened = await openExhibit(site, { draw: false, reducedMotion: true })
    page = opened.page
    page.on('filechooser', (chooser) => choosers.push(chooser))
    await ready()
  })
  const ready = () => waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks === 30)
  afterEach(() => opened.monitor.expectNoErrors())
  afterAll(async () => {
    await opened.close()
    await site.close()
  })

  const volume = () => page.evaluate(() => window.songwalk.snapshot().settings.volume)

  test('opens with its first song, low, and nobody there; nothing in it is serious to axe', async () => {
    const now = await scene('attract')
    expect(now.exhibit).toMatchObject({ language: 'en', visit: 0, song: '30'.padStart(16, '0') })
    expect(await volume()).toBe(0.1)
    await serious()
  })

  test('a visit from touch to done, in a language from right to left, leaves nothing behind', async () => {
    await page.reload()
    await ready()
    await page.locator('[data-scene=attract] > button').click()
    await scene('welcome')
    await serious()
    await button('العربية').click()
    await scene('intro')
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    await serious()
    await page.locator('[data-scene=intro] section > button').click()
    const { exhibit, playing } = await scene('free')
    expect(exhibit).toMatchObject({ language: 'ar', visit: 1 })
    expect(playing).toBe(true)
    expect(await volume()).toBe(0.6)
    await serious()
    await button('من الداخل').click()
    await waitForSnapshot(page, ({ mode }) => mode === 'ride')
    await page.locator('[data-scene=free] section button').nth(1).click()
    await page.locator('[role=dialog] li button').nth(2).click()
    await waitForSnapshot(page, ({ chunks, playing }) => chunks === 90 && playing)
    // The room's own ways to make it louder end at the cap as well.
    await page.locator('label input[type=range]').fill('0.5')
    expect(await volume()).toBe(0.3)
    await page.locator('[data-scene=free] header button').last().click()
    const rest = await scene('attract')
    expect(rest.exhibit).toMatchObject({ language: 'en', visit: 1 })
    expect(rest).toMatchObject({ mode: 'roam', held: null })
    expect(await page.locator('html').getAttribute('dir')).toBe('ltr')
    expect(await page.evaluate(() => localStorage.getItem('songwalk.preferences'))).toBeNull()
    expect(await volume()).toBe(0.1)
  })

  test.each([
    [1920, 1080],
    [1080, 1920],
    [1280, 720],
    [390, 844],
  ])('at %i × %i everything lies on the screen, and any finger can hit it', async (width, height) => {
    await page.setViewportSize({ width, height })
    await toFree()
    await button('Inside').click()
    await button('Roam').click()
    await expect.poll(unreachable, { timeout: 5000 }).toEqual([])
    await button('Done').click()
    await scene('attract')
  })

  test('nothing leads out of it: no menu, no shortcut, no file', async () => {
    const prevented = await page.evaluate(() => {
      const refused = (event: Event) => !document.querySelector('canvas')?.dispatchEvent(event)
      const key = (init: KeyboardEventInit) =>
        refused(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
      const plain = (name: string) => refused(new Event(name, { bubbles: true, cancelable: true }))
      const wheel = refused(new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true }))
      const keys = [
        { key: 'F1' },
        { key: 'F5' },
        { key: 'r', ctrlKey: true },
        { key: 'p', ctrlKey: true },
        { key: 's', ctrlKey: true },
        { key: 'o', ctrlKey: true },
        { key: 'ArrowLeft', altKey: true },
      ].map(key)
      return [wheel, ...['contextmenu', 'dragover', 'drop', 'selectstart', 'dragstart'].map(plain), ...keys]
    })
    expect(prevented.every(Boolean)).toBe(true)
    expect(await page.locator('a, input[type=file], [contenteditable], textarea').count()).toBe(0)
    expect(choosers).toEqual([])
    // The keys of the test have begun a visit.
    await page.evaluate(() => window.history.back())
    expect((await readSnapshot(page)).phase).toBe('ready')
  })
})

describe('a hurried exhibit', () => {
  let site: ExhibitSite
  beforeAll(async () => {
    site = await serveExhibit({
      timings: { reminder: 1.5, countdown: 1, visit: 8, ending: 0.6, attract: 1, intro: 0.5 },
      languages: ['en', 'de'],
    })
    opened = await openExhibit(site, { draw: false, reducedMotion: true, headset: 'quest3' })
    page = opened.page
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  })
  afterEach(() => opened.monitor.expectNoErrors())
  afterAll(async () => {
    await opened.close()
    await site.close()
  })

  /** Presses in the page itself: a busy machine takes longer for a click from outside than these timings allow. */
  const press = (selector: string) =>
    page.waitForFunction(
      (selector) => {
        const found = document.querySelector<HTMLElement>(selector)
        found?.click()
        return found !== null
      },
      selector,
      { polling: 'raf' },
    )
  /** Writes down every scene, and what language it was in; `from` now on somebody touches the room all the time, or not. */
  const observe = (busy: boolean) =>
    page.evaluate((busy) => {
      const told: string[] = []
      const look = () => {
        const { scene, language } = (window.songwalk.snapshot() as unknown as Told).exhibit
        // A welcome can be shorter than a look.
        if (scene !== 'welcome' && told.at(-1) !== `${scene} ${language}`) told.push(`${scene} ${language}`)
        if (busy) window.dispatchEvent(new PointerEvent('pointermove'))
      }
      window.clearInterval((window as unknown as { looking?: number }).looking)
      Object.assign(window, { told, looking: window.setInterval(look, 50) })
      look()
    }, busy)
  const scenes = async (last: string, times: number) => {
    const expression = `window.told.filter((scene) => scene === '${last}').length >= ${times} && window.told`
    return (await page.waitForFunction(expression)).jsonValue() as Promise<string[]>
  }

  test('shows its songs in turn while nobody is there', async () => {
    const { chunks } = await readSnapshot(page)
    await waitForSnapshot(page, ({ chunks, phase }, before) => phase === 'ready' && chunks !== before, {
      given: chunks,
    })
  })

  test('asks whether somebody is still there, and begins anew', async () => {
    await scene('attract')
    await observe(false)
    await press('[data-scene=attract] > button')
    await press('button[lang=de]')
    // Not before it was written down, or a fast machine would be there and gone between two looks.
    await page.waitForFunction(
      () => {
        const { told } = window as unknown as { told: string[] }
        const found = document.querySelector<HTMLElement>('[data-scene=reminder] > button')
        if (told.at(-1) !== 'reminder de' || !found) return false
        found.click()
        return true
      },
      undefined,
      { polling: 'raf' },
    )
    expect(await scenes('attract en', 2)).toEqual([
      'attract en',
      'intro de',
      'free de',
      'reminder de',
      'free de',
      'reminder de',
      'attract en',
    ])
  })

  test('ends a visit in time, whatever its visitor does', async () => {
    await scene('attract')
    await observe(true)
    await press('[data-scene=attract] > button')
    await press('button[lang=de]')
    expect(await scenes('attract en', 2)).toEqual(['attract en', 'intro de', 'free de', 'ending de', 'attract en'])
  })

  test('a headset that is taken off and put on is the next person, in the same session', async () => {
    await scene('attract')
    await observe(true)
    await press('[data-scene=attract] > button')
    await press('button[lang=en]')
    await scene('free')
    await button('Enter VR').click()
    const { exhibit } = (await waitForSnapshot(
      page,
      ({ session, mode }) => session === 'vr' && mode === 'ride',
    )) as Told
    await page.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
    const rest = await waitForSnapshot(page, (now) => (now as Told).exhibit.scene === 'attract' && !now.playing)
    expect(rest.session).toBe('vr')
    await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible'))
    const next = await waitForSnapshot(
      page,
      (now) => (now as Told).exhibit.scene === 'free' && now.playing && now.mode === 'ride',
    )
    expect((next as Told).exhibit.visit).toBe(exhibit.visit + 1)
    expect(next.time).toBeLessThan(3)
    await page.evaluate(() => window.xrDevice?.activeSession?.end())
    await scene('attract')
    await waitForSnapshot(page, ({ session }) => session === null)
  })
})
