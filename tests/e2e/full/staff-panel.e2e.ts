import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Visit } from '../../../protocol/visit.ts'
import { findSeriousViolations } from '../harness/axe.ts'
import { type ExhibitSite, openExhibit, serveExhibit } from '../harness/exhibit-site.ts'
import type { OpenPage, PageOptions } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { formatToday, MAX_ATTEMPTS, mockServer, mockStaffApi, PIN } from './staff-panel/mock-staff-api.ts'

let site: ExhibitSite
beforeAll(async () => {
  site = await serveExhibit()
})
afterAll(() => site.close())
beforeEach(() => Object.assign(mockServer, { reachable: true, wrongAttempts: 0, visits: new Map() }))

const ready = (page: Page) => waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks > 0)
async function open(options: PageOptions = {}): Promise<OpenPage> {
  // Requests that a service worker answers cannot be mocked.
  const withoutServiceWorker =
    'if (navigator.serviceWorker) navigator.serviceWorker.register = () => new Promise(() => {})'
  mockServer.signedIn = false
  const opened = await openExhibit(site, {
    draw: false,
    initScript: withoutServiceWorker,
    search: '?device=hall',
    ...options,
  })
  await mockStaffApi(opened.page)
  await ready(opened.page)
  return opened
}

const dialog = (page: Page) => page.locator('[data-theme=staff] dialog')
const button = (page: Page, name: string | RegExp) => dialog(page).getByRole('button', { name })
async function openKeypad(page: Page): Promise<void> {
  await page.mouse.click(30, 40, { clickCount: 5 })
  await dialog(page).waitFor()
}
async function tryPin(page: Page, pin: string): Promise<void> {
  await page.keyboard.type(pin)
  await page.keyboard.press('Enter')
}
const message = (page: Page) => dialog(page).locator('[role=status]').first()
/** Verifying a PIN takes half a second of arithmetic, longer on a busy machine. */
const SLOW = { timeout: 30_000 }
const expectMessage = (page: Page) => expect.poll(() => message(page).textContent(), SLOW)
const panel = (page: Page) => page.locator('dialog:has(#staff-piece)')
const idleLine = (page: Page) => panel(page).getByText('Nobody is there')

/** Controls that are smaller than 48 pixels. */
const findSmallControls = (page: Page) =>
  dialog(page)
    .locator('button, input')
    .evaluateAll((all) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect()
        return Math.min(width, height) < 48 ? [`${one.textContent} ${width} × ${height}`] : []
      }),
    )

describe('with the server', () => {
  let page: Page
  sharePage(async () => {
    const opened = await open()
    page = opened.page
    return { page, close: opened.close }
  })
  /** Signs in, where the panel is not open yet, and waits for its figures. */
  const openPanel = async () => {
    if ((await panel(page).count()) === 0) {
      await openKeypad(page)
      await tryPin(page, PIN)
    }
    await panel(page).locator('#staff-counts ~ dl').waitFor()
  }

  test('five taps in the corner open the keypad without beginning a visit; a wrong PIN is refused, the right one opens the panel', async () => {
    await openKeypad(page)
    expect(await findSeriousViolations(page, '[data-theme=staff]')).toEqual([])
    expect(await findSmallControls(page)).toEqual([])
    for (const digit of '1111') await button(page, digit).click()
    await button(page, 'Enter').click()
    await expectMessage(page).toBe('Wrong PIN. 4 tries left.')
    await tryPin(page, PIN)
    await idleLine(page).waitFor()
    expect(mockServer.visits.size).toBe(0)
  })

  test('the panel shows visits and devices, and its controls are at least 48 pixels large', async () => {
    await openPanel()
    expect(await panel(page).locator('#staff-counts ~ dl dd').allTextContents()).toEqual(['3', '12', '1 min 40 sec'])
    expect(await findSeriousViolations(page, '[data-theme=staff]')).toEqual([])
    expect(await findSmallControls(page)).toEqual([])
  })

  test('all devices are shown with what they tell, and commanded by touch and by keys', async () => {
    await openPanel()
    await button(page, 'All devices').click()
    const cards = dialog(page).locator('#staff-devices ~ ul > li')
    await expect.poll(() => cards.locator('h4').allTextContents()).toEqual(['hallWell', 'foyerSilent'])
    const facts = await cards.first().locator('dl').textContent()
    for (const fact of ['Worn', '42%', 'Sound failed, 2 min 10 sec ago', 'Sound failed 2'])
      expect(facts).toContain(fact)
    expect(await cards.last().getByRole('button', { name: 'Next song' }).count()).toBe(0)
    expect(await findSeriousViolations(page, '[data-theme=staff]')).toEqual([])
    expect(await findSmallControls(page)).toEqual([])
    await cards.first().getByRole('button', { name: 'Next song' }).click()
    await expect.poll(() => message(page).textContent()).toBe('Sent to hall.')
    await button(page, 'Next song on all').focus()
    await page.keyboard.press('Enter')
    await cards.first().getByRole('slider').focus()
    await page.keyboard.press('ArrowLeft')
    await page.keyboard.press('ArrowLeft')
    await cards.first().getByRole('button', { name: 'Mute' }).click()
    const sent = [
      { device: 'hall', command: { do: 'next' } },
      { device: 'all', command: { do: 'next' } },
      { device: 'hall', command: { do: 'volume', level: 0.7 } },
      { device: 'hall', command: { do: 'mute', on: true } },
    ]
    await expect.poll(() => mockServer.commands.length).toBe(sent.length)
    expect(mockServer.commands).toEqual(expect.arrayContaining(sent))
    await button(page, 'Try the alarm').click()
    await expect.poll(() => message(page).textContent()).toBe('The alarm has arrived.')
    await button(page, 'This device').click()
    await panel(page).locator('#staff-counts ~ dl').waitFor()
  })

  test('the panel sets the volume beyond the cap, shows the touch heatmap, and saves the visits as CSV', async () => {
    await openPanel()
    const volume = () => page.evaluate('window.songwalk.snapshot().settings.volume')
    await panel(page).getByRole('slider').fill('1')
    expect(await volume()).toBe(1)
    await panel(page).getByRole('slider').fill('0.4')
    expect(await volume()).toBe(0.4)
    const heat = button(page, 'Show what is touched most')
    await heat.click()
    expect(await heat.getAttribute('aria-pressed')).toBe('true')
    const [file] = await Promise.all([page.waitForEvent('download'), button(page, /CSV/).click()])
    expect(file.suggestedFilename()).toBe(`visits hall ${formatToday()}.csv`)
  })

  test('the panel pauses and resumes the exhibit, opens another song, closes for the day, and opens again', async () => {
    await openPanel()
    const scene = panel(page).locator('#staff-piece + p')
    await button(page, 'Pause the piece').click()
    await expect.poll(() => scene.textContent(), SLOW).toBe('Paused by the staff')
    await button(page, 'Go on').click()
    await expect.poll(() => scene.textContent(), SLOW).toBe('Nobody is there')
    await button(page, 'Song of 60').click()
    await waitForSnapshot(page, ({ phase, chunks }) => phase === 'ready' && chunks === 60)
    expect(await button(page, 'Song of 60').getAttribute('aria-pressed')).toBe('true')
    await button(page, 'End of day').click()
    expect(await scene.textContent()).toBe('Nobody is there')
    await button(page, 'Press again to close').click()
    await dialog(page).waitFor({ state: 'detached' })
    await openKeypad(page)
    await tryPin(page, PIN)
    await expect.poll(() => scene.textContent(), SLOW).toContain('Closed for today')
    await button(page, 'Open again').click()
    await idleLine(page).waitFor()
  })

  test('the focus stays in the panel until Escape closes it and signs out', async () => {
    await openPanel()
    const inside = () => page.evaluate('document.activeElement.closest("dialog:has(#staff-piece)") !== null')
    const controls = await dialog(page).locator('button:enabled, input:enabled').count()
    for (let i = 0; i <= controls; i++) {
      await page.keyboard.press('Tab')
      expect(await inside()).toBe(true)
    }
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+Tab')
    expect(await inside()).toBe(true)
    expect(mockServer.signedIn).toBe(true)
    await page.keyboard.press('Escape')
    await dialog(page).waitFor({ state: 'detached' })
    await expect.poll(() => mockServer.signedIn, SLOW).toBe(false)
    expect(await page.evaluate('document.activeElement.closest("[data-theme=staff]")')).toBe(null)
  })

  test('Ctrl+Alt+S, digits and Enter open the panel, which closes after a minute without use', async () => {
    if ((await panel(page).count()) > 0) await button(page, 'Close').click()
    await page.keyboard.press('Control+Alt+KeyS')
    await page.clock.install()
    await page.keyboard.type(`${PIN}9`)
    await page.keyboard.press('Backspace')
    await page.keyboard.press('Enter')
    await idleLine(page).waitFor()
    await page.clock.runFor(30_000)
    await page.keyboard.press('Tab')
    await page.clock.runFor(50_000)
    expect(await panel(page).count()).toBe(1)
    await page.clock.runFor(12_000)
    await dialog(page).waitFor({ state: 'detached' })
    expect(mockServer.visits.size).toBe(0)
  })
})

describe('without the server', () => {
  let page: Page
  sharePage(async () => {
    const opened = await open()
    page = opened.page
    return { page, close: opened.close }
  })

  test('a PIN that was entered once works offline, and five wrong ones lock the keypad, also after a reload', async () => {
    mockServer.reachable = false
    await openKeypad(page)
    await tryPin(page, PIN)
    await expectMessage(page).toContain('Enter the PIN once while it runs')
    mockServer.reachable = true
    await tryPin(page, PIN)
    await idleLine(page).waitFor()
    await page.waitForFunction(() => localStorage.getItem('songwalk-door-verifier') !== null)
    await button(page, 'Close').click()
    mockServer.reachable = false
    await openKeypad(page)
    await tryPin(page, PIN)
    await panel(page).getByText('what follows is about this device alone').waitFor()
    expect(await findSeriousViolations(page, '[data-theme=staff]')).toEqual([])
    await button(page, 'Close').click()
    await openKeypad(page)
    // Wrong PINs count together, whether the server or the device has refused them.
    for (const left of ['4 tries', '3 tries', '2 tries', '1 try']) {
      mockServer.reachable = left !== '1 try'
      await tryPin(page, '1111')
      await expectMessage(page).toBe(`Wrong PIN. ${left} left.`)
    }
    await tryPin(page, '1111')
    await expectMessage(page).toMatch(/^Too many wrong tries\. Try again in [01]:\d\d\.$/)
    mockServer.reachable = true
    await page.reload()
    await ready(page)
    await openKeypad(page)
    expect(await message(page).textContent()).toMatch(/^Too many wrong tries/)
    expect(mockServer.wrongAttempts).toBe(3)
  })

  test('a keypad that the server has locked stays locked offline', async () => {
    await page.evaluate(() => localStorage.removeItem('songwalk-door-lock'))
    if ((await dialog(page).count()) === 0) await openKeypad(page)
    await expectMessage(page).toBe('')
    for (const said of ['4 tries left', '3 tries left', '2 tries left', '1 try left', 'Too many wrong tries']) {
      await tryPin(page, '1111')
      await expectMessage(page).toContain(said)
    }
    expect(mockServer.wrongAttempts).toBe(MAX_ATTEMPTS)
    mockServer.reachable = false
    await button(page, 'Close').click()
    await openKeypad(page)
    await expectMessage(page).toContain('Too many wrong tries')
  })
})

describe('a visit', () => {
  const readStoredVisits = (page: Page) =>
    page.evaluate(
      () =>
        new Promise<{ receipt: string; length: number }[]>((resolve) => {
          const opening = indexedDB.open('songwalk-visits')
          // The page, which loads what records visits after the form, has not made it yet.
          opening.onupgradeneeded = () => opening.transaction?.abort()
          opening.onerror = () => resolve([])
          opening.onsuccess = () => {
            const reading = opening.result.transaction('visits').objectStore('visits').getAll()
            reading.onsuccess = () => {
              opening.result.close()
              resolve(reading.result.map(({ visit }: { visit: Visit }) => visit))
            }
          }
        }),
    )

  test('of a page that crashed while the server was gone is sent once by the next page', async () => {
    const { page, close } = await open()
    mockServer.reachable = false
    // A single tap in the corner begins a visit.
    await page.mouse.click(40, 40)
    await expect.poll(async () => (await readStoredVisits(page))[0]?.length ?? 0, SLOW).toBeGreaterThan(1)
    const [visit] = await readStoredVisits(page)
    const context = page.context()
    const crashed = page.waitForEvent('crash')
    const devtools = await context.newCDPSession(page)
    void devtools.send('Page.crash').catch(() => {})
    await crashed
    mockServer.reachable = true
    const next = await context.newPage()
    await next.goto(site.url)
    await expect.poll(() => mockServer.visits.size, SLOW).toBe(1)
    expect(mockServer.visits.get(visit?.receipt ?? '')?.length).toBeGreaterThanOrEqual(visit?.length ?? 0)
    await expect.poll(() => readStoredVisits(next), SLOW).toEqual([])
    await close()
  })
})
