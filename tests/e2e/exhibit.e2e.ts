import { afterAll, beforeAll, expect, test } from 'vitest'
import { openExhibit, type Site, serveExhibit } from './harness/exhibit.ts'
import { until } from './harness/snapshot.ts'

let site: Site
beforeAll(async () => {
  site = await serveExhibit()
})
afterAll(() => site.close())

test('the piece opens with its first song', async () => {
  const { page, guard, close } = await openExhibit(site, { draw: false })
  await until(page, ({ phase, chunks }) => phase === 'ready' && chunks === 30)
  expect(await page.locator('h1').textContent()).toBe('Test exhibit')
  guard.expectClean()
  await close()
})
