import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type SiteServer, serveSite } from '../../../server/serve-site.ts'
import { isProxyInstalled, PROXIED_NAME, readSample, startProxy } from '../../server/proxies/start-proxy.ts'
import { PIN, PIN_HASH } from '../../server/test-pin.ts'
import { type ExhibitSite, serveExhibit } from '../harness/exhibit-site.ts'
import { findFreePort } from '../harness/free-port.ts'
import { openUrl } from '../harness/pages.ts'

// The page as visitors have it under a path of nginx, with the sample of docs/museum.md; over HTTP, whose localhost needs no certificate.
const SLOW = { timeout: 30_000 }
const sample = readSample('nginx', '/songwalk/')
  .replace('443 ssl', '443')
  .replace(/.*ssl_cert.*\n/g, '')
  .replace(PROXIED_NAME, 'localhost')
let site: ExhibitSite
let server: SiteServer
let folder: string
let port: number
let stopProxy: () => void

const start = async (config: string) => {
  stopProxy = await startProxy({
    proxy: 'nginx',
    sample: config,
    folder,
    port,
    upstreamPort: Number(new URL(server.url).port),
  })
}
const readHealth = async () => (await fetch(`${server.url}health`)).json()

beforeAll(async () => {
  site = await serveExhibit()
  folder = await mkdtemp(join(tmpdir(), 'songwalk-proxy-'))
  port = await findFreePort()
  server = await serveSite({
    siteFolder: site.folder,
    dataFolder: join(folder, 'data'),
    port: 0,
    pinHash: PIN_HASH,
    logFormat: 'silent',
    handleSignals: false,
  })
})
afterAll(async () => {
  stopProxy?.()
  await server.close()
  await site.close()
  await rm(folder, { recursive: true, force: true })
})

const openPanel = async (page: Page) => {
  await page.keyboard.press('Control+Alt+KeyS')
  await page.locator('[data-theme=staff] dialog').waitFor(SLOW)
  await page.keyboard.type(PIN)
  await page.keyboard.press('Enter')
  await page.locator('#staff-health').waitFor(SLOW)
}

test.runIf(isProxyInstalled('nginx'))(
  'under a path of nginx a page is let in, counted and seen; when nginx passes on less, panel and health say so',
  async () => {
    await start(sample)
    const { page, close } = await openUrl(`http://localhost:${port}/songwalk/?device=quest-1&pace=10`, { draw: false })
    // Not waitForFunction, which the page's Content Security Policy refuses.
    await expect.poll(() => page.evaluate('window.songwalk?.snapshot().phase'), SLOW).toBe('ready')
    await expect.poll(async () => (await readHealth()).others.devices, SLOW).toBe(1)
    await openPanel(page)
    await expect.poll(async () => (await readHealth()).clients[0]?.device, SLOW).toBe('quest-1')
    await page.keyboard.press('Escape')
    await page.mouse.click(640, 360)
    await expect.poll(async () => (await readHealth()).visits, SLOW).toBe(1)
    await expect.poll(async () => (await readHealth()).live.piece, SLOW).toBe(1)
    await expect
      .poll(() => page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.scope), SLOW)
      .toBe(`http://localhost:${port}/songwalk/`)
    expect((await readHealth()).reasons.join()).not.toContain('proxy')

    stopProxy()
    await start(sample.replace(/.*Host.*\n/, ''))
    await openPanel(page)
    await page.getByText('What this page sends is refused (').waitFor(SLOW)
    expect((await readHealth()).reasons.join()).toContain('the proxy must pass on the name')
    await close()
  },
)
