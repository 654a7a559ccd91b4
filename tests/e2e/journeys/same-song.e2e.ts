import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { describeSong, songFileNames, songFilesFolder } from '../../same-song.ts'
import { openDemo } from '../harness/demo-page.ts'
import { sharePage } from '../harness/shared-page.ts'
import { createUpload } from '../harness/uploads.ts'

// One file becomes one Song, bit for bit, in every engine and in the command line (tests/cli/same-song.test.ts).
let page: Page
sharePage(async () => {
  const opened = await openDemo()
  page = opened.page
  return opened
})

const open = async (name: string) => {
  const bytes = await readFile(new URL(name, songFilesFolder))
  await page.getByLabel('Choose a song').setInputFiles(createUpload(name, bytes, ''))
  await page.waitForFunction((name) => window.songwalk.song()?.source.name === name, name)
  const song = await page.evaluate(() => window.songwalk.song())
  if (!song) throw new Error('There is no song.')
  return song
}

test.each(songFileNames)('%s becomes the same Song as in the command line', async (name) => {
  const expected: unknown = JSON.parse(await readFile(new URL(`${name}.snap`, songFilesFolder), 'utf8'))
  const song = await open(name)
  expect(song.source.decoder).toBeUndefined()
  expect(JSON.parse(JSON.stringify(describeSong(song)))).toEqual(expected)
})

test('AAC, which the engine decodes, is cut at the same places, and the page says who decoded it', async () => {
  const expected: number[] = JSON.parse(await readFile(new URL('lossy.m4a.snap', songFilesFolder), 'utf8'))
  const { source, chunks } = await open('lossy.m4a')
  expect(source.decoder).toBe('external')
  const starts = chunks.map(({ start }) => start)
  const hits = expected.filter((time) => starts.some((start) => Math.abs(start - time) <= 0.005)).length
  expect((2 * hits) / (expected.length + starts.length)).toBeGreaterThanOrEqual(0.995)
})
