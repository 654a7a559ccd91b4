import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { openExhibit, type Site, serveExhibit } from './harness/exhibit.ts'
import type { OpenPage } from './harness/pages.ts'
import { type Snapshot, snapshot, until } from './harness/snapshot.ts'

/** What the exhibit adds to the snapshot. */
type Told = Snapshot & {
  exhibit: { scene: string; language: string; song: string; visit: number; until: number | null }
}

let opened: OpenPage
let page: Page
const scene = (wanted: string) =>
  until(page, (now, wanted) => (now as Told).exhibit.scene === wanted, { given: wanted }) as Promise<Told>
const button = (name: string) => page.getByRole('button', { name, exact: true })

async function serious(): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) {
    const source = createRequire(import.meta.url).resolve('axe-core/axe.min.js')
    await page.evaluate(await readFile(source, 'utf8'))
  }
  // What fades in is judged once it is there.
  await page.evaluate(async () => {
    const once = document.getAnimations().filter(({ effect }) => effect?.getTiming().iterations === 1)
    await Promise.allSettled(once.map(({ finished }) => finished))
  })
  const { violations } = (await page.evaluate('window.axe.run()')) as AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`))
}

/** Controls that are off the screen, or smaller than a finger. */
const unreachable = () =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>('.exhibit :is(button, label)')].flatMap((control) => {
      if (!control.checkVisibility() || control.matches('.backdrop')) return []
      const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
      const inside = left >= -0.5 && right <= innerWidth + 0.5 && top >= -0.5 && bottom <= innerHeight + 0.5
      return inside && Math.min(width, height) >= 56
        ? []
        : [`${control.textContent}: ${Math.round(width)} × ${Math.round(height)}, ${inside}`]
    }),
  )

async function toFree(language = 'English') {
  await page.locator('.attract').click()
  await scene('welcome')
  await button(language).click()
  await scene('intro')
  await page.locator('.onward').click()
  return scene('free')
}

describe('an unhurried exhibit', () => {
  let site: Site
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
  const ready = () => until(page, ({ phase, chunks }) => phase === 'ready' && chunks === 30)
  afterEach(() => opened.guard.expectClean())
  afterAll(async () => {
    await opened.close()
    await site.close()
  })

  const volume = () => page.evaluate(() => window.songwalk.snapshot().settings.volume)

  test('opens with its first song, low, and nobody there; nothing in it is serious to axe', async () => {
    const now = await scene('attract')
    expect(now.exhibit).toMatchObject({ language: 'en', visit: 0, song: '30'.padStart(16, '0') })
    expect(await volume()).toBe(0.1)
    expect(await serious()).toEqual([])
  })

  test('a visit from touch to done, in a language from right to left, leaves nothing behind', async () => {
    await page.reload()
    await ready()
    await page.locator('.attract').click()
    await scene('welcome')
    expect(await serious()).toEqual([])
    await button('العربية').click()
    await scene('intro')
    expect(await page.locator('html').getAttribute('dir')).toBe('rtl')
    expect(await serious()).toEqual([])
    await page.locator('.onward').click()
    const { exhibit, playing } = await scene('free')
    expect(exhibit).toMatchObject({ language: 'ar', visit: 1 })
    expect(playing).toBe(true)
    expect(await volume()).toBe(0.6)
    expect(await serious()).toEqual([])
    await button('من الداخل').click()
    await until(page, ({ mode }) => mode === 'ride')
    await page.locator('.keys > .key').nth(1).click()
    await page.locator('.card').nth(2).click()
    await until(page, ({ chunks, playing }) => chunks === 90 && playing)
    // The room's own ways to make it louder end at the cap as well.
    await page.locator('.volume input').fill('0.5')
    expect(await volume()).toBe(0.3)
    await page.locator('.top .key').last().click()
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
    expect((await snapshot(page)).phase).toBe('ready')
  })
})

describe('a hurried exhibit', () => {
  let site: Site
  beforeAll(async () => {
    site = await serveExhibit({
      timings: { reminder: 1, countdown: 0.8, visit: 4, ending: 0.6, attract: 1, intro: 0.5 },
      languages: ['en', 'de'],
    })
    opened = await openExhibit(site, { draw: false, reducedMotion: true, headset: 'quest3' })
    page = opened.page
    await until(page, ({ phase }) => phase === 'ready')
  })
  afterEach(() => opened.guard.expectClean())
  afterAll(async () => {
    await opened.close()
    await site.close()
  })

  test('shows its songs in turn while nobody is there', async () => {
    const { chunks } = await snapshot(page)
    await until(page, ({ chunks, phase }, before) => phase === 'ready' && chunks !== before, { given: chunks })
  })

  test('asks whether somebody is still there, and begins anew', async () => {
    await page.locator('.attract').click()
    await button('Deutsch').click()
    await scene('reminder')
    await page.getByRole('button', { name: /Sind Sie noch da/ }).click()
    expect((await scene('free')).exhibit.language).toBe('de')
    await scene('reminder')
    expect((await scene('attract')).exhibit.language).toBe('en')
  })

  test('ends a visit in time, whatever its visitor does', async () => {
    await page.locator('.attract').click()
    await button('English').click()
    await scene('free')
    const moving = setInterval(() => void page.mouse.move(200 + Math.random() * 200, 300), 200)
    await scene('ending')
    clearInterval(moving)
    await scene('attract')
  })

  test('a headset that is taken off and put on is the next person, in the same session', async () => {
    await page.locator('.attract').click()
    await button('English').click()
    await scene('free')
    await button('Enter VR').click()
    await until(page, ({ session, mode }) => session === 'vr' && mode === 'ride')
    const { visit } = (await scene('free')).exhibit
    await page.evaluate(() => window.xrDevice?.updateVisibilityState('hidden'))
    const rest = await scene('attract')
    expect(rest.session).toBe('vr')
    expect(rest.playing).toBe(false)
    await page.evaluate(() => window.xrDevice?.updateVisibilityState('visible'))
    const next = await scene('free')
    expect(next.exhibit.visit).toBe(visit + 1)
    await until(page, ({ playing, time, mode }) => playing && time < 3 && mode === 'ride')
    await page.evaluate(() => window.xrDevice?.activeSession?.end())
    await scene('attract')
    await until(page, ({ session }) => session === null)
  })
})
