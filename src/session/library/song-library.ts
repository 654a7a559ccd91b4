import { createStore, type StoreApi } from 'zustand/vanilla'
import { SongError } from '../../../audio/errors.ts'
import type { SongSettings } from '../../../audio/song/song.ts'
import type { Analysis, SongFile, Sound } from '../open-song.ts'
import { type Recalled, renamed } from './cached-song.ts'
import { allOf, createDatabase, type Database, type FormEntry, type SongRecord } from './library-database.ts'
import { formKey, fromEntries, isRecord, sizeOf, spectrumKey, toFormEntry, toRecord } from './library-records.ts'
import { drawPicture } from './thumbnail-task.ts'

/** All songs together, where the browser grants so much. */
const BUDGET = 500e6
/** A larger file is remembered by its form alone. */
const LARGEST_SOUND = 200e6
/** Settings tried on one song; with one more the earlier ones are forgotten. */
const MOST_FORMS = 24
/** Milliseconds; an answer that takes longer is not waited for. */
const PATIENCE = 6000

/**
 * Songs this browser has seen: their analyses, so that none is made twice, and the files, so that they can be opened
 * again. Where nothing can be kept, everything is as if nothing was known; only `file` ever fails.
 */
export type Memory = {
  /** What is remembered, the last opened first; `refresh` reads it again. */
  recents: StoreApi<readonly SongRecord[]>
  refresh: () => Promise<void>
  /** Whether it is worth asking. */
  readonly available: boolean
  /** The analysis of these bytes with these settings, called as `file` is called now. */
  recall: (sha256: string | Promise<string>, settings: SongSettings, file: SongFile) => Promise<Recalled | null>
  /** Keeps an analysis, or marks a recalled song as opened just now. */
  remember: (sound: Sound, analysis: Analysis, recalled: boolean) => Promise<void>
  /** @throws {SongError} if the file itself is not kept */
  file: (sha256: string) => Promise<SongFile>
  forget: (sha256: string) => Promise<void>
  forgetAll: () => Promise<void>
}

const STORES = ['songs', 'sounds', 'spectra', 'forms'] as const

export function createMemory(): Memory {
  const database = createDatabase()
  const recents = createStore<readonly SongRecord[]>()(() => [])

  /** Never fails: what cannot be done is left. */
  const attempt = async <T>(step: (db: Database) => Promise<T>, otherwise: T): Promise<T> => {
    try {
      return await database.work(step)
    } catch {
      return otherwise
    }
  }

  const refresh = () =>
    attempt(async (db) => {
      recents.setState((await records(db)).reverse(), true)
    }, undefined)

  const forget = async (sha256: string) => {
    await attempt((db) => drop(db, sha256), undefined)
    await refresh()
  }

  return {
    recents,
    refresh,
    get available() {
      return database.available
    },
    recall: async (hash, settings, file) => {
      const sha256 = await Promise.resolve(hash).catch(() => null)
      if (!database.available || sha256 === null) return null
      const answer = attempt(async (db) => {
        const reading = db.transaction(STORES, 'readonly')
        const [record, form, image] = await Promise.all([
          reading.objectStore('songs').get(sha256),
          reading.objectStore('forms').get(formKey(sha256, settings)),
          reading.objectStore('spectra').get(spectrumKey(sha256)),
        ])
        if (form === undefined || record === undefined) return null
        try {
          if (!isRecord(record)) throw new Error('a broken record')
          return renamed(await fromEntries(form, image, sha256, settings), file, record.tags)
        } catch {
          // Analyzed anew, and written anew.
          await drop(db, sha256)
          return null
        }
      }, null)
      return Promise.race([answer, new Promise<null>((resolve) => setTimeout(resolve, PATIENCE, null))])
    },
    remember: async (sound, analysis, recalled) => {
      if (!database.available) return
      // The song that has just opened comes first.
      await idle()
      const picture = recalled ? null : await drawPicture(analysis.song).catch(() => null)
      await attempt((db) => (recalled ? touch(db, sound) : keep(db, sound, analysis, picture)), undefined)
      await refresh()
    },
    file: async (sha256) => {
      const [record, blob] = await attempt(
        (db) => Promise.all([db.get('songs', sha256), db.get('sounds', sha256)]),
        [undefined, undefined],
      )
      // A file the browser has lost shows itself at its first byte.
      const there = await blob
        ?.slice(0, 1)
        .arrayBuffer()
        .catch(() => undefined)
      if (!record || !blob || !there)
        throw new SongError('The file of this song is not kept here; choose it again to open it.')
      return { name: record.name, blob, sha256, ...record.given }
    },
    forget,
    forgetAll: async () => {
      await attempt(async (db) => {
        const writing = db.transaction(STORES, 'readwrite')
        await Promise.all([...STORES.map((store) => writing.objectStore(store).clear()), writing.done])
      }, undefined)
      await refresh()
    },
  }
}

const idle = () =>
  new Promise<void>((resolve) => {
    if (typeof requestIdleCallback === 'function') requestIdleCallback(() => resolve(), { timeout: 1000 })
    else setTimeout(resolve)
  })

/** All whole records, oldest first; broken ones go. */
async function records(db: Database): Promise<SongRecord[]> {
  const all = await Promise.all([db.getAllKeys('songs'), db.getAll('songs')])
  const [keys, values]: [string[], unknown[]] = all
  const broken = keys.filter((_, i) => !isRecord(values[i]))
  await Promise.all(broken.map((key) => drop(db, key)))
  return values.filter(isRecord).sort((a, b) => a.opened - b.opened)
}

async function drop(db: Database, sha256: string): Promise<void> {
  const writing = db.transaction(STORES, 'readwrite')
  await Promise.all([
    writing.objectStore('songs').delete(sha256),
    writing.objectStore('sounds').delete(sha256),
    writing.objectStore('spectra').delete(allOf(sha256)),
    writing.objectStore('forms').delete(allOf(sha256)),
    writing.done,
  ])
}

async function touch(db: Database, sound: Sound): Promise<void> {
  const record = await db.get('songs', sound.source.sha256)
  if (!record) return
  await db.put('songs', toRecord(sound, record.chunks, record.picture, record.bytes), record.sha256)
}

/** Writes all of a song or nothing; older songs make room, and at last the sound stays out. */
async function keep(db: Database, sound: Sound, analysis: Analysis, picture: Blob | null): Promise<void> {
  const { sha256 } = sound.source
  const entry = toFormEntry(analysis)
  const others = (await records(db)).filter((song) => song.sha256 !== sha256)
  const before = await db.get('songs', sha256)
  const heard = (await db.getKey('sounds', sha256)) !== undefined
  const blob = heard ? null : sound.file.blob
  const budget = await budgetNow()
  const known = (before?.bytes ?? 0) + sizeOf(analysis)
  for (const kept of blob && blob.size <= Math.min(LARGEST_SOUND, budget) ? [blob, null] : [null]) {
    const bytes = known + (kept?.size ?? 0)
    const record = toRecord(sound, analysis.song.chunks.length, picture ?? before?.picture ?? null, bytes)
    for (;;) {
      const total = others.reduce((sum, song) => sum + song.bytes, bytes)
      if (total <= budget && (await write(db, record, analysis, entry, kept))) return
      const oldest = others.shift()
      if (!oldest) break
      await drop(db, oldest.sha256)
    }
  }
}

/** @returns false where the disk is full, and nothing was written */
async function write(
  db: Database,
  record: SongRecord,
  { song, spectrum }: Analysis,
  entry: FormEntry,
  blob: Blob | null,
): Promise<boolean> {
  const { sha256 } = record
  const writing = db.transaction(STORES, 'readwrite')
  const forms = writing.objectStore('forms')
  const requests: Promise<unknown>[] = [writing.done]
  try {
    if ((await forms.count(allOf(sha256))) >= MOST_FORMS) requests.push(forms.delete(allOf(sha256)))
    requests.push(writing.objectStore('songs').put(record, sha256))
    if (blob) requests.push(writing.objectStore('sounds').put(blob, sha256))
    if (spectrum) requests.push(writing.objectStore('spectra').put(spectrum, spectrumKey(sha256)))
    requests.push(forms.put(entry, formKey(sha256, song.settings)))
    await Promise.all(requests)
    return true
  } catch (error) {
    // All or nothing, also where a request was refused at once.
    abort(writing)
    await Promise.allSettled(requests)
    if ((error as Error).name === 'QuotaExceededError') return false
    throw error
  }
}

function abort(writing: { abort: () => void }): void {
  try {
    writing.abort()
  } catch {
    // It has ended by itself.
  }
}

async function budgetNow(): Promise<number> {
  const estimate = await globalThis.navigator?.storage?.estimate?.().catch(() => undefined)
  return Math.min(BUDGET, (estimate?.quota ?? Number.POSITIVE_INFINITY) / 2)
}
