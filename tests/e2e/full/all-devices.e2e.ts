import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { serveSite } from '../../../server/serve-site.ts'
import { PIN, PIN_HASH } from '../../server/test-pin.ts'
import { createSongKey, serveExhibit } from '../harness/exhibit-site.ts'
import { openUrl } from '../harness/pages.ts'

const SLOW = { timeout: 30_000 }
/** The server's pages refuse what `waitForFunction` needs. */
const ready = (page: Page) =>
  expect.poll(() => page.evaluate('window.songwalk?.snapshot().chunks ?? 0'), SLOW).toBeGreaterThan(0)

/** A real server, and two screens of its computer. */
async function openScreens() {
  const site = await serveExhibit()
  onTestFinished(site.close)
  const server = await serveSite({
    siteFolder: site.folder,
    dataFolder: join(site.folder, '.data'),
    pinHash: PIN_HASH,
    port: 0,
    logFormat: 'silent',
    handleSignals: false,
  })
  onTestFinished(server.close)
  const foyer = await openUrl(`${server.url}?device=foyer`, { viewport: { width: 320, height: 180 } })
  onTestFinished(foyer.close)
  await ready(foyer.page)
  const staff = await openUrl(`${server.url}?device=hall`, { draw: false })
  onTestFinished(staff.close)
  await ready(staff.page)
  return { page: staff.page, foyer: foyer.page }
}

test('the staff sees what another screen shows, and commands it', async () => {
  const { page, foyer } = await openScreens()
  const readFoyer = (): Promise<{ exhibit: { song: string; scene: string }; settings: { volume: number } }> =>
    foyer.evaluate('window.songwalk.snapshot()')
  await page.keyboard.press('Control+Alt+KeyS')
  await page.locator('[data-theme=staff] dialog').waitFor()
  await page.keyboard.type(PIN)
  await page.keyboard.press('Enter')
  const dialog = page.locator('[data-theme=staff] dialog')
  await dialog.getByRole('button', { name: 'All devices' }).click(SLOW)
  const card = dialog.locator('li', { has: page.locator('h4', { hasText: 'foyer' }) })
  await card.getByRole('button', { name: 'Show a picture of foyer' }).click(SLOW)
  const picture = card.getByRole('img', { name: 'What foyer shows' })
  await picture.waitFor(SLOW)
  // More than one color: the room, not an empty frame.
  const colors = await picture.evaluate((image: HTMLImageElement) => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: image.naturalWidth, height: image.naturalHeight })
    const context = canvas.getContext('2d') as CanvasRenderingContext2D
    context.drawImage(image, 0, 0)
    const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
    return { width: canvas.width, count: new Set(new Uint32Array(data.buffer)).size }
  })
  expect(colors.width).toBe(480)
  expect(colors.count).toBeGreaterThan(500)

  const before = (await readFoyer()).exhibit.song
  await card.getByRole('button', { name: 'Next song' }).click()
  await expect.poll(async () => (await readFoyer()).exhibit.song, SLOW).not.toBe(before)
  expect([30, 60, 90].map(createSongKey)).toContain((await readFoyer()).exhibit.song)
  await card.getByRole('button', { name: 'Mute' }).click()
  await expect.poll(async () => (await readFoyer()).settings.volume, SLOW).toBe(0)
  const muted = card.getByRole('button', { name: 'Mute', pressed: true })
  await muted.waitFor(SLOW)
  await muted.click()
  await expect.poll(async () => (await readFoyer()).settings.volume, SLOW).toBeGreaterThan(0)
  await card.getByRole('button', { name: 'Pause the piece' }).click()
  await expect.poll(async () => (await readFoyer()).exhibit.scene, SLOW).toBe('paused')
  await card.getByRole('button', { name: 'Go on' }).click(SLOW)
  await expect.poll(async () => (await readFoyer()).exhibit.scene, SLOW).toBe('attract')
  const reloaded = foyer.waitForEvent('load')
  await card.getByRole('button', { name: 'Restart' }).click()
  await card.getByRole('button', { name: 'Press again to restart' }).click()
  await reloaded
}, 120_000)
