import { expect, test } from 'vitest'
import { packSong, readForm, unpackSong } from '../../../audio/song/chunk-table.ts'
import { parseSong, parseSongAsync, type Song } from '../../../audio/song/song.ts'
import { someChunks } from '../../scenes/sample-chunks.ts'

const chunks = someChunks(40).map((chunk, i) => ({
  start: chunk.start,
  end: chunk.end,
  features: [i, 0.1 * i, -3],
  position: [i / 20, 0, 1] as [number, number, number],
  map: [0, i] as [number, number],
  loudness: chunk.loudness,
  trust: i / 40,
}))
const duration = chunks.at(-1)?.end ?? 0
const song: Song = {
  format: 'songwalk',
  version: 1,
  title: 'Test',
  source: { name: 'a.wav', bytes: 1, sha256: '0'.repeat(64), duration, sampleRate: 44100, channels: 1 },
  settings: { slicing: 'onsets', minChunk: 0, preset: 'original', engine: 'exact', perplexity: 30 },
  chunks,
}

test('a packed Song is unpacked unchanged', async () => {
  const rows = packSong(song)
  expect(rows.table.rows).toHaveLength(40 * 12)
  expect(JSON.stringify(await unpackSong(rows))).toBe(JSON.stringify(song))
})

test('the form of a table is the places and durations of its chunks', () => {
  const { positions, durations } = readForm(packSong(song).table)
  expect(positions).toEqual(Float32Array.from(chunks.flatMap(({ position }) => position)))
  expect(durations).toEqual(Float32Array.from(chunks, ({ start, end }) => end - start))
})

test('a malformed table is refused', async () => {
  const { song: head } = packSong(song)
  for (const table of [
    { features: -9, rows: new Float64Array(3) },
    { features: 3, rows: new Float64Array(13) },
    { features: 0.5, rows: new Float64Array(0) },
    { features: 3, rows: [1, 2, 3] },
  ])
    await expect(unpackSong({ song: head, table: table as never })).rejects.toThrow('Malformed table of chunks')
  await expect(unpackSong({ song: head } as never)).rejects.toThrow()
})

const changed = (change: (song: Song) => void): Song => {
  const copy = structuredClone(song)
  change(copy)
  return copy
}
const outcomeOf = (value: unknown): unknown => {
  try {
    return parseSong(value)
  } catch (error) {
    return (error as Error).message
  }
}

test('parseSongAsync returns the same Song as parseSong', async () => {
  expect(JSON.stringify(await parseSongAsync(song))).toBe(JSON.stringify(parseSong(song)))
})

test.each<[string, unknown]>([
  ['nothing', null],
  ['no chunks', changed((copy) => copy.chunks.splice(0))],
  ['chunks that are none', { ...song, chunks: 'none' }],
  ['too many chunks', { ...song, chunks: new Array(50_001).fill(0) }],
  ['another format', { ...song, format: 'walksong' }],
  ['a gap', changed((copy) => copy.chunks.splice(7, 1))],
  ['uneven features', changed((copy) => copy.chunks[7]?.features.pop())],
])('%s: parseSongAsync throws the same error as parseSong', async (_, value) => {
  const sentence = outcomeOf(value)
  expect(sentence).toEqual(expect.stringContaining('not a songwalk song'))
  await expect(parseSongAsync(value)).rejects.toThrow(sentence as string)
})

test('parseSongAsync refuses an invalid chunk and names its place', async () => {
  const broken = changed((copy) => {
    if (copy.chunks[7]) copy.chunks[7].trust = Number.NaN
  })
  await expect(parseSongAsync(broken)).rejects.toThrow(/not a songwalk song: chunks\.7\.trust: /)
})
