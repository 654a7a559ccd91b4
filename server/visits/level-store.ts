import { mkdir, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ClassicLevel } from 'classic-level'
import { OperatorError } from '../operator-error.ts'
import { finishRescue, isWithoutIndex, rescueStore } from './rescue-store.ts'

/** Another server may hold the store while it closes. */
const LOCK_TIMEOUT_MS = 6000
/** Between attempts to open a store that failed. */
const REOPEN_INTERVAL_MS = 2000
const ENTRIES_PER_BATCH = 500

type Database = ClassicLevel<string, string>
/** A new value; null removes the entry. */
export type Change = readonly [key: string, value: string | null]

/** Texts by key in LevelDB. It writes to a log on the disk: after a kill at any moment, each write is whole or absent. */
export type LevelEntries = {
  get: (keys: string[]) => Promise<(string | undefined)[]>
  /** Writes all changes or none; on the disk before it resolves. */
  write: (changes: readonly Change[]) => Promise<void>
  /** The entries whose keys begin with a prefix as they are now, ascending, in batches. */
  list: (prefix: string) => AsyncIterable<[key: string, value: string][]>
}

export type LevelStore = LevelEntries & {
  /** Why nothing can be written, or null. */
  lastError: () => string | null
  /** Sets the store aside as a damaged one, and opens what can be read of it. */
  rescue: () => Promise<void>
  close: () => Promise<void>
}

export type LevelStoreOptions = {
  lockTimeoutMs?: number | undefined
  /**
   * Reads the entries each time the store is opened, and throws if they are damaged.
   * @param rescue not null if the store was damaged: where it is kept
   */
  load: (entries: LevelEntries, rescue: { aside: string | null } | null) => Promise<void>
  /** Whether an entry of a damaged store is kept. */
  isKept: (key: string) => boolean
}

/**
 * Opens the store in a folder. If nothing can be written, `lastError()` says so, writes are rejected, and the store is
 * opened again later.
 * @throws {OperatorError} one sentence if another server has opened it
 */
export async function openLevelStore(folder: string, options: LevelStoreOptions): Promise<LevelStore> {
  let database: Database | null = null
  let errorMessage: string | null = null
  let openedAt = Date.now()
  let isClosed = false

  async function open(openDatabase: () => Promise<Database | null>): Promise<void> {
    openedAt = Date.now()
    database = await openDatabase()
    errorMessage = database ? null : 'The counts cannot be kept: is the disk full, or the folder not writable?'
  }

  /** After a failed write LevelDB writes nothing more until it is opened again. */
  async function getDatabase(): Promise<Database> {
    if (errorMessage && !isClosed && Date.now() - openedAt >= REOPEN_INTERVAL_MS) {
      await database?.close().catch(() => {})
      database = null
      await open(() => openOrRescue(folder, options))
    }
    if (!database || errorMessage || isClosed) throw new Error(errorMessage ?? 'The store of counts is closed.')
    return database
  }

  await open(() => openOrRescue(folder, options))
  return {
    lastError: () => errorMessage,
    get: async (keys) => (await getDatabase()).getMany(keys),
    write: async (changes) => {
      const opened = await getDatabase()
      try {
        await writeChanges(opened, changes)
      } catch (error) {
        errorMessage = `The counts could not be written: ${(error as Error).message}`
        throw error
      }
    },
    list: async function* (prefix) {
      yield* listEntries(await getDatabase(), prefix)
    },
    rescue: async () => {
      if (isClosed) return
      errorMessage = 'The counts are damaged and are being read anew.'
      openedAt = Infinity
      await database?.close().catch(() => {})
      await open(() => rescueAndOpen(folder, options))
    },
    close: async () => {
      isClosed = true
      await database?.close()
    },
  }
}

/** @returns null if nothing can be written to the disk */
async function openOrRescue(folder: string, options: LevelStoreOptions): Promise<Database | null> {
  const startedAt = Date.now()
  await finishRescue(folder)
  while (!(await isWithoutIndex(folder))) {
    try {
      await mkdir(folder, { recursive: true }).catch(() => {})
      return await openAndLoad(folder, options, null)
    } catch (error) {
      if (!isLocked(error)) break
      if (Date.now() - startedAt > (options.lockTimeoutMs ?? LOCK_TIMEOUT_MS))
        throw new OperatorError(`A server is counting in “${folder}” already; end it first, or use its staff panel.`)
      await wait(200)
    }
  }
  return rescueAndOpen(folder, options)
}

async function rescueAndOpen(folder: string, options: LevelStoreOptions): Promise<Database | null> {
  // With a full or read-only disk the store need not be damaged.
  if (!(await canWrite(dirname(folder)))) return null
  try {
    const aside = await rescueStore(folder, options.isKept)
    return await openAndLoad(folder, options, { aside })
  } catch {
    return null
  }
}

async function openAndLoad(
  folder: string,
  { load }: LevelStoreOptions,
  rescue: { aside: string | null } | null,
): Promise<Database> {
  const database: Database = new ClassicLevel(folder)
  try {
    await database.open()
    const entries: LevelEntries = {
      get: (keys) => database.getMany(keys),
      write: (changes) => writeChanges(database, changes),
      list: (prefix) => listEntries(database, prefix),
    }
    await load(entries, rescue)
    return database
  } catch (error) {
    await database.close().catch(() => {})
    throw error
  }
}

const writeChanges = (database: Database, changes: readonly Change[]): Promise<void> =>
  database.batch(
    changes.map(([key, value]) => (value === null ? { type: 'del', key } : { type: 'put', key, value })),
    { sync: true },
  )

async function* listEntries(database: Database, prefix: string): AsyncIterable<[string, string][]> {
  const iterator = database.iterator({ gte: prefix, lt: `${prefix}\uffff` })
  try {
    for (;;) {
      const batch = await iterator.nextv(ENTRIES_PER_BATCH)
      if (batch.length === 0) return
      yield batch
    }
  } finally {
    await iterator.close()
  }
}

const isLocked = (error: unknown) => (error as { cause?: { code?: string } }).cause?.code === 'LEVEL_LOCKED'

async function canWrite(folder: string): Promise<boolean> {
  const probePath = `${folder}/.probe-${process.pid}`
  try {
    await writeFile(probePath, new Uint8Array(1 << 16))
    return true
  } catch {
    return false
  } finally {
    await rm(probePath, { force: true }).catch(() => {})
  }
}
