import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { waitForExhibitScene } from '../harness/exhibit-scenes.ts'
import { type ExhibitSite, serveExhibit } from '../harness/exhibit-site.ts'
import { launchBrowser } from '../harness/find-browser.ts'
import { isSameDocument, markDocument } from '../harness/reloads.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'
import { openSoundDevice, type SoundDevice } from './speakers/sound-device.ts'

const outputsScript = join(import.meta.dirname, '../../../kiosk/outputs.sh')

let device: SoundDevice
let site: ExhibitSite
let browser: Browser
beforeAll(async () => {
  device = await openSoundDevice(2)
  site = await serveExhibit({ volume: { cap: 1, attract: 1, quiet: [] } as never })
  browser = await launchBrowser(inject('browser'), true, device.env)
})
afterAll(async () => {
  await browser?.close()
  await site?.close()
  await device?.stop()
})

/** What kiosk/watch.sh tells of the sound device. */
const readOutputs = async () => {
  const env = { ...process.env, ...device.env, DRM: '/nowhere' }
  return (await promisify(execFile)(outputsScript, { env })).stdout.trim()
}

test('the sound of a visit is back by itself after the sound server was killed and started again', async () => {
  const page = await (await browser.newContext()).newPage()
  await page.goto(`${site.url}?device=hall&pace=4`)
  await waitForSnapshot(page, ({ phase, playing }) => phase === 'ready' && playing)
  await waitForExhibitScene(page, 'attract')
  await markDocument(page)
  const measureLoudest = async () => {
    const [left = new Float32Array()] = await device.record(() => page.waitForTimeout(1500))
    return left.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  }
  await expect.poll(measureLoudest, { timeout: 40_000 }).toBeGreaterThan(0.01)
  expect(await readOutputs()).toBe('')
  await device.crash()
  expect(await readOutputs()).toBe('"no-speaker"')
  await page.waitForTimeout(4000)
  await device.restart()
  await expect.poll(measureLoudest, { timeout: 60_000 }).toBeGreaterThan(0.01)
  expect(await readOutputs()).toBe('')
  expect(await isSameDocument(page)).toBe(true)
  await expect.poll(() => site.heartbeats.at(-1)?.problems, { timeout: 30_000 }).toEqual([])
})
