import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import type { PackedSong } from '../../../audio/song/chunk-table.ts'
import { withTimeout } from '../with-timeout.ts'
import type { StoredBlob } from './stored-blob.ts'

/** A song of the library's list; small, so that all records can be read at once. */
export type SongRecord = {
  /** SHA-256 of the file. */
  sha256: string
  name: string
  title: string
  artist: string
  /** Credits that came with the file, without those of its tags; used when it is opened again. */
  given: { title?: string; artist?: string; license?: string }
  tags: { title?: string; artist?: string; cover?: Blob }
  chunks: number
  /** Milliseconds since 1970. */
  opened: number
  /** Estimated size of everything stored of the song. */
  bytes: number
}

/** A record in the database: its Blobs may be stored as bytes. */
export type StoredSongRecord = Omit<SongRecord, 'tags'> & {
  tags: Omit<SongRecord['tags'], 'cover'> & { cover?: StoredBlob }
}

/** An analysis with fewer snapshots; the spectrogram is stored separately. */
export type AnalysisRecord = PackedSong & { stills: Float32Array[]; mapStills: Float32Array[] }

export interface LibrarySchema extends DBSchema {
  songs: { key: string; value: StoredSongRecord }
  /** Audio files by hash. */
  sounds: { key: string; value: StoredBlob }
  /** By hash and analysis version; the same for all settings. */
  spectra: { key: string; value: SpectrogramImage }
  /** By hash, analysis version and settings. */
  forms: { key: string; value: AnalysisRecord }
}

export type LibraryDatabase = IDBPDatabase<LibrarySchema>

const DATABASE_NAME = 'songwalk'
const DATABASE_VERSION = 1
/** Milliseconds after which a locked or broken database counts as unavailable. */
const OPEN_TIMEOUT_MS = 6000

/** All keys that begin with the hash. */
export const createHashKeyRange = (sha256: string) => IDBKeyRange.bound(`${sha256}/`, `${sha256}/\uffff`)

/**
 * Runs a task on the open database, once more if the browser had ended the connection.
 * @throws {Error} the browser's: no IndexedDB, private window, locked by another tab, quota exceeded
 */
export type DatabaseRunner = <T>(task: (database: LibraryDatabase) => Promise<T>) => Promise<T>

/** Opens the database at once, before the first song needs it. `available` is false once opening has failed. */
export function createLibraryDatabase(): { readonly available: boolean; run: DatabaseRunner } {
  let opening: Promise<LibraryDatabase> | null = null
  let hasFailed = !isIndexedDBAvailable()
  /** Later tasks do not wait for the timeout again. */
  let hasTimedOut = false

  const open = async (): Promise<LibraryDatabase> => {
    const database = await openDB<LibrarySchema>(DATABASE_NAME, DATABASE_VERSION, {
      upgrade: (db) => {
        for (const store of ['songs', 'sounds', 'spectra', 'forms'] as const)
          if (!db.objectStoreNames.contains(store)) db.createObjectStore(store)
      },
      // Another tab upgrades the database: this one closes it and works without until it is reloaded.
      blocking: (_current, _blocked, event) => {
        hasFailed = true
        ;(event.target as IDBDatabase).close()
      },
      terminated: () => {
        opening = null
      },
    })
    if (hasFailed) database.close()
    return database
  }

  const connect = (): Promise<LibraryDatabase> => {
    opening ??= open().then(
      (database) => {
        hasTimedOut = false
        return database
      },
      (error: unknown) => {
        // Another attempt would fail too.
        hasFailed = true
        throw error
      },
    )
    return withTimeout(opening, OPEN_TIMEOUT_MS, 'IndexedDB did not open in time.').catch((error: unknown) => {
      hasTimedOut = true
      throw error
    })
  }

  if (!hasFailed) connect().catch(() => {})

  return {
    get available() {
      return !hasFailed && !hasTimedOut
    },
    run: async (task) => {
      if (hasFailed || hasTimedOut) throw new Error('The library database is not available; reload the page to retry.')
      const database = await connect()
      try {
        return await task(database)
      } catch (error) {
        if (hasFailed || !isConnectionLost(error)) throw error
        // Opened once more; another task may have done so already.
        if ((await opening?.catch(() => null)) === database) opening = null
        return task(await connect())
      }
    },
  }
}

/**
 * Whether a browser has ended the connection: transactions then throw InvalidStateError, in Safari also UnknownError
 * ("Connection to Indexed Database server lost"). Not all browsers send a `close` event.
 */
const isConnectionLost = (error: unknown): boolean =>
  error instanceof DOMException &&
  (error.name === 'InvalidStateError' || (error.name === 'UnknownError' && /connection|lost/i.test(error.message)))

function isIndexedDBAvailable(): boolean {
  try {
    return Boolean(globalThis.indexedDB)
  } catch {
    // Some privacy settings throw on reading the property.
    return false
  }
}
