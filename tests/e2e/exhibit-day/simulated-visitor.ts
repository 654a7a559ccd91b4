import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

/** What the piece tells of itself. */
interface Now {
  phase: string
  chunks: number
  session: string | null
  exhibit: { scene: string; language: string; song: string | null; visit: number }
}
type Words = Record<string, string>

const LANGUAGES = ['en', 'ko', 'de', 'fr', 'es', 'ja', 'ar']
const folder = join(import.meta.dirname, '../../../src/i18n/languages')
const WORDS = Object.fromEntries(
  LANGUAGES.map((code) => [code, JSON.parse(readFileSync(join(folder, `${code}.json`), 'utf8')) as Words]),
)
/** Milliseconds a visitor waits for something before giving up. */
const PATIENCE = 8000

/** The same visitors on every day. */
export function createChance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T }
}
export type Chance = ReturnType<typeof createChance>

/** null while the page is on its way. */
export const now = (page: Page): Promise<Now | null> =>
  page.evaluate(() => (window.songwalk?.snapshot() as unknown as Now) ?? null).catch(() => null)

/** Waits for one of these scenes; false if it does not come in time. */
export async function scene(page: Page, wanted: readonly string[], timeout = PATIENCE): Promise<boolean> {
  const end = performance.now() + timeout
  while (performance.now() < end) {
    const current = await now(page)
    if (current && current.phase === 'ready' && wanted.includes(current.exhibit.scene)) return true
    await page.waitForTimeout(60)
  }
  return false
}

/** Where it is there soon. Playwright must not give up in the middle of a click: it would go on catching the page's events. */
const clickSoon = (key: Locator, soon: number): Promise<boolean> =>
  key
    .waitFor({ timeout: soon })
    .then(() => key.click({ timeout: 4000 }))
    .then(
      () => true,
      () => false,
    )

/** A key of the page, by its word in the visitor's language. */
async function press(page: Page, word: string): Promise<boolean> {
  const language = (await now(page))?.exhibit.language ?? 'en'
  const name = WORDS[language]?.[word] ?? word
  return clickSoon(page.getByRole('button', { name, exact: true }), 300)
}

const touch = async (page: Page, chance: Chance) => {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 }
  await page.mouse.click(width * (0.25 + chance.next() * 0.5), height * (0.2 + chance.next() * 0.4))
}

/**
 * Someone comes: touches until the piece answers, chooses a language, looks at the introduction or not.
 * @throws {Error} if it does not answer
 */
export async function come(page: Page, chance: Chance): Promise<boolean> {
  // A headset that was slow to start is laid aside first.
  if ((await now(page))?.session) await layAside(page)
  for (let tries = 1; ; tries++) {
    if (!(await scene(page, ['attract'], 60_000)))
      throw new Error(`No attract loop: ${JSON.stringify(await now(page))}`)
    // A page that has begun anew too often waits, calm.
    await page.waitForSelector('[data-still]', { state: 'detached', timeout: 60_000 })
    const visits = (await now(page))?.exhibit.visit ?? 0
    await touch(page, chance)
    // On a busy machine the welcome may be over before it is seen.
    if (await scene(page, ['welcome', 'free'], 2000)) break
    if (((await now(page))?.exhibit.visit ?? 0) > visits) break
    if (tries === 5) throw new Error(`Touched in vain: ${JSON.stringify(await now(page))}`)
  }
  await clickSoon(page.locator('.tongue').nth(Math.floor(chance.next() * LANGUAGES.length)), 1500)
  if (chance.next() < 0.5) await press(page, 'skip')
  return scene(page, ['free'])
}

const deeds: readonly ((page: Page, chance: Chance) => Promise<unknown>)[] = [
  touch,
  touch,
  async (page, chance) => {
    await page.mouse.move(600, 300)
    await page.mouse.down()
    await page.mouse.move(500 + chance.next() * 200, 250 + chance.next() * 100, { steps: 4 })
    await page.mouse.up()
  },
  (page) => press(page, 'pause'),
  (page) => press(page, 'play'),
  (page) => press(page, 'unfold'),
  (page) => press(page, 'inside'),
  (page, chance) => press(page, chance.pick(['walk', 'ride', 'roam', 'outside'])),
  async (page) => (await press(page, 'songs')) && press(page, 'next'),
  async (page, chance) => {
    await page.keyboard.press(chance.pick(['ArrowUp', 'w', 'Tab', 'Space', 'Escape']))
  },
]

/** Does one thing of many. */
export const act = (page: Page, chance: Chance) => chance.pick(deeds)(page, chance)

/** Puts the headset on, looks around, pulls the trigger, takes it off. */
export async function wear(page: Page, chance: Chance): Promise<void> {
  if (!(await press(page, 'vr'))) return
  for (let tries = 0; tries < 40 && (await now(page))?.session !== 'vr'; tries++) await page.waitForTimeout(50)
  for (let look = 0; look < 3; look++) {
    await page
      .evaluate(
        ([yaw, pitch]) => {
          const [cy, sy, cp, sp] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)]
          const right = window.xrDevice?.controllers.right
          right?.quaternion.set(cy * sp, sy * cp, -sy * sp, cy * cp)
          right?.updateButtonValue('trigger', 1)
          setTimeout(() => right?.updateButtonValue('trigger', 0), 80)
        },
        [(chance.next() - 0.5) * 2, (chance.next() - 0.5) * 0.5] as const,
      )
      .catch(() => {})
    await page.waitForTimeout(250)
  }
  await layAside(page)
}

async function layAside(page: Page): Promise<void> {
  await page.evaluate(() => void window.xrDevice?.activeSession?.end()).catch(() => {})
  for (let tries = 0; tries < 40 && (await now(page))?.session; tries++) await page.waitForTimeout(50)
}

/** Says so, or just walks away. */
export async function leave(page: Page, chance: Chance): Promise<void> {
  if (chance.next() < 0.5) await press(page, 'done')
}
