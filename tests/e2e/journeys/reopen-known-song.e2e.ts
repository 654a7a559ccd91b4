import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { countAnalyses, readAnalysisCount } from '../harness/analysis-count.ts'
import { locateAllChunks, openDemo, waitUntilSettled } from '../harness/demo-page.ts'
import { chooseSong, openGallery, readGallery } from '../harness/gallery.ts'
import { sharePage } from '../harness/shared-page.ts'
import { readSnapshot, waitForSnapshot } from '../harness/snapshot.ts'
import { waitForStoredSongs } from '../harness/stored-songs.ts'
import { createSmallSong } from '../harness/uploads.ts'

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

test('the gallery opens known songs without analysis, and forgets the visitor’s own', async () => {
  await page.getByLabel('Choose a song').setInputFiles(createSmallSong('mine.wav', 2))
  await waitForSound('mine')
  await chooseSong(page, 'Founders')
  await waitForSound('Founders')
  await waitForStoredSongs(page, 'Founders', 'mine')
  const analyses = await readAnalysisCount(page)
  expect((await readGallery(page)).own).toEqual(['mine'])
  await chooseSong(page, 'mine')
  await waitForSound('mine')
  expect(await readAnalysisCount(page)).toBe(analyses)
  await openGallery(page)
  await button('Forget mine').click()
  await button('Forget mine').waitFor({ state: 'detached' })
  const { shipped, own } = await readGallery(page)
  expect(shipped).toContain('Founders')
  expect(own).toEqual([])
  expect((await readSnapshot(page)).title).toBe('mine')
})
