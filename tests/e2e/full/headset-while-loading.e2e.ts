import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { waitUntilSettled } from '../harness/demo-page.ts'
import { openApp } from '../harness/pages.ts'
import { locateChunk, readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { waitForPanelControl } from '../harness/vr-panel.ts'
import { enterVR } from '../harness/vr-session.ts'

const OPTIONS = { headset: 'quest3', draw: false, reducedMotion: true } as const

/** The page whose songs do not arrive until `release` is called. */
async function openWithoutSongs() {
  const opened = await openApp(OPTIONS)
  const url = opened.page.url()
  let release = () => {}
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  await opened.page.route('**/songs/*', async (route) => {
    await released
    return route.continue()
  })
  await opened.page.goto(url, { waitUntil: 'commit' })
  return { ...opened, release }
}

/** The form is whole and around the visitor, who stands at the beginning of the path. */
async function expectFormInRoom(page: Page): Promise<void> {
  await waitForSnapshot(page, ({ phase, stage }) => phase === 'ready' && stage === null)
  await waitUntilSettled(page)
  const { session, ear, chunks } = await readSnapshot(page)
  expect(session).toBe('vr')
  expect(chunks).toBeGreaterThan(400)
  expect(Math.hypot(ear.position[0], ear.position[2])).toBeLessThan(0.1)
  expect((await locateChunk(page, 0)).cloud[1]).toBeGreaterThan(0.2)
}

test('a headset is entered before there is a song: the room and its panel are there, the form appears in it', async () => {
  const { page, release, monitor, close } = await openWithoutSongs()
  await enterVR(page)
  expect((await readSnapshot(page)).phase).toBe('decoding')
  await waitForPanelControl(page, 'Exit')
  release()
  await expectFormInRoom(page)
  await waitForPanelControl(page, 'Play')
  monitor.expectNoErrors()
  await close()
})

test('a session that the browser grants while the page is loading is entered', async () => {
  const { page, release, monitor, close } = await openWithoutSongs()
  await page.waitForFunction('window.songwalk')
  await page.evaluate(() => navigator.xr?.dispatchEvent(new Event('sessiongranted')))
  await waitForSnapshot(page, ({ session }) => session === 'vr')
  release()
  await expectFormInRoom(page)
  monitor.expectNoErrors()
  await close()
})

test('a headset whose part of the page cannot be loaded says so in one sentence, and is entered at the next try', async () => {
  const opened = await openApp(OPTIONS)
  const { page, close } = opened
  const url = page.url()
  await page.route('**/assets/xr-stage*.js', (route) => route.abort())
  await page.goto(url)
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  const button = page.getByRole('button', { name: 'Enter VR' })
  await button.click()
  await page.getByRole('alert').getByText('A part of this page could not be loaded').waitFor()
  await page.unroute('**/assets/xr-stage*.js')
  await button.click()
  await waitForSnapshot(page, ({ session }) => session === 'vr')
  await close()
})
