import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import type { PackedSong } from '../../../audio/song/chunk-table.ts'
import { withTimeout } from '../with-timeout.ts'

/** What the list of songs shows; small, so that all can be read at once. */
export type SongRecord = {
  /** SHA-256 of the file. */
  sha256: string
  name: string
  title: string
  artist: string
  /** As it came with the song, not by its tags; kept for opening it again. */
  given: { title?: string; artist?: string; license?: string }
  tags: { title?: string; artist?: string; cover?: Blob }
  chunks: number
  /** The form as a small picture. */
  picture: Blob | null
  /** Milliseconds since 1970. */
  opened: number
  /** All that is kept of it, about. */
  bytes: number
}

/** An analysis, its stills thinned; the spectrum is kept apart. */
export type AnalysisRecord = PackedSong & { stills: Float32Array[]; mapStills: Float32Array[] }

export interface LibrarySchema extends DBSchema {
  songs: { key: string; value: SongRecord }
  /** The files themselves, by hash. */
  sounds: { key: string; value: Blob }
  /** By hash and version: the same for all settings. */
  spectra: { key: string; value: SpectrogramImage }
  /** By hash, version and settings. */
  forms: { key: string; value: AnalysisRecord }
}

export type LibraryDatabase = IDBPDatabase<LibrarySchema>

const DATABASE_NAME = 'songwalk'
const DATABASE_VERSION = 1
/** Milliseconds; a database that is locked or broken is given up after this. */
const OPEN_TIMEOUT_MS = 6000

/** All keys that begin with a hash. */
export const createHashKeyRange = (sha256: string) => IDBKeyRange.bound(`${sha256}/`, `${sha256}/\uffff`)

/**
 * Runs a step of work on the database; opens it when first needed.
 * @throws {Error} whatever the browser does: no IndexedDB, private window, locked by another tab, quota
 */
export type DatabaseRunner = <T>(step: (database: LibraryDatabase) => Promise<T>) => Promise<T>

/**
 * Opens the database at once, so that it is there when the first song is.
 * `available` is false once it is known that there is nothing to be had.
 */
export function createLibraryDatabase(): { readonly available: boolean; work: DatabaseRunner } {
  let opening: Promise<LibraryDatabase> | null = null
  let broken = !isIndexedDBAvailable()
  /** Still opening after long: nobody waits for it again. */
  let late = false

  const open = async (): Promise<LibraryDatabase> => {
    const database = await openDB<LibrarySchema>(DATABASE_NAME, DATABASE_VERSION, {
      upgrade: (db) => {
        for (const store of ['songs', 'sounds', 'spectra', 'forms'] as const)
          if (!db.objectStoreNames.contains(store)) db.createObjectStore(store)
      },
      // Another tab brings a newer songwalk: this one lets go, and does without until it is reloaded.
      blocking: (_current, _blocked, event) => {
        broken = true
        ;(event.target as IDBDatabase).close()
      },
      terminated: () => {
        opening = null
      },
    })
    if (broken) database.close()
    return database
  }

  const connect = (): Promise<LibraryDatabase> => {
    opening ??= open().then(
      (database) => {
        late = false
        return database
      },
      (error: unknown) => {
        // Not tried again: it would fail again.
        broken = true
        throw error
      },
    )
    return withTimeout(opening, OPEN_TIMEOUT_MS, 'IndexedDB did not open in time.').catch((error: unknown) => {
      late = true
      throw error
    })
  }

  if (!broken) connect().catch(() => {})

  return {
    get available() {
      return !broken && !late
    },
    work: async (step) => {
      if (broken || late) throw new Error('The memory of songs is closed.')
      return step(await connect())
    },
  }
}

function isIndexedDBAvailable(): boolean {
  try {
    return Boolean(globalThis.indexedDB)
  } catch {
    // Some privacy settings throw at the mere question.
    return false
  }
}
