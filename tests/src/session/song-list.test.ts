import { expect, test, vi } from 'vitest'
import { mergeSongLists } from '../../../src/session/song-list.ts'

// The module reads `document.baseURI`.
vi.mock('../../../src/session/demo-songs.ts', () => ({ requestDemoSong: vi.fn() }))

const demoSongs = [{ file: 'founders.mp3', title: 'Founders', artist: 'Alexander Zhelanov', license: 'CC BY 4.0' }]
const record = (sha256: string, title: string, artist = '') => ({
  sha256,
  name: `${title}.mp3`,
  title,
  artist,
  given: {},
  tags: {},
  chunks: 10,
  opened: 0,
  bytes: 10,
})

test('demo songs come first, then the library’s, each title and artist once', () => {
  const records = [record('b2', 'Own'), record('a1', 'Founders', 'Alexander Zhelanov'), record('c3', 'Founders')]
  expect(mergeSongLists(demoSongs, records)).toEqual([
    { file: 'founders.mp3', title: 'Founders', artist: 'Alexander Zhelanov' },
    { file: 'b2', title: 'Own', artist: '' },
    { file: 'c3', title: 'Founders', artist: '' },
  ])
  expect(mergeSongLists([], [])).toEqual([])
})
