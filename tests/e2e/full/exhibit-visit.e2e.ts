import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findSeriousViolations } from '../harness/axe.ts'
import { beginVisit, beginVisitIn, type ExhibitSnapshot, waitForExhibitScene } from '../harness/exhibit-scenes.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })

/** Polls, because fading screens are judged only once they are opaque. */
const expectNoViolations = () => expect.poll(() => findSeriousViolations(page), { timeout: 20_000 }).toEqual([])

/** Controls that are off the screen, or smaller than a finger needs. */
const findUnreachable = () =>
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

describe('with long timings', () => {
  let site: ExhibitSite
  let fileChoosers: unknown[] = []
  beforeAll(async () => {
    site = await serveExhibit({
      title: { en: 'Test exhibit', ar: 'معرض' },
      languages: ['en', 'ar', 'ko'],
      volume: { cap: 0.6, attract: 0.1, quiet: [] },
    })
  })
  afterAll(() => site.close())
  sharePage(async () => {
    const opened = await openExhibit(site, { draw: false, reducedMotion: true })
    page = opened.page
    fileChoosers = []
    page.on('filechooser', (chooser) => fileChoosers.push(chooser))
    await waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks === 30)
    return opened
  })
  const endVisit = async (done: string) => {
    await button(done).click()
    await waitForExhibitScene(page, 'attract')
  }

  test('axe finds no serious violation on the attract, welcome, intro and explore screens, in Arabic too', async () => {
    const now = await waitForExhibitScene(page, 'attract')
    expect(now.exhibit).toMatchObject({ language: 'en', visit: 0, song: '30'.padStart(16, '0') })
    await expectNoViolations()
    await beginVisit(page)
    await waitForExhibitScene(page, 'welcome')
    await expectNoViolations()
    await button('العربية').click()
    await waitForExhibitScene(page, 'intro')
    await expectNoViolations()
    await page.locator('[data-scene=intro] section > button').click()
    await waitForExhibitScene(page, 'free')
    await expectNoViolations()
    await endVisit('إنهاء')
  })

  test('the volume slider ends at the cap of the exhibit', async () => {
    await beginVisitIn(page, 'English')
    await page.getByRole('slider', { name: 'Volume' }).fill('0.5')
    expect(await page.evaluate(() => window.songwalk.snapshot().settings.volume)).toBe(0.3)
    await endVisit('Done')
  })

  test.each([
    [1920, 1080],
    [1080, 1920],
    [1280, 720],
    [390, 844],
  ])('at %i × %i every control lies on the screen and is at least 56 pixels large', async (width, height) => {
    await page.setViewportSize({ width, height })
    await beginVisitIn(page, 'English')
    await button('Inside').click()
    await button('Roam').click()
    await expect.poll(findUnreachable, { timeout: 5000 }).toEqual([])
    await endVisit('Done')
  })

  test('menus, shortcuts, drops and files are blocked, and no link leads out', async () => {
    const prevented = await page.evaluate(() => {
      const isPrevented = (event: Event) => !document.querySelector('canvas')?.dispatchEvent(event)
      const key = (init: KeyboardEventInit) =>
        isPrevented(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }))
      const plain = (name: string) => isPrevented(new Event(name, { bubbles: true, cancelable: true }))
      const wheel = isPrevented(new WheelEvent('wheel', { bubbles: true, cancelable: true, ctrlKey: true }))
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
    expect(fileChoosers).toEqual([])
    await page.evaluate(() => window.history.back())
    expect((await readSnapshot(page)).phase).toBe('ready')
  })
})

describe('with short timings', () => {
  let site: ExhibitSite
  beforeAll(async () => {
    site = await serveExhibit({
      timings: { reminder: 3, countdown: 2, visit: 14, ending: 1.5, attract: 4, intro: 1.5 },
      languages: ['en', 'de'],
    })
  })
  afterAll(() => site.close())
  sharePage(async () => {
    const opened = await openExhibit(site, { draw: false, reducedMotion: true })
    page = opened.page
    await waitForSnapshot(page, ({ phase }) => phase === 'ready')
    return opened
  })

  /** Clicks within the page: with these timings a click from outside may come too late on a busy machine. */
  const clickInPage = (selector: string) =>
    page.waitForFunction(
      (selector) => {
        const found = document.querySelector<HTMLElement>(selector)
        found?.click()
        return found !== null
      },
      selector,
      { polling: 'raf' },
    )

  /** Notes each scene and its language; with `active` the visitor moves the pointer all the time. */
  const recordScenes = (active: boolean) =>
    page.evaluate((active) => {
      const recorded: string[] = []
      const look = () => {
        const { scene, language } = (window.songwalk.snapshot() as unknown as ExhibitSnapshot).exhibit
        // The welcome screen can be shorter than the interval of this function.
        if (scene !== 'welcome' && recorded.at(-1) !== `${scene} ${language}`) recorded.push(`${scene} ${language}`)
        if (active) window.dispatchEvent(new PointerEvent('pointermove'))
      }
      window.clearInterval((window as unknown as { recorder?: number }).recorder)
      Object.assign(window, { scenes: recorded, recorder: window.setInterval(look, 20) })
      look()
    }, active)

  /** Waits until the attract screen has come back. @returns all scenes since {@link recordScenes} */
  const readScenesUntilAttract = async () => {
    const expression = `window.scenes.filter((scene) => scene === 'attract en').length >= 2 && window.scenes`
    return (await page.waitForFunction(expression)).jsonValue() as Promise<string[]>
  }

  test('the attract screen shows one song after the other', async () => {
    await waitForExhibitScene(page, 'attract')
    const { chunks } = await readSnapshot(page)
    await waitForSnapshot(page, ({ chunks, phase }, before) => phase === 'ready' && chunks !== before, {
      given: chunks,
    })
  })

  test('an idle visitor is asked whether they are there: a touch goes on, none ends the visit', async () => {
    await waitForExhibitScene(page, 'attract')
    await recordScenes(false)
    await clickInPage('[data-scene=attract] > button')
    await clickInPage('button[lang=de]')
    // Not before the recorder has seen it: the page may be faster than the recorder's interval.
    await page.waitForFunction(
      () => {
        const { scenes } = window as unknown as { scenes: string[] }
        const reminder = document.querySelector<HTMLElement>('[data-scene=reminder] > button')
        if (scenes.at(-1) !== 'reminder de' || !reminder) return false
        reminder.click()
        return true
      },
      undefined,
      { polling: 'raf' },
    )
    expect(await readScenesUntilAttract()).toEqual([
      'attract en',
      'intro de',
      'free de',
      'reminder de',
      'free de',
      'reminder de',
      'attract en',
    ])
  })

  test('a visit ends after its time, also while its visitor is active', async () => {
    await waitForExhibitScene(page, 'attract')
    await recordScenes(true)
    await clickInPage('[data-scene=attract] > button')
    await clickInPage('button[lang=de]')
    expect(await readScenesUntilAttract()).toEqual(['attract en', 'intro de', 'free de', 'ending de', 'attract en'])
  })
})
