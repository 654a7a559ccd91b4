import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'

// The preferences of the panel in the headset (vr-panel.e2e.ts), on the page.
let page: Page

type Now = Awaited<ReturnType<typeof readSnapshot>> & { settings: Record<string, string | number | boolean> }
const now = async () => (await readSnapshot(page)) as Now
/** Waits until a preference has this value. */
const set = (key: string, value: string | number | boolean) =>
  waitForSnapshot(page, (now, [key, value]) => (now as Now).settings[key as string] === value, {
    given: [key, value] as const,
  })

sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  return opened
})

const nameless = () =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLInputElement>('main :is(button, input, select)')]
      .filter((one) => !(one.getAttribute('aria-label') ?? one.labels?.[0]?.textContent ?? one.textContent)?.trim())
      .map((one) => one.outerHTML),
  )

test('the Comfort drawer sets every preference', async () => {
  await page.getByRole('button', { name: 'Comfort', exact: true }).click()
  const drawer = page.getByRole('region', { name: 'Comfort' })
  for (const [label, key, value] of [
    ['Colors', 'palette', 'grey'],
    ['Move', 'moving', 'smooth'],
    ['Turn', 'turning', 'snap'],
  ] as const) {
    await drawer.getByRole('combobox', { name: label, exact: true }).selectOption(value)
    await set(key, value)
  }
  for (const [label, key] of Object.entries({
    Labels: 'labels',
    Captions: 'captions',
    Calm: 'calm',
    Flying: 'flying',
    Seated: 'seated',
    'Left-handed': 'leftHanded',
    Dwell: 'dwell',
  })) {
    const before = (await now()).settings[key] as boolean
    await drawer.getByRole('switch', { name: label, exact: true }).click()
    await set(key, !before)
  }
  for (const [label, key] of [
    ['Speed', 'speed'],
    ['Vignette', 'vignette'],
  ] as const) {
    const slider = drawer.getByRole('slider', { name: label, exact: true })
    const before = (await now()).settings[key] as number
    await slider.press('ArrowLeft')
    await waitForSnapshot(page, (now, [key, before]) => Number((now as Now).settings[key as string]) < Number(before), {
      given: [key, before] as const,
    })
  }
  await drawer.getByRole('button', { name: 'Recenter' }).click()
  await drawer.getByRole('button', { name: 'Back to its size' }).click()
  expect(await nameless()).toEqual([])
})

test('the play bar sets and mutes the volume, which a reloaded page keeps', async () => {
  const slider = page.getByRole('slider', { name: 'Volume', exact: true })
  await slider.press('Home')
  await set('volume', 0)
  await page.getByRole('button', { name: 'Mute', pressed: true }).click()
  await waitForSnapshot(page, (now) => Number((now as Now).settings.volume) > 0)
  await slider.press('End')
  await set('volume', 1)
  await page.getByRole('button', { name: 'Mute', pressed: false }).click()
  await set('volume', 0)
  const { settings } = await now()
  await page.reload()
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  expect((await now()).settings).toEqual(settings)
})
