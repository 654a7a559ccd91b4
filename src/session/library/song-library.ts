import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SongSettings } from '../../../audio/song/song.ts'
import { SongError } from '../../../audio/song-error.ts'
import { isQuotaExceeded } from '../is-quota-exceeded.ts'
import type { Analysis, SongAudio, SongFile } from '../loaded-song.ts'
import { type CachedSong, createCachedSong } from './cached-song.ts'
import {
  type AnalysisRecord,
  createHashKeyRange,
  createLibraryDatabase,
  type LibraryDatabase,
  type SongRecord,
} from './library-database.ts'
import {
  createAnalysisKey,
  createSpectrumKey,
  estimateAnalysisBytes,
  isSongRecord,
  parseAnalysisRecord,
  toAnalysisRecord,
  toSongRecord,
} from './library-records.ts'
import { drawThumbnail } from './thumbnail-task.ts'

/** All songs together, where the browser grants so much. */
const MAX_LIBRARY_BYTES = 500e6
/** A larger file is remembered by its form alone. */
const MAX_STORED_FILE_BYTES = 200e6
/** Settings tried on one song; with one more the earlier ones are forgotten. */
const MAX_ANALYSES_PER_SONG = 24
/** Milliseconds; an answer that takes longer is not waited for. */
const READ_TIMEOUT_MS = 6000

/**
 * Songs this browser has seen: their analyses, so that none is made twice, and the files, so that they can be opened
 * again. Where nothing can be kept, everything is as if nothing was known; only `file` ever fails.
 */
export type SongLibrary = {
  /** What is remembered, the last opened first; `refresh` reads it again. */
  recentSongs: StoreApi<readonly SongRecord[]>
  refresh: () => Promise<void>
  /** Whether it is worth asking. */
  readonly isAvailable: boolean
  /** The analysis of these bytes with these settings, called as `file` is called now. */
  loadCached: (sha256: string | Promise<string>, settings: SongSettings, file: SongFile) => Promise<CachedSong | null>
  /** Keeps an analysis, or marks a recalled song as opened just now. */
  save: (sound: SongAudio, analysis: Analysis, recalled: boolean) => Promise<void>
  /** @throws {SongError} if the file itself is not kept */
  loadFile: (sha256: string) => Promise<SongFile>
  remove: (sha256: string) => Promise<void>
  clear: () => Promise<void>
}

const STORE_NAMES = ['songs', 'sounds', 'spectra', 'forms'] as const

export function createSongLibrary(): SongLibrary {
  const database = createLibraryDatabase()
  const recents = createStore<readonly SongRecord[]>()(() => [])

  /** Never fails: what cannot be done is left. */
  const attempt = async <T>(step: (db: LibraryDatabase) => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await database.work(step)
    } catch {
      return otherwise
    }
  }

  const refresh = () =>
    attempt(async (db) => {
      recents.setState((await readSongRecords(db)).reverse(), true)
    }, undefined)

  const forget = async (sha256: string) => {
    await attempt((db) => deleteSong(db, sha256), undefined)
    await refresh()
  }

  return {
    recentSongs: recents,
    refresh,
    get isAvailable() {
      return database.available
    },
    loadCached: async (hash, settings, file) => {
      const sha256 = await Promise.resolve(hash).catch(() => null)
      if (!database.available || sha256 === null) return null
      const answer = attempt(async (db) => {
        const reading = db.transaction(STORE_NAMES, 'readonly')
        const [record, form, image] = await Promise.all([
          reading.objectStore('songs').get(sha256),
          reading.objectStore('forms').get(createAnalysisKey(sha256, settings)),
          reading.objectStore('spectra').get(createSpectrumKey(sha256)),
        ])
        if (form === undefined || record === undefined) return null
        try {
          if (!isSongRecord(record)) throw new Error('a broken record')
          return createCachedSong(await parseAnalysisRecord(form, image, sha256, settings), file, record.tags)
        } catch {
          // Analyzed anew, and written anew.
          await deleteSong(db, sha256)
          return null
        }
      }, null)
      return Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, READ_TIMEOUT_MS, null))])
    },
    save: async (sound, analysis, recalled) => {
      if (!database.available) return
      // The song that has just opened comes first.
      await waitForIdle()
      const picture = recalled ? null : await drawThumbnail(analysis.song).catch(() => null)
      await attempt(
        (db) => (recalled ? updateOpenedTime(db, sound) : storeSong(db, sound, analysis, picture)),
        undefined,
      )
      await refresh()
    },
    loadFile: async (sha256) => {
      const [record, blob] = await attempt(
        (db) => Promise.all([db.get('songs', sha256), db.get('sounds', sha256)]),
        [undefined, undefined],
      )
      // A file the browser has lost shows itself at its first byte.
      const there = await blob
        ?.slice(0, 1)
        .arrayBuffer()
        .catch(() => undefined)
      if (!record || !blob || !there) throw new SongError('fileNotStored')
      return { name: record.name, blob, sha256, ...record.given }
    },
    remove: forget,
    clear: async () => {
      await attempt(async (db) => {
        const writing = db.transaction(STORE_NAMES, 'readwrite')
        await Promise.all([...STORE_NAMES.map((store) => writing.objectStore(store).clear()), writing.done])
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

/** All whole records, oldest first; broken ones go. */
async function readSongRecords(db: LibraryDatabase): Promise<SongRecord[]> {
  const all = await Promise.all([db.getAllKeys('songs'), db.getAll('songs')])
  const [keys, values]: [string[], unknown[]] = all
  const broken = keys.filter((_, i) => !isSongRecord(values[i]))
  await Promise.all(broken.map((key) => deleteSong(db, key)))
  return values.filter(isSongRecord).sort((a, b) => a.opened - b.opened)
}

async function deleteSong(db: LibraryDatabase, sha256: string): Promise<void> {
  const writing = db.transaction(STORE_NAMES, 'readwrite')
  await Promise.all([
    writing.objectStore('songs').delete(sha256),
    writing.objectStore('sounds').delete(sha256),
    writing.objectStore('spectra').delete(createHashKeyRange(sha256)),
    writing.objectStore('forms').delete(createHashKeyRange(sha256)),
    writing.done,
  ])
}

async function updateOpenedTime(db: LibraryDatabase, sound: SongAudio): Promise<void> {
  const record = await db.get('songs', sound.source.sha256)
  if (!record) return
  await db.put('songs', toSongRecord(sound, record.chunks, record.picture, record.bytes), record.sha256)
}

/** Writes all of a song or nothing; older songs make room, and at last the sound stays out. */
async function storeSong(
  db: LibraryDatabase,
  sound: SongAudio,
  analysis: Analysis,
  picture: Blob | null,
): Promise<void> {
  const { sha256 } = sound.source
  const entry = toAnalysisRecord(analysis)
  const others = (await readSongRecords(db)).filter((song) => song.sha256 !== sha256)
  const before = await db.get('songs', sha256)
  const heard = (await db.getKey('sounds', sha256)) !== undefined
  const blob = heard ? null : sound.file.blob
  const budget = await estimateByteBudget()
  const known = (before?.bytes ?? 0) + estimateAnalysisBytes(analysis)
  for (const kept of blob && blob.size <= Math.min(MAX_STORED_FILE_BYTES, budget) ? [blob, null] : [null]) {
    const bytes = known + (kept?.size ?? 0)
    const record = toSongRecord(sound, analysis.song.chunks.length, picture ?? before?.picture ?? null, bytes)
    for (;;) {
      const total = others.reduce((sum, song) => sum + song.bytes, bytes)
      if (total <= budget && (await writeRecords(db, record, analysis, entry, kept))) return
      const oldest = others.shift()
      if (!oldest) break
      await deleteSong(db, oldest.sha256)
    }
  }
}

/** @returns false where the disk is full, and nothing was written */
async function writeRecords(
  db: LibraryDatabase,
  record: SongRecord,
  { song, spectrum }: Analysis,
  entry: AnalysisRecord,
  blob: Blob | null,
): Promise<boolean> {
  const { sha256 } = record
  const writing = db.transaction(STORE_NAMES, 'readwrite')
  const forms = writing.objectStore('forms')
  const requests: Promise<unknown>[] = [writing.done]
  try {
    if ((await forms.count(createHashKeyRange(sha256))) >= MAX_ANALYSES_PER_SONG)
      requests.push(forms.delete(createHashKeyRange(sha256)))
    requests.push(writing.objectStore('songs').put(record, sha256))
    if (blob) requests.push(writing.objectStore('sounds').put(blob, sha256))
    if (spectrum) requests.push(writing.objectStore('spectra').put(spectrum, createSpectrumKey(sha256)))
    requests.push(forms.put(entry, createAnalysisKey(sha256, song.settings)))
    await Promise.all(requests)
    return true
  } catch (error) {
    // All or nothing, also where a request was refused at once.
    abortTransaction(writing)
    await Promise.allSettled(requests)
    if (isQuotaExceeded(error)) return false
    throw error
  }
}

function abortTransaction(writing: { abort: () => void }): void {
  try {
    writing.abort()
  } catch {
    // It has ended by itself.
  }
}

async function estimateByteBudget(): Promise<number> {
  const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => undefined)
  return Math.min(MAX_LIBRARY_BYTES, (estimate?.quota ?? Number.POSITIVE_INFINITY) / 2)
}
