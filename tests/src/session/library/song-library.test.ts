import 'fake-indexeddb/auto'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { computeSha256 } from '../../../../audio/song/sha256.ts'
import { defaultSettings, type Song } from '../../../../audio/song/song.ts'
import { titleFromName } from '../../../../audio/song/song-source.ts'
import type { AnalysisRecord, LibrarySchema } from '../../../../src/session/library/library-database.ts'
import {
  createAnalysisKey,
  sampleSnapshots,
  toAnalysisRecord,
} from '../../../../src/session/library/library-records.ts'
import { createSongLibrary, type SongLibrary } from '../../../../src/session/library/song-library.ts'
import type { Analysis, SongAudio, SongFile } from '../../../../src/session/loaded-song.ts'
import { someChunks } from '../../../scenes/sample-chunks.ts'

const MEGABYTE = 1_000_000

/** A file, what it sounds like, and its analysis. */
async function someSong(name: string, size = 100, settings = defaultSettings) {
  const bytes = new Uint8Array(size).fill(name.charCodeAt(0))
  const file: SongFile = { name, blob: new Blob([bytes]) }
  const chunks = someChunks(20).map((chunk, i) => ({
    ...chunk,
    features: [i, 2],
    position: [i / 20, 0, 1] as [number, number, number],
    map: [0, i] as [number, number],
    trust: 1,
  }))
  const hash = await computeSha256(bytes)
  const source = { name, bytes: size, sha256: hash, duration: chunks.at(-1)?.end ?? 0, sampleRate: 100, channels: 1 }
  const song: Song = { format: 'songwalk', version: 1, title: titleFromName(name), source, settings, chunks }
  const analysis: Analysis = {
    song,
    snapshots: Array.from({ length: 40 }, (_, k) => new Float32Array(60).fill(k)),
    mapSnapshots: [new Float32Array(40)],
    spectrum: { frames: 2, bands: 3, pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) },
  }
  const sound = { file, source, title: name, tags: {} } as unknown as SongAudio
  return { file, hash, sound, analysis, settings }
}
type SomeSong = Awaited<ReturnType<typeof someSong>>

let memory: SongLibrary
const keep = ({ sound, analysis }: SomeSong) => memory.save(sound, analysis, false)
const recall = ({ hash, file, settings }: SomeSong) => memory.loadCached(hash, settings, file)
const names = () => memory.recentSongs.getState().map(({ name }) => name)
const raw = () => openDB<LibrarySchema>('songwalk')

let clock = 0
beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.spyOn(Date, 'now').mockImplementation(() => ++clock)
  memory = createSongLibrary()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a song', () => {
  test('that was remembered is recalled as it was, with fewer stills, also by the next page', async () => {
    const song = await someSong('a.mp3')
    expect(await recall(song)).toBeNull()
    await keep(song)
    memory = createSongLibrary()
    const recalled = await recall(song)
    expect(recalled?.analysis).toEqual({ ...song.analysis, snapshots: sampleSnapshots(song.analysis.snapshots) })
    expect(recalled?.analysis.snapshots).toHaveLength(12)
    expect(recalled?.analysis.snapshots.map(([x]) => x)).toEqual([0, 4, 7, 11, 14, 18, 21, 25, 28, 32, 35, 39])
  })

  test('is recalled for its settings alone, in whatever order they are written', async () => {
    const song = await someSong('a.mp3')
    await keep(song)
    expect(await memory.loadCached(song.hash, { ...defaultSettings, perplexity: 20 }, song.file)).toBeNull()
    const turned = Object.fromEntries(Object.entries(defaultSettings).reverse()) as typeof defaultSettings
    expect(await memory.loadCached(song.hash, turned, song.file)).not.toBeNull()
  })

  test('is called as its file is called now, or as its tags say', async () => {
    const song = await someSong('a.mp3')
    await keep(song)
    const other = { ...song.file, name: 'other_name.mp3' }
    expect((await memory.loadCached(song.hash, defaultSettings, other))?.analysis.song).toMatchObject({
      title: 'other name',
      source: { name: 'other_name.mp3' },
    })
    const tags = { title: 'By tags', artist: 'Somebody' }
    await memory.save({ ...song.sound, tags }, song.analysis, false)
    expect((await memory.loadCached(song.hash, defaultSettings, other))?.analysis.song).toMatchObject(tags)
    const given = { ...other, title: 'By its list' }
    expect((await memory.loadCached(song.hash, defaultSettings, given))?.analysis.song.title).toBe('By its list')
  })

  test('can be opened again without its file, under the name it came with', async () => {
    const song = await someSong('a.mp3')
    song.sound.file = { ...song.file, title: 'T', artist: 'A', license: 'L' }
    await keep(song)
    const file = await memory.loadFile(song.hash)
    expect(file).toMatchObject({ name: 'a.mp3', title: 'T', artist: 'A', license: 'L' })
    expect(await computeSha256(await file.blob.arrayBuffer())).toBe(song.hash)
    await expect(memory.loadFile('0'.repeat(64))).rejects.toThrow(/choose it again/)
  })

  test('can be forgotten, and so can all', async () => {
    const songs = [await someSong('a.mp3'), await someSong('b.mp3'), await someSong('c.mp3')]
    for (const song of songs) await keep(song)
    expect(names()).toEqual(['c.mp3', 'b.mp3', 'a.mp3'])
    await memory.remove(songs[1]?.hash ?? '')
    expect(names()).toEqual(['c.mp3', 'a.mp3'])
    expect(await recall(songs[1] as SomeSong)).toBeNull()
    await memory.clear()
    expect(names()).toEqual([])
    const db = await raw()
    for (const store of ['songs', 'sounds', 'spectra', 'forms'] as const) expect(await db.count(store)).toBe(0)
  })

  test('opened again comes first in the list, and its sound is not written twice', async () => {
    const song = await someSong('a.mp3')
    await keep(song)
    await keep(await someSong('b.mp3'))
    const put = vi.spyOn(IDBObjectStore.prototype, 'put')
    await memory.save(song.sound, song.analysis, true)
    expect(names()).toEqual(['a.mp3', 'b.mp3'])
    await keep(song)
    expect(put.mock.calls.filter(([value]) => value instanceof Blob)).toEqual([])
  })
})

describe('what is broken is forgotten, and analyzed anew', () => {
  type Break = (db: Awaited<ReturnType<typeof raw>>, song: SomeSong) => Promise<unknown>
  const put =
    (change: (entry: AnalysisRecord) => unknown): Break =>
    (db, { hash, analysis }) => {
      const entry = structuredClone(toAnalysisRecord(analysis))
      change(entry)
      return db.put('forms', entry, createAnalysisKey(hash, defaultSettings))
    }
  const half: [string, Break][] = [
    [
      'garbage for a form',
      (db, { hash }) => db.put('forms', 'garbage' as never, createAnalysisKey(hash, defaultSettings)),
    ],
    ['a Song that is none', put((entry) => Object.assign(entry.table, { rows: new Float64Array(0) }))],
    ['a table that is none', put((entry) => Object.assign(entry.table, { features: -9 }))],
    ['a chunk that ends before it begins', put(({ table }) => table.rows.set([-1], 1))],
    ['the Song of another file', put(({ song }) => Object.assign(song.source, { sha256: 'f'.repeat(64) }))],
    ['stills of another length', put((entry) => Object.assign(entry, { stills: [new Float32Array(3)] }))],
    ['stills without numbers', put(({ stills }) => stills[0]?.fill(Number.NaN))],
    ['no spectrum', (db) => db.clear('spectra')],
    ['a broken record', (db, { hash }) => db.put('songs', { sha256: 7 } as never, hash)],
  ]
  test.each(half)('%s', async (_, breakIt) => {
    const song = await someSong('a.mp3')
    await keep(song)
    const db = await raw()
    await breakIt(db, song)
    expect(await recall(song)).toBeNull()
    expect(await db.count('forms')).toBe(0)
    await keep(song)
    expect(await recall(song)).not.toBeNull()
    db.close()
  })

  test('a broken record is not listed, and does not stop others', async () => {
    await keep(await someSong('a.mp3'))
    const db = await raw()
    await db.put('songs', 'garbage' as never, 'x')
    await keep(await someSong('b.mp3'))
    expect(names()).toEqual(['b.mp3', 'a.mp3'])
    expect(await db.count('songs')).toBe(2)
  })
})

describe('room', () => {
  const grant = (quota: number) => vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota }) } })

  test('is made by dropping what was opened longest ago', async () => {
    grant(4 * MEGABYTE)
    const songs = []
    for (const name of ['a.mp3', 'b.mp3', 'c.mp3']) songs.push(await someSong(name, 0.9 * MEGABYTE))
    await keep(songs[0] as SomeSong)
    await keep(songs[1] as SomeSong)
    await memory.save((songs[0] as SomeSong).sound, (songs[0] as SomeSong).analysis, true)
    await keep(songs[2] as SomeSong)
    expect(names()).toEqual(['c.mp3', 'a.mp3'])
  })

  test('too little for a file still holds its form', async () => {
    grant(MEGABYTE)
    const song = await someSong('a.mp3', 0.9 * MEGABYTE)
    await keep(song)
    expect(await recall(song)).not.toBeNull()
    await expect(memory.loadFile(song.hash)).rejects.toThrow(/choose it again/)
  })

  /** A disk on which only so many files fit. */
  const diskFor = (files: number) => {
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (args[0] instanceof Blob && files-- <= 0) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    })
  }

  test('that is less than the browser promised: the oldest goes, then the sound stays out', async () => {
    const [a, b, c] = [await someSong('a.mp3'), await someSong('b.mp3'), await someSong('c.mp3')]
    await keep(a)
    await keep(b)
    diskFor(0)
    await keep(c)
    expect(names()).toEqual(['c.mp3'])
    expect(await recall(c)).not.toBeNull()
    await expect(memory.loadFile(c.hash)).rejects.toThrow(/choose it again/)
  })

  test('on a disk that takes nothing: as if nothing was known', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const song = await someSong('a.mp3')
    await keep(song)
    expect(await recall(song)).toBeNull()
    expect(names()).toEqual([])
  })
})

describe('without a memory', () => {
  const missing: [string, () => void][] = [
    ['no IndexedDB', () => vi.stubGlobal('indexedDB', undefined)],
    [
      'one that throws when it is asked for',
      () =>
        Object.defineProperty(globalThis, 'indexedDB', {
          configurable: true,
          get: () => {
            throw new DOMException('no', 'SecurityError')
          },
        }),
    ],
    [
      'one that throws when it is opened',
      () => {
        vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
          throw new DOMException('private', 'InvalidStateError')
        })
      },
    ],
  ]
  test.each(missing)('%s: nothing is known and nothing fails', async (_, take) => {
    take()
    memory = createSongLibrary()
    const song = await someSong('a.mp3')
    await keep(song)
    expect(await recall(song)).toBeNull()
    await memory.remove(song.hash)
    await memory.clear()
    await expect(memory.loadFile(song.hash)).rejects.toThrow(/choose it again/)
    expect(memory.isAvailable).toBe(false)
    expect(names()).toEqual([])
  })

  test('a newer songwalk in another tab gets the database; this one does without', async () => {
    const song = await someSong('a.mp3')
    await keep(song)
    const newer = await openDB('songwalk', 99)
    expect(await recall(song)).toBeNull()
    expect(memory.isAvailable).toBe(false)
    newer.close()
    memory = createSongLibrary()
    expect(await recall(song)).toBeNull()
  })

  test('a database that never opens is waited for once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => new EventTarget() as IDBOpenDBRequest)
    memory = createSongLibrary()
    const song = await someSong('a.mp3')
    const first = recall(song)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await first).toBeNull()
    expect(memory.isAvailable).toBe(false)
    expect(await recall(song)).toBeNull()
    vi.useRealTimers()
  })
})

test('two tabs remember for each other', async () => {
  const other = createSongLibrary()
  const [a, b] = [await someSong('a.mp3'), await someSong('b.mp3')]
  await Promise.all([keep(a), other.save(b.sound, b.analysis, false)])
  await memory.refresh()
  expect(names().sort()).toEqual(['a.mp3', 'b.mp3'])
  expect(await other.loadCached(a.hash, defaultSettings, a.file)).not.toBeNull()
})
