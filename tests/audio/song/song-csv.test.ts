import { beforeAll, expect, test } from 'vitest'
import type { Song } from '../../../audio/song/song.ts'
import { formatSongCsv } from '../../../audio/song/song-csv.ts'
import { somePackedSong } from './packed-song.ts'

let song: Song
beforeAll(async () => {
  song = (await somePackedSong()).song
})

test('a header and a row for every chunk, all of the same width, each ended by CRLF', () => {
  const lines = formatSongCsv(song).split('\r\n')
  expect(lines.pop()).toBe('')
  expect(lines).toHaveLength(song.chunks.length + 1)
  expect(lines[0]).toMatch(/^number,start,end,duration,loudness,trust,x,y,z,map x,map y,f1,f2,.*,f26$/)
  for (const line of lines) expect(line.split(',')).toHaveLength(11 + 26)
})

test('every cell is a number, so that none is a formula', () => {
  const [, ...rows] = formatSongCsv(song).trimEnd().split('\r\n')
  for (const row of rows) for (const cell of row.split(',')) expect(cell).toMatch(/^-?\d+(\.\d+)?(e-?\d+)?$/)
})

test('the cells are the chunk’s own values', () => {
  const chunk = song.chunks[2] as Song['chunks'][number]
  const cells = (formatSongCsv(song).split('\r\n')[3] as string).split(',').map(Number)
  expect(cells.slice(0, 3)).toEqual([3, chunk.start, chunk.end])
  expect(cells[3]).toBeCloseTo(chunk.end - chunk.start, 9)
  expect(cells.slice(4)).toEqual([chunk.loudness, chunk.trust, ...chunk.position, ...chunk.map, ...chunk.features])
})
