import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { countAnalyses, readAnalysisCount } from '../harness/analysis-count.ts'
import { locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { waitForStoredSongs } from '../harness/stored-songs.ts'

// A visitor comes back: the browser remembers the songs that were opened.
let page: Page
sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  await countAnalyses(page.context())
  await waitForStoredSongs(page, 'Founders')
  return opened
})
const button = (name: string) => page.getByRole('button', { name, exact: true })
const tiles = () => page.getByRole('region', { name: 'Songs' }).getByRole('listitem')
const waitForSound = (title: string) =>
  waitForSnapshot(page, (now, title) => now.phase === 'ready' && now.stage === null && now.title === title, {
    given: title,
  })

test('a reloaded page shows the same form without another analysis, and plays it', async () => {
  await waitUntilSettled(page)
  const before = await locateAllChunks(page)
  await page.reload()
  await waitForSnapshot(page, ({ phase }) => phase === 'ready')
  await waitUntilSettled(page)
  expect(await locateAllChunks(page)).toEqual(before)
  await waitForSound('Founders')
  expect(await readAnalysisCount(page)).toBe(0)
  await button('Play').click()
  await waitForSnapshot(page, (now) => now.playing && now.sounding.length === 1 && now.time > 0.1)
  await button('Pause').click()
})

test('the Songs drawer lists opened songs with pictures, opens them without analysis, and forgets them', async () => {
  await page.getByRole('combobox', { name: 'Song', exact: true }).selectOption('electronic.mp3')
  await waitForSound('Electronic')
  await waitForStoredSongs(page, 'Founders', 'Electronic')
  await button('Songs').click()
  await tiles().locator('img').nth(1).waitFor()
  const analyses = await readAnalysisCount(page)
  await page.getByRole('button', { name: /^Founders/ }).click()
  await waitForSound('Founders')
  expect(await readAnalysisCount(page)).toBe(analyses)
  await button('Forget Electronic').click()
  await tiles().nth(1).waitFor({ state: 'detached' })
  expect(await tiles().allTextContents()).toEqual([expect.stringContaining('Founders')])
  expect((await readSnapshot(page)).title).toBe('Founders')
})
