import 'fake-indexeddb/auto'
import { IDBFactory, IDBObjectStore } from 'fake-indexeddb'
import { openDB } from 'idb'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { computeSha256 } from '../../../../audio/song/sha256.ts'
import { defaultSettings } from '../../../../audio/song/song.ts'
import type { AnalysisRecord, LibrarySchema } from '../../../../src/session/library/library-database.ts'
import {
  createAnalysisKey,
  sampleSnapshots,
  toAnalysisRecord,
} from '../../../../src/session/library/library-records.ts'
import { createSongLibrary, type SongLibrary } from '../../../../src/session/library/song-library.ts'
import { type SomeSong, someSong } from './some-song.ts'

const MEGABYTE = 1_000_000

let library: SongLibrary
const save = ({ sound, analysis }: SomeSong) => library.save(sound, analysis, false)
const loadCached = ({ hash, file, settings }: SomeSong) => library.loadCached(hash, settings, file)
const names = () => library.recentSongs.getState().map(({ name }) => name)
const openDatabase = () => openDB<LibrarySchema>('songwalk')

let clock = 0
beforeEach(() => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  vi.spyOn(Date, 'now').mockImplementation(() => ++clock)
  library = createSongLibrary()
})
afterEach(() => {
  vi.restoreAllMocks()
  vi.unstubAllGlobals()
})

describe('a saved song', () => {
  test('is loaded unchanged with fewer snapshots, also by another page', async () => {
    const song = await someSong('a.mp3')
    expect(await loadCached(song)).toBeNull()
    await save(song)
    library = createSongLibrary()
    const recalled = await loadCached(song)
    expect(recalled?.analysis).toEqual({ ...song.analysis, snapshots: sampleSnapshots(song.analysis.snapshots) })
    expect(recalled?.analysis.snapshots).toHaveLength(12)
    expect(recalled?.analysis.snapshots.map(([x]) => x)).toEqual([0, 4, 7, 11, 14, 18, 21, 25, 28, 32, 35, 39])
  })

  test('is loaded for equal settings only, whatever the order of their properties', async () => {
    const song = await someSong('a.mp3')
    await save(song)
    expect(await library.loadCached(song.hash, { ...defaultSettings, perplexity: 20 }, song.file)).toBeNull()
    const turned = Object.fromEntries(Object.entries(defaultSettings).reverse()) as typeof defaultSettings
    expect(await library.loadCached(song.hash, turned, song.file)).not.toBeNull()
  })

  test('is named after its present file or its tags', async () => {
    const song = await someSong('a.mp3')
    await save(song)
    const other = { ...song.file, name: 'other_name.mp3' }
    expect((await library.loadCached(song.hash, defaultSettings, other))?.analysis.song).toMatchObject({
      title: 'other name',
      source: { name: 'other_name.mp3' },
    })
    const tags = { title: 'By tags', artist: 'Somebody' }
    await library.save({ ...song.sound, tags }, song.analysis, false)
    expect((await library.loadCached(song.hash, defaultSettings, other))?.analysis.song).toMatchObject(tags)
    const given = { ...other, title: 'By its list' }
    expect((await library.loadCached(song.hash, defaultSettings, given))?.analysis.song.title).toBe('By its list')
  })

  test('can be opened from the stored file, with the credits it came with', async () => {
    const song = await someSong('a.mp3')
    song.sound.file = { ...song.file, title: 'T', artist: 'A', license: 'L' }
    await save(song)
    const file = await library.loadFile(song.hash)
    expect(file).toMatchObject({ name: 'a.mp3', title: 'T', artist: 'A', license: 'L' })
    expect(await computeSha256(await file.blob.arrayBuffer())).toBe(song.hash)
    await expect(library.loadFile('0'.repeat(64))).rejects.toThrow(/choose it again/)
  })

  test('can be removed alone or with all others', async () => {
    const songs = [await someSong('a.mp3'), await someSong('b.mp3'), await someSong('c.mp3')]
    for (const song of songs) await save(song)
    expect(names()).toEqual(['c.mp3', 'b.mp3', 'a.mp3'])
    await library.remove(songs[1]?.hash ?? '')
    expect(names()).toEqual(['c.mp3', 'a.mp3'])
    expect(await loadCached(songs[1] as SomeSong)).toBeNull()
    await library.clear()
    expect(names()).toEqual([])
    const db = await openDatabase()
    for (const store of ['songs', 'sounds', 'spectra', 'forms'] as const) expect(await db.count(store)).toBe(0)
  })

  test('comes first in the list when opened again, and its file is not written twice', async () => {
    const song = await someSong('a.mp3')
    await save(song)
    await save(await someSong('b.mp3'))
    const put = vi.spyOn(IDBObjectStore.prototype, 'put')
    await library.save(song.sound, song.analysis, true)
    expect(names()).toEqual(['a.mp3', 'b.mp3'])
    await save(song)
    expect(put.mock.contexts.map((store) => (store as IDBObjectStore).name)).not.toContain('sounds')
  })
})

describe('a damaged song is deleted and can be saved again', () => {
  type Damage = (db: Awaited<ReturnType<typeof openDatabase>>, song: SomeSong) => Promise<unknown>
  const put =
    (change: (entry: AnalysisRecord) => unknown): Damage =>
    (db, { hash, analysis }) => {
      const entry = structuredClone(toAnalysisRecord(analysis))
      change(entry)
      return db.put('forms', entry, createAnalysisKey(hash, defaultSettings))
    }
  const damages: [string, Damage][] = [
    [
      'an analysis that is a string',
      (db, { hash }) => db.put('forms', 'garbage' as never, createAnalysisKey(hash, defaultSettings)),
    ],
    ['a chunk table without rows', put((entry) => Object.assign(entry.table, { rows: new Float64Array(0) }))],
    ['a chunk table with a negative feature count', put((entry) => Object.assign(entry.table, { features: -9 }))],
    ['a chunk that ends before it starts', put(({ table }) => table.rows.set([-1], 1))],
    ['the Song of another file', put(({ song }) => Object.assign(song.source, { sha256: 'f'.repeat(64) }))],
    ['snapshots of another length', put((entry) => Object.assign(entry, { stills: [new Float32Array(3)] }))],
    ['snapshots that are not numbers', put(({ stills }) => stills[0]?.fill(Number.NaN))],
    ['no spectrogram', (db) => db.clear('spectra')],
    ['a damaged song record', (db, { hash }) => db.put('songs', { sha256: 7 } as never, hash)],
  ]
  test.each(damages)('%s', async (_, damage) => {
    const song = await someSong('a.mp3')
    await save(song)
    const db = await openDatabase()
    await damage(db, song)
    expect(await loadCached(song)).toBeNull()
    expect(await db.count('forms')).toBe(0)
    await save(song)
    expect(await loadCached(song)).not.toBeNull()
    db.close()
  })

  test('a damaged record is deleted and does not affect others', async () => {
    await save(await someSong('a.mp3'))
    const db = await openDatabase()
    await db.put('songs', 'garbage' as never, 'x')
    await save(await someSong('b.mp3'))
    expect(names()).toEqual(['b.mp3', 'a.mp3'])
    expect(await db.count('songs')).toBe(2)
  })
})

describe('limited storage', () => {
  const setQuota = (quota: number) => vi.stubGlobal('navigator', { storage: { estimate: async () => ({ quota }) } })

  test('deletes the song that was opened longest ago', async () => {
    setQuota(4 * MEGABYTE)
    const songs = []
    for (const name of ['a.mp3', 'b.mp3', 'c.mp3']) songs.push(await someSong(name, 0.9 * MEGABYTE))
    await save(songs[0] as SomeSong)
    await save(songs[1] as SomeSong)
    await library.save((songs[0] as SomeSong).sound, (songs[0] as SomeSong).analysis, true)
    await save(songs[2] as SomeSong)
    expect(names()).toEqual(['c.mp3', 'a.mp3'])
  })

  test('stores the analysis without the file if only that fits', async () => {
    setQuota(MEGABYTE)
    const song = await someSong('a.mp3', 0.9 * MEGABYTE)
    await save(song)
    expect(await loadCached(song)).not.toBeNull()
    await expect(library.loadFile(song.hash)).rejects.toThrow(/choose it again/)
  })

  /** Rejects further files with QuotaExceededError. */
  const limitStoredFiles = (files: number) => {
    const { put } = IDBObjectStore.prototype
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...args) {
      if (this.name === 'sounds' && files-- <= 0) throw new DOMException('full', 'QuotaExceededError')
      return put.apply(this, args)
    })
  }

  test('below the estimate deletes older songs, then leaves the file out', async () => {
    const [a, b, c] = [await someSong('a.mp3'), await someSong('b.mp3'), await someSong('c.mp3')]
    await save(a)
    await save(b)
    limitStoredFiles(0)
    await save(c)
    expect(names()).toEqual(['c.mp3'])
    expect(await loadCached(c)).not.toBeNull()
    await expect(library.loadFile(c.hash)).rejects.toThrow(/choose it again/)
  })

  test('that accepts nothing leaves the library empty', async () => {
    vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const song = await someSong('a.mp3')
    await save(song)
    expect(await loadCached(song)).toBeNull()
    expect(names()).toEqual([])
  })
})

describe('without a working IndexedDB', () => {
  const failures: [string, () => void][] = [
    ['missing', () => vi.stubGlobal('indexedDB', undefined)],
    [
      'throwing when its property is read',
      () =>
        Object.defineProperty(globalThis, 'indexedDB', {
          configurable: true,
          get: () => {
            throw new DOMException('no', 'SecurityError')
          },
        }),
    ],
    [
      'throwing when a database is opened',
      () => {
        vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => {
          throw new DOMException('private', 'InvalidStateError')
        })
      },
    ],
  ]
  test.each(failures)('%s: the library is empty and only loadFile rejects', async (_, take) => {
    take()
    library = createSongLibrary()
    const song = await someSong('a.mp3')
    await save(song)
    expect(await loadCached(song)).toBeNull()
    await library.remove(song.hash)
    await library.clear()
    await expect(library.loadFile(song.hash)).rejects.toThrow(/choose it again/)
    expect(library.isAvailable).toBe(false)
    expect(names()).toEqual([])
  })

  test('a database that another tab upgrades is closed here', async () => {
    const song = await someSong('a.mp3')
    await save(song)
    const newer = await openDB('songwalk', 99)
    expect(await loadCached(song)).toBeNull()
    expect(library.isAvailable).toBe(false)
    newer.close()
    library = createSongLibrary()
    expect(await loadCached(song)).toBeNull()
  })

  test('a database that never opens is waited for only once', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    vi.spyOn(IDBFactory.prototype, 'open').mockImplementation(() => new EventTarget() as IDBOpenDBRequest)
    library = createSongLibrary()
    const song = await someSong('a.mp3')
    const first = loadCached(song)
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await first).toBeNull()
    expect(library.isAvailable).toBe(false)
    expect(await loadCached(song)).toBeNull()
    vi.useRealTimers()
  })
})

test('two tabs share the library', async () => {
  const other = createSongLibrary()
  const [a, b] = [await someSong('a.mp3'), await someSong('b.mp3')]
  await Promise.all([save(a), other.save(b.sound, b.analysis, false)])
  await library.refresh()
  expect(names().sort()).toEqual(['a.mp3', 'b.mp3'])
  expect(await other.loadCached(a.hash, defaultSettings, a.file)).not.toBeNull()
})
