import { expect, test } from 'vitest'
import { openDemo } from '../harness/demo-page.ts'
import { useSharedPage } from '../harness/shared-page.ts'
let page: any
useSharedPage(async () => { const o = await openDemo(); page = o.page; console.log('opened'); return o })
test('a', () => {})
test('b', () => { expect(1).toBe(2) })
test('c', async () => { await page.evaluate(() => console.error('x')) })
test('d', async () => { expect(await page.title()).toContain('songwalk') })
test('e', async () => { expect(await page.title()).toContain('songwalk') })
