import type { Page } from 'playwright-core'
import { expect, inject, test } from 'vitest'
import { openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import type { OpenPage } from '../harness/pages.ts'
import { sharePage } from '../harness/shared-page.ts'
import { waitForSnapshot } from '../harness/snapshot.ts'

// A page of a phone's size that says of itself what an iPhone's Safari says: a coarse pointer, and Quick Look.
const WIDTH_PX = 390
const HEIGHT_PX = 844

let opened: OpenPage
let page: Page
sharePage(async () => {
  opened = await openDemo({
    viewport: { width: WIDTH_PX, height: HEIGHT_PX },
    touch: true,
    initScript: `{
      const { matchMedia } = window
      window.matchMedia = (query) => query === '(pointer: coarse)'
        ? { matches: true, addEventListener() {}, removeEventListener() {} }
        : matchMedia.call(window, query)
      const { supports } = DOMTokenList.prototype
      DOMTokenList.prototype.supports = function (token) { return token === 'ar' || supports.call(this, token) }
    }`,
  })
  page = opened.page
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })

test('the form stands, nothing is wider than the screen, and Play plays at a tap', async () => {
  await waitUntilSettled(page)
  const size = await page.evaluate('[innerWidth, innerHeight, document.documentElement.scrollWidth]')
  expect(size).toEqual([WIDTH_PX, HEIGHT_PX, WIDTH_PX])
  await button('Play').click()
  await waitForSnapshot(page, ({ playing, time }) => playing && time > 0.5)
  await opened.saveScreenshot(`phone ${inject('engine')?.name ?? 'chromium'}`)
  await button('Pause').click()
})

test('any file can be chosen: nothing is gray in a phone’s picker', async () => {
  expect(await page.getByLabel('Choose a song').getAttribute('accept')).toBeNull()
})

test('Quick Look’s link is there before it is tapped: a plain link around one image', async () => {
  await page.locator('a[rel=ar][href]').waitFor()
  const link = await page.evaluate(() => {
    const { href, download, children, textContent } = document.querySelector('a[rel=ar]') as HTMLAnchorElement
    return { href, download, holds: [...children].map(({ tagName }) => tagName), textContent }
  })
  expect(link).toEqual({
    href: expect.stringMatching(/^blob:/),
    download: 'songwalk.usdz',
    holds: ['IMG'],
    textContent: '',
  })
  const [type, head] = (await page.evaluate(`(async () => {
    const file = await (await fetch(document.querySelector('a[rel=ar]').href)).blob()
    return [file.type, [...new Uint8Array(await file.slice(0, 4).arrayBuffer())]]
  })()`)) as [string, number[]]
  expect(type).toBe('model/vnd.usdz+zip')
  expect(head).toEqual([0x50, 0x4b, 3, 4])
})
