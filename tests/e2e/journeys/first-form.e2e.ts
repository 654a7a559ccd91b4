import { expect, test } from 'vitest'
import { openApp } from '../harness/pages.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

/** Of all scripts that page and workers load before the first form, as they are served: gzip, with headers. */
const MAX_SCRIPT_BYTES = 350_000

test('a visitor opens the page: the first form needs 350 kB of compressed script at most', async () => {
  const { page, close } = await openApp({ draw: false, reducedMotion: true })
  const url = page.url()
  await page.goto('about:blank')
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.setCacheDisabled', { cacheDisabled: true })
  const scripts = new Map<string, string>()
  const sizes: { script: string; bytes: number }[] = []
  session.on('Network.responseReceived', ({ requestId, response }) => {
    if (/javascript/.test(response.mimeType)) scripts.set(requestId, response.url.split('/').at(-1) ?? '')
  })
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength: bytes }) => {
    const script = scripts.get(requestId)
    if (script !== undefined) sizes.push({ script, bytes })
  })
  await page.goto(url, { waitUntil: 'commit' })
  await waitForSnapshot(page, ({ chunks, frame }) => chunks > 0 && frame.count > 0)
  const sum = sizes.reduce((total, { bytes }) => total + bytes, 0)
  expect(sizes.length).toBeGreaterThan(3)
  expect(sum, JSON.stringify(sizes)).toBeLessThan(MAX_SCRIPT_BYTES)
  await close()
})
