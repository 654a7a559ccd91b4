import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFile } from 'music-metadata'
import { expect, test } from 'vitest'
import exhibit from '../../../exhibits/demo/exhibit.json' with { type: 'json' }
import english from '../../../src/i18n/languages/en.json' with { type: 'json' }
import songs from '../../../tools/vite/demo-songs.json' with { type: 'json' }

const getPath = (file: string) => join('exhibits/demo', file)

test('six songs of four kinds, each with a sentence of its own', () => {
  expect(songs.length).toBe(6)
  expect([...new Set(songs.map(({ kind }) => kind))].sort()).toEqual(Object.keys(english.demo.kinds).sort())
  expect(songs.map(({ reading }) => reading).sort()).toEqual(Object.keys(english.demo.readings).sort())
})

test('each lasts 90 s to 3 min, says its title and author, and together they have at most 12 MB', async () => {
  let bytes = 0
  for (const { file, title, artist } of songs) {
    bytes += (await stat(getPath(file))).size
    const { format, common } = await parseFile(getPath(file))
    expect(format.duration, file).toBeGreaterThanOrEqual(90)
    expect(format.duration, file).toBeLessThanOrEqual(180)
    if (common.title) expect([common.title, common.artist]).toEqual([title, artist])
  }
  expect(bytes).toBeLessThanOrEqual(12e6)
})

test('the exhibit plays the same songs, and each is credited with its license', async () => {
  const listed = songs.map(({ file, title, artist }) => ({ file, title, artist }))
  expect(exhibit.songs.map(({ file, title, artist }) => ({ file, title, artist }))).toEqual(listed)
  const credits = await readFile('CREDITS.md', 'utf8')
  for (const { title, license } of songs)
    expect(
      credits.split('\n').some((line) => line.startsWith(`| ${title}`) && line.includes(license)),
      title,
    ).toBe(true)
})
