import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright-core'

/** The exhibit's part of the snapshot. */
interface ExhibitSnapshot {
  phase: string
  chunks: number
  session: string | null
  exhibit: { scene: string; language: string; song: string | null; visit: number }
}
type Translations = { [key: string]: string | Translations }

const LANGUAGE_CODES = ['en', 'ko', 'de', 'fr', 'es', 'ja', 'ar']
const LANGUAGES_FOLDER = join(import.meta.dirname, '../../../../src/i18n/languages')
const TRANSLATIONS = Object.fromEntries(
  LANGUAGE_CODES.map((code) => [
    code,
    JSON.parse(readFileSync(join(LANGUAGES_FOLDER, `${code}.json`), 'utf8')) as Translations,
  ]),
)
/** A visitor stops waiting after this time. */
const WAIT_TIMEOUT_MS = 8000

/** Repeatable random numbers. */
export function createRandomSource(seed: number) {
  let state = seed >>> 0
  const next = () => {
    // Numerical Recipes' linear congruential generator.
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return { next, pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T }
}
export type RandomSource = ReturnType<typeof createRandomSource>

/** @returns null while the page loads */
export const readExhibitSnapshot = (page: Page): Promise<ExhibitSnapshot | null> =>
  page.evaluate(() => (window.songwalk?.snapshot() as unknown as ExhibitSnapshot) ?? null).catch(() => null)

/** Waits for one of these scenes; false if it does not come in time. */
export async function waitForScene(page: Page, wanted: readonly string[], timeout = WAIT_TIMEOUT_MS): Promise<boolean> {
  const end = performance.now() + timeout
  while (performance.now() < end) {
    const current = await readExhibitSnapshot(page)
    if (current && current.phase === 'ready' && wanted.includes(current.exhibit.scene)) return true
    await page.waitForTimeout(60)
  }
  return false
}

/** Clicks where the element appears in time. A click has no timeout: an aborted one would keep catching events. */
const clickIfVisible = (key: Locator, soon: number): Promise<boolean> =>
  key
    .waitFor({ timeout: soon })
    .then(() => key.click({ timeout: 4000 }))
    .then(
      () => true,
      () => false,
    )

/** @throws {Error} if the language has no such key: otherwise a missing button would go unnoticed */
function translate(language: string, key: string): string {
  const text = key
    .split('.')
    .reduce<string | Translations | undefined>(
      (tree, part) => (typeof tree === 'object' ? tree[part] : undefined),
      TRANSLATIONS[language],
    )
  if (typeof text !== 'string') throw new Error(`No text “${key}” in ${language}.json`)
  return text
}

/** Presses a button of the page, named by the key of its label. */
async function pressButton(page: Page, key: string): Promise<boolean> {
  const language = (await readExhibitSnapshot(page))?.exhibit.language ?? 'en'
  const name = translate(language, key)
  return clickIfVisible(page.getByRole('button', { name, exact: true }), 300)
}

const clickRandomSpot = async (page: Page, chance: RandomSource) => {
  const { width, height } = page.viewportSize() ?? { width: 1280, height: 720 }
  await page.mouse.click(width * (0.25 + chance.next() * 0.5), height * (0.2 + chance.next() * 0.4))
}

/**
 * Begins a visit: touches until the exhibit responds, chooses a language, watches or skips the introduction.
 * @throws {Error} if it does not respond
 */
export async function startVisit(page: Page, chance: RandomSource): Promise<boolean> {
  // A session that has started late is ended first.
  if ((await readExhibitSnapshot(page))?.session) await takeHeadsetOff(page)
  for (let tries = 1; ; tries++) {
    if (!(await waitForScene(page, ['attract'], 60_000)))
      throw new Error(`No attract loop: ${JSON.stringify(await readExhibitSnapshot(page))}`)
    // After too many reloads the page shows the holding screen.
    await page.waitForSelector('[data-still]', { state: 'detached', timeout: 60_000 })
    const visits = (await readExhibitSnapshot(page))?.exhibit.visit ?? 0
    await clickRandomSpot(page, chance)
    // On a busy machine the welcome screen may end before it is seen.
    if (await waitForScene(page, ['welcome', 'free'], 2000)) break
    if (((await readExhibitSnapshot(page))?.exhibit.visit ?? 0) > visits) break
    if (tries === 5) throw new Error(`Touched in vain: ${JSON.stringify(await readExhibitSnapshot(page))}`)
  }
  await clickIfVisible(page.locator('button[lang]').nth(Math.floor(chance.next() * LANGUAGE_CODES.length)), 1500)
  if (chance.next() < 0.5) await pressButton(page, 'exhibit.intro.skip')
  return waitForScene(page, ['free'])
}

const RANDOM_ACTIONS: readonly ((page: Page, chance: RandomSource) => Promise<unknown>)[] = [
  clickRandomSpot,
  clickRandomSpot,
  async (page, chance) => {
    await page.mouse.move(600, 300)
    await page.mouse.down()
    await page.mouse.move(500 + chance.next() * 200, 250 + chance.next() * 100, { steps: 4 })
    await page.mouse.up()
  },
  (page) => pressButton(page, 'common.pause'),
  (page) => pressButton(page, 'common.play'),
  (page) => pressButton(page, 'exhibit.unfold'),
  (page) => pressButton(page, 'common.inside'),
  (page, chance) => pressButton(page, chance.pick(['modes.walk', 'modes.ride', 'modes.roam', 'common.outside'])),
  async (page, chance) =>
    (await pressButton(page, 'common.songs')) &&
    clickIfVisible(
      page
        .getByRole('dialog')
        .getByRole('button')
        .nth(Math.floor(chance.next() * 3)),
      300,
    ),
  async (page, chance) => {
    await page.keyboard.press(chance.pick(['ArrowUp', 'w', 'Tab', 'Space', 'Escape']))
  },
]

/** Does one random action. */
export const performRandomAction = (page: Page, chance: RandomSource) => chance.pick(RANDOM_ACTIONS)(page, chance)

/** Does every action once, so that all objects which the first use creates exist. */
export async function performEveryAction(page: Page, chance: RandomSource): Promise<void> {
  for (const perform of RANDOM_ACTIONS) await perform(page, chance)
}

/** Puts the headset on, looks around, pulls the trigger, takes it off. */
export async function visitInHeadset(page: Page, chance: RandomSource): Promise<void> {
  if (!(await pressButton(page, 'common.enterVR'))) return
  for (let tries = 0; tries < 40 && (await readExhibitSnapshot(page))?.session !== 'vr'; tries++)
    await page.waitForTimeout(50)
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
  await takeHeadsetOff(page)
}

async function takeHeadsetOff(page: Page): Promise<void> {
  await page.evaluate(() => void window.xrDevice?.activeSession?.end()).catch(() => {})
  for (let tries = 0; tries < 40 && (await readExhibitSnapshot(page))?.session; tries++) await page.waitForTimeout(50)
}

/** Presses Done, or leaves without it. */
export async function leavePage(page: Page, chance: RandomSource): Promise<void> {
  if (chance.next() < 0.5) await pressButton(page, 'exhibit.done')
}
