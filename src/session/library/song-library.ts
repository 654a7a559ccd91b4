import { createStore, type StoreApi } from 'zustand/vanilla'
import { readForm } from '../../../audio/song/chunk-table.ts'
import type { SongSettings } from '../../../audio/song/song.ts'
import type { SongForm } from '../../../audio/song/song-form.ts'
import { SongError } from '../../../audio/song-error.ts'
import { isQuotaExceeded } from '../is-quota-exceeded.ts'
import type { Analysis, SongAudio, SongFile } from '../loaded-song.ts'
import { withTimeout } from '../with-timeout.ts'
import { type CachedSong, createCachedSong } from './cached-song.ts'
import {
  type AnalysisRecord,
  createHashKeyRange,
  createLibraryDatabase,
  type LibraryDatabase,
  type SongRecord,
  type StoredSongRecord,
} from './library-database.ts'
import {
  createAnalysisKey,
  createSpectrumKey,
  estimateAnalysisBytes,
  packSongRecord,
  parseAnalysisRecord,
  parseSongRecord,
  toAnalysisRecord,
  toSongRecord,
} from './library-records.ts'
import { type StoredBlob, unpackBlob, writeBlobs } from './stored-blob.ts'

/** All songs together; less if the browser grants less. */
const MAX_LIBRARY_BYTES = 500e6
/** Of a larger file only the analysis is stored. */
const MAX_STORED_FILE_BYTES = 200e6
/** One more analysis of a song deletes all its earlier ones. */
const MAX_ANALYSES_PER_SONG = 24
/** Milliseconds after which a song counts as not cached. */
const READ_TIMEOUT_MS = 6000

/**
 * Analyses and files of the songs that were opened in this browser. Without a working database the library is empty;
 * only `loadFile` rejects.
 */
export type SongLibrary = {
  /** Last opened first; `refresh` reads them from the database. */
  recentSongs: StoreApi<readonly SongRecord[]>
  refresh: () => Promise<void>
  readonly isAvailable: boolean
  /** The analysis of a file with these settings, with the credits of `file`; null if there is none. */
  loadCached: (sha256: string | Promise<string>, settings: SongSettings, file: SongFile) => Promise<CachedSong | null>
  /** Stores an analysis; of a cached one it updates only when it was opened. */
  save: (audio: SongAudio, analysis: Analysis, isCached: boolean) => Promise<void>
  /** @throws {SongError} if the file is not stored */
  loadFile: (sha256: string) => Promise<SongFile>
  /** The form of a stored song, with these settings if it has one with them; null if there is none. */
  loadForm: (sha256: string, settings: SongSettings) => Promise<SongForm | null>
  remove: (sha256: string) => Promise<void>
  clear: () => Promise<void>
}

const STORE_NAMES = ['songs', 'sounds', 'spectra', 'forms'] as const

export function createSongLibrary(): SongLibrary {
  const database = createLibraryDatabase()
  const recentSongs = createStore<readonly SongRecord[]>()(() => [])

  /** @returns `fallback` if the database fails */
  const attempt = async <T>(task: (db: LibraryDatabase) => Promise<T>, fallback: T): Promise<T> => {
    try {
      return await database.run(task)
    } catch {
      return fallback
    }
  }

  const refresh = () =>
    attempt(async (db) => {
      recentSongs.setState((await readSongRecords(db)).reverse(), true)
    }, undefined)

  const remove = async (sha256: string) => {
    await attempt((db) => deleteSong(db, sha256), undefined)
    await refresh()
  }

  return {
    recentSongs,
    refresh,
    get isAvailable() {
      return database.available
    },
    loadCached: async (hash, settings, file) => {
      const sha256 = await Promise.resolve(hash).catch(() => null)
      if (!database.available || sha256 === null) return null
      const cached = attempt(async (db) => {
        const transaction = db.transaction(STORE_NAMES, 'readonly')
        const [stored, form, image] = await Promise.all([
          transaction.objectStore('songs').get(sha256),
          transaction.objectStore('forms').get(createAnalysisKey(sha256, settings)),
          transaction.objectStore('spectra').get(createSpectrumKey(sha256)),
        ])
        if (form === undefined || stored === undefined) return null
        const record = parseSongRecord(stored)
        try {
          if (!record) throw new Error('The stored song record is damaged.')
          return createCachedSong(await parseAnalysisRecord(form, image, sha256, settings), file, record.tags)
        } catch {
          // A damaged song is deleted, so that it is analyzed and stored again.
          await deleteSong(db, sha256)
          return null
        }
      }, null)
      return withTimeout(cached, READ_TIMEOUT_MS, 'IndexedDB did not answer in time.').catch(() => null)
    },
    save: async (audio, analysis, isCached) => {
      if (!database.available) return
      // Presenting the song goes first.
      await waitForIdle()
      await attempt((db) => (isCached ? updateOpenedTime(db, audio) : storeSong(db, audio, analysis)), undefined)
      await refresh()
    },
    loadFile: async (sha256) => {
      const [record, sound] = await attempt(
        (db) => Promise.all([db.get('songs', sha256), db.get('sounds', sha256)]),
        [undefined, undefined],
      )
      const blob = sound && unpackBlob(sound)
      // A browser may have deleted a stored file's bytes; reading the first byte shows it.
      const firstByte = await blob
        ?.slice(0, 1)
        .arrayBuffer()
        .catch(() => undefined)
      if (!record || !blob || !firstByte) throw new SongError('fileNotStored')
      return { name: record.name, blob, sha256, ...record.given }
    },
    loadForm: (sha256, settings) =>
      attempt(async (db) => {
        const key = createAnalysisKey(sha256, settings)
        const record = (await db.get('forms', key)) ?? (await db.getAll('forms', createHashKeyRange(sha256), 1))[0]
        return record ? readForm(record.table) : null
      }, null),
    remove,
    clear: async () => {
      await attempt(async (db) => {
        const transaction = db.transaction(STORE_NAMES, 'readwrite')
        await Promise.all([...STORE_NAMES.map((name) => transaction.objectStore(name).clear()), transaction.done])
      }, undefined)
      await refresh()
    },
  }
}

const waitForIdle = () =>
  new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve)
  })

/** All valid records, oldest first; songs with a damaged record are deleted. */
async function readSongRecords(db: LibraryDatabase): Promise<SongRecord[]> {
  const [keys, values]: [string[], unknown[]] = await Promise.all([db.getAllKeys('songs'), db.getAll('songs')])
  const records = values.map(parseSongRecord)
  await Promise.all(keys.filter((_, i) => !records[i]).map((key) => deleteSong(db, key)))
  return records.filter((record) => record !== null).sort((a, b) => a.opened - b.opened)
}

async function deleteSong(db: LibraryDatabase, sha256: string): Promise<void> {
  const transaction = db.transaction(STORE_NAMES, 'readwrite')
  await Promise.all([
    transaction.objectStore('songs').delete(sha256),
    transaction.objectStore('sounds').delete(sha256),
    transaction.objectStore('spectra').delete(createHashKeyRange(sha256)),
    transaction.objectStore('forms').delete(createHashKeyRange(sha256)),
    transaction.done,
  ])
}

async function updateOpenedTime(db: LibraryDatabase, audio: SongAudio): Promise<void> {
  const record = parseSongRecord(await db.get('songs', audio.source.sha256))
  if (!record) return
  const { chunks, bytes, sha256 } = record
  await writeBlobs(async (pack) =>
    db.put('songs', await packSongRecord(toSongRecord(audio, chunks, bytes), pack), sha256),
  )
}

/** Stores the whole song. If it does not fit, older songs are deleted one by one, then the file is left out. */
async function storeSong(db: LibraryDatabase, audio: SongAudio, analysis: Analysis): Promise<void> {
  const { sha256 } = audio.source
  const analysisRecord = toAnalysisRecord(analysis)
  const olderSongs = (await readSongRecords(db)).filter((song) => song.sha256 !== sha256)
  const oldRecord = parseSongRecord(await db.get('songs', sha256))
  const isFileStored = (await db.getKey('sounds', sha256)) !== undefined
  const { blob } = audio.file
  const budget = await estimateByteBudget()
  const storesFile = !isFileStored && blob.size <= Math.min(MAX_STORED_FILE_BYTES, budget)
  const bytesWithoutFile = (oldRecord?.bytes ?? 0) + estimateAnalysisBytes(analysis)
  const write = (record: SongRecord, file: Blob | null) =>
    writeBlobs(async (pack) =>
      writeRecords(db, await packSongRecord(record, pack), analysis, analysisRecord, file && (await pack(file))),
    )
  for (const file of storesFile ? [blob, null] : [null]) {
    const bytes = bytesWithoutFile + (file?.size ?? 0)
    const record = toSongRecord(audio, analysis.song.chunks.length, bytes)
    for (;;) {
      const total = olderSongs.reduce((sum, song) => sum + song.bytes, bytes)
      if (total <= budget && (await write(record, file))) return
      const oldest = olderSongs.shift()
      if (!oldest) break
      await deleteSong(db, oldest.sha256)
    }
  }
}

/** @returns false if the quota is exceeded; nothing is written then */
async function writeRecords(
  db: LibraryDatabase,
  record: StoredSongRecord,
  { song, spectrum }: Analysis,
  analysisRecord: AnalysisRecord,
  file: StoredBlob | null,
): Promise<boolean> {
  const { sha256 } = record
  const transaction = db.transaction(STORE_NAMES, 'readwrite')
  const forms = transaction.objectStore('forms')
  const requests: Promise<unknown>[] = [transaction.done]
  try {
    if ((await forms.count(createHashKeyRange(sha256))) >= MAX_ANALYSES_PER_SONG)
      requests.push(forms.delete(createHashKeyRange(sha256)))
    requests.push(transaction.objectStore('songs').put(record, sha256))
    if (file) requests.push(transaction.objectStore('sounds').put(file, sha256))
    if (spectrum) requests.push(transaction.objectStore('spectra').put(spectrum, createSpectrumKey(sha256)))
    requests.push(forms.put(analysisRecord, createAnalysisKey(sha256, song.settings)))
    await Promise.all(requests)
    return true
  } catch (error) {
    // A request that was rejected at once does not abort the transaction by itself.
    abortTransaction(transaction)
    await Promise.allSettled(requests)
    if (isQuotaExceeded(error)) return false
    throw error
  }
}

function abortTransaction(transaction: { abort: () => void }): void {
  try {
    transaction.abort()
  } catch {
    // It has ended already.
  }
}

/** Half of what the browser grants, at most MAX_LIBRARY_BYTES. */
async function estimateByteBudget(): Promise<number> {
  const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => undefined)
  return Math.min(MAX_LIBRARY_BYTES, (estimate?.quota ?? Number.POSITIVE_INFINITY) / 2)
}
