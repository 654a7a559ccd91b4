import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import {
  computeDistance,
  findEmptySpot,
  findVisibleBox,
  locateAllChunks,
  openDemo,
  recordSoundingChunks,
  waitForSoundingChunks,
  waitUntilSettled,
} from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot, waitFrames } from '../harness/snapshot.ts'

let page: Page
const button = (name: string) => page.getByRole('button', { name, exact: true })

describe('the page', () => {
  sharePage(async () => {
    const opened = await openDemo()
    page = opened.page
    await waitUntilSettled(page)
    return opened
  })

  test('the view drifts by itself, but not with reduced motion', async () => {
    const drift = async (page: Page) => {
      const before = await readSnapshot(page)
      const after = await waitForSnapshot(page, ({ frame }, least) => frame.count > least, {
        given: before.frame.count + 60,
      })
      return computeDistance(before.ear.position, after.ear.position)
    }
    expect(await drift(page)).toBe(0)
    const moving = await openDemo({ reducedMotion: false })
    expect(await drift(moving.page)).toBeGreaterThan(0.005)
    moving.monitor.expectNoErrors()
    await moving.close()
  })

  test('the main controls have the documented names', async () => {
    for (const name of ['Play', 'Enter VR', 'Show the form again']) expect(await button(name).count()).toBe(1)
    const input = page.getByLabel('Choose a song')
    expect(await input.count()).toBe(1)
    expect(await input.getAttribute('type')).toBe('file')
    await button('Play').click()
    await button('Pause').waitFor()
    expect(await button('Play').count()).toBe(0)
    await button('Pause').click()
    await button('Play').waitFor()
  })

  test('every control has a name', async () => {
    const nameless = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLInputElement>('button, input, select, progress')]
        .filter((control) => {
          const text = control.getAttribute('aria-label') ?? control.labels?.[0]?.textContent ?? control.textContent
          return !text?.trim()
        })
        .map((control) => control.outerHTML),
    )
    expect(nameless).toEqual([])
  })

  test('without a headset Enter VR is disabled and says what to do', async () => {
    expect(await button('Enter VR').isDisabled()).toBe(true)
    expect(await button('Enter VR').getAttribute('title')).toMatch(/headset/)
  })

  test('every control is reached by Tab with a visible focus, and works by keys', async () => {
    const { x, y } = await findEmptySpot(page)
    await page.mouse.click(x, y)
    const reached: string[] = []
    const unseen: string[] = []
    for (let k = 0; k < 30; k++) {
      await page.keyboard.press('Tab')
      const { name, seen } = await page.evaluate(() => {
        const control = document.activeElement as HTMLElement
        if (control === document.body) return { name: '', seen: true }
        // The file input is hidden; its label stands for it.
        const shown = control.matches('input[type=file]')
          ? (control.parentElement?.querySelector('label') as HTMLElement)
          : control
        const style = getComputedStyle(shown)
        const outlined = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0
        const name = control.getAttribute('aria-label') ?? control.textContent ?? ''
        return { name, seen: outlined || style.boxShadow !== 'none' }
      })
      if (reached.includes(name) || name === '') continue
      reached.push(name)
      if (!seen) unseen.push(name)
    }
    for (const name of [
      'Songs',
      'Choose a song',
      'Play',
      'Seek',
      'Ride',
      'Walk',
      'Roam',
      'Line',
      'Show the form again',
    ])
      expect(reached).toContain(name)
    expect(unseen).toEqual([])
    await button('Play').focus()
    await page.keyboard.press('Enter')
    await waitForSnapshot(page, (now) => now.playing)
    await page.keyboard.press('Space')
    await waitForSnapshot(page, (now) => !now.playing)
    await page.getByRole('slider', { name: 'Seek' }).focus()
    const { time } = await readSnapshot(page)
    await page.keyboard.press('End')
    await waitForSnapshot(page, (now, old) => now.time > old + 10, { given: time })
    await page.keyboard.press('Home')
    await waitForSnapshot(page, (now) => now.time < 0.1)
  })

  describe('modes', () => {
    test('in walk mode the keys walk, and the chunk underfoot sounds', async () => {
      await page.getByRole('slider', { name: 'Seek' }).fill('0')
      await button('Walk').click()
      await waitForSnapshot(page, ({ mode, playing }) => mode === 'walk' && !playing)
      await page.evaluate(() => (document.activeElement as HTMLElement).blur())
      const before = await readSnapshot(page)
      const heard = new Set(before.sounding)
      const far: number[] = []
      const all = await locateAllChunks(page)
      await page.keyboard.down('ArrowUp')
      for (let k = 0; k < 40 || (far.length === 0 && k < 1000); k++) {
        const { sounding, ear } = await readSnapshot(page)
        for (const chunk of sounding.filter((chunk) => !heard.has(chunk))) {
          heard.add(chunk)
          const [x, , z] = all[chunk]?.path ?? [99, 0, 99]
          const next = all[chunk + 1]?.path ?? [99, 0, 99]
          // Boxes of many seconds are left out: their middle is far from their ends.
          if (computeDistance([x, 0, z], [next[0], 0, next[2]]) < 1)
            far.push(Math.hypot(x - ear.position[0], z - ear.position[2]))
        }
        await waitFrames(page, 1)
      }
      await page.keyboard.up('ArrowUp')
      const after = await readSnapshot(page)
      expect(computeDistance(after.ear.position, before.ear.position)).toBeGreaterThan(0.3)
      // A chunk that begins to sound is at most half of a long box away.
      expect(far.length).toBeGreaterThan(0)
      expect(Math.max(...far)).toBeLessThan(0.9)
    })

    test('in roam mode the keys walk while the song plays, and Outside moves the view outside', async () => {
      await button('Roam').click()
      await button('Play').click()
      await page.evaluate(() => (document.activeElement as HTMLElement).blur())
      const before = await waitForSnapshot(page, ({ mode, playing }) => mode === 'roam' && playing)
      await page.keyboard.down('KeyD')
      const after = await waitForSnapshot(
        page,
        ({ ear }, old) => Math.hypot(ear.position[0] - old[0], ear.position[2] - old[2]) > 0.5,
        { given: before.ear.position },
      )
      await page.keyboard.up('KeyD')
      expect(after.playing).toBe(true)
      await button('Outside').click()
      await waitForSnapshot(page, ({ ear }) => Math.hypot(ear.position[0], ear.position[2]) > 4)
      await button('Pause').click()
    })
  })
})

describe('on a phone', () => {
  sharePage(async () => {
    const opened = await openDemo({ viewport: { width: 390, height: 844 }, touch: true })
    page = opened.page
    return opened
  })

  test('one row of controls leaves the form four fifths of the picture; the others come when they are asked for', async () => {
    const shown = await page.locator('button:visible, input[type=range]:visible').count()
    expect(shown).toBe(3)
    const { top, bottom } = await page.evaluate(() => {
      const read = (edge: string) => document.querySelector(`[data-edge=${edge}]`)?.getBoundingClientRect()
      return { top: read('top')?.bottom ?? 0, bottom: read('bottom')?.top ?? 0 }
    })
    expect((bottom - top) / 844).toBeGreaterThan(0.8)
    await button('More controls').tap()
    await button('Ride').waitFor()
    await button('More controls').tap()
    await button('Ride').waitFor({ state: 'hidden' })
    await button('More controls').tap()
  })

  test('every control lies on the screen, uncovered', async () => {
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
    expect(wide).toBeLessThanOrEqual(0)
    const unreachable = await page.evaluate(() =>
      [...document.querySelectorAll<HTMLElement>('button, select, label, input:not([type=file])')]
        .filter((control) => {
          control.scrollIntoView({ block: 'nearest' })
          const { left, right, top, bottom, width, height } = control.getBoundingClientRect()
          const at = document.elementFromPoint(left + width / 2, top + height / 2)
          const inside = left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight
          return !inside || !(at && (control.contains(at) || at.contains(control)) && at.tagName !== 'CANVAS')
        })
        .map((control) => control.getAttribute('aria-label') ?? control.textContent),
    )
    expect(unreachable).toEqual([])
  })

  test('a tap on Play plays the song, a tap on a box plays the box', async () => {
    await button('Play').tap()
    await waitForSnapshot(page, (now) => now.playing && now.sounding.length > 0)
    await button('Pause').tap()
    await waitForSnapshot(page, (now) => now.voices.length === 0)
    await waitUntilSettled(page)
    const { chunk, x, y } = await findVisibleBox(page)
    await recordSoundingChunks(page)
    await page.touchscreen.tap(x, y)
    await waitForSoundingChunks(page, chunk)
  })
})
