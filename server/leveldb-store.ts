import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ClassicLevel } from 'classic-level'
import { OperatorError } from './operator-error.ts'

/** Another server may hold the store while it closes. */
const LOCK_TIMEOUT_MS = 6000
/** Between attempts to open a store that failed. */
const REOPEN_INTERVAL_MS = 2000

type Database = ClassicLevel<string, string>
/** Reads all values whose keys begin with a prefix, in batches. */
export type ValueReader = (prefix: string) => AsyncIterable<string[]>

/** Texts by key in LevelDB. It writes to a log on the disk: after a kill at any moment, each write is whole or absent. */
export type LevelStore = {
  get: (keys: string[]) => Promise<(string | undefined)[]>
  /** Writes all pairs or none; on the disk before it resolves. */
  write: (pairs: (readonly [key: string, value: string])[]) => Promise<void>
  /** Why nothing can be written, or null. */
  lastError: () => string | null
  /** Repairs that were needed to open the store, a sentence each. */
  repairs: readonly string[]
  close: () => Promise<void>
}

/**
 * Opens the store in a folder. A damaged store is repaired, or renamed and replaced by an empty one. If nothing can be
 * written, `lastError()` says so, writes are rejected, and the store is opened again later.
 * @param load reads the values each time the store is opened
 * @throws {OperatorError} one sentence if another server has opened it
 */
export async function openLevelStore(
  folder: string,
  lockTimeoutMs = LOCK_TIMEOUT_MS,
  load: (readValues: ValueReader) => Promise<void>,
): Promise<LevelStore> {
  const repairs: string[] = []
  let database: Database | null = null
  let errorMessage: string | null = null
  let openedAt = Date.now()
  let isClosed = false

  async function open(): Promise<void> {
    openedAt = Date.now()
    database = await openDatabase(folder, lockTimeoutMs, load, repairs)
    errorMessage = database ? null : 'The counts cannot be kept: is the disk full, or the folder not writable?'
  }

  /** After a failed write LevelDB writes nothing more until it is opened again. */
  async function getDatabase(): Promise<Database> {
    if (errorMessage && !isClosed && Date.now() - openedAt >= REOPEN_INTERVAL_MS) {
      await database?.close().catch(() => {})
      database = null
      await open()
    }
    if (!database || errorMessage || isClosed) throw new Error(errorMessage ?? 'The store of counts is closed.')
    return database
  }

  await open()
  return {
    repairs,
    lastError: () => errorMessage,
    get: async (keys) => (await getDatabase()).getMany(keys),
    write: async (pairs) => {
      const opened = await getDatabase()
      try {
        await opened.batch(
          pairs.map(([key, value]) => ({ type: 'put', key, value })),
          { sync: true },
        )
      } catch (error) {
        errorMessage = `The counts could not be written: ${(error as Error).message}`
        throw error
      }
    },
    close: async () => {
      isClosed = true
      await database?.close()
    },
  }
}

/** @returns null if nothing can be written to the disk */
async function openDatabase(
  folder: string,
  lockTimeoutMs: number,
  load: (readValues: ValueReader) => Promise<void>,
  repairs: string[],
): Promise<Database | null> {
  const openAndLoad = async (): Promise<Database> => {
    const database: Database = new ClassicLevel(folder)
    try {
      await database.open()
      await load((prefix) => readValueBatches(database, prefix))
      return database
    } catch (error) {
      await database.close().catch(() => {})
      throw error
    }
  }
  const startedAt = Date.now()
  for (;;) {
    try {
      await mkdir(folder, { recursive: true }).catch(() => {})
      return await openAndLoad()
    } catch (error) {
      if (!isLocked(error)) break
      if (Date.now() - startedAt > lockTimeoutMs)
        throw new OperatorError(`A server is counting in “${folder}” already; end it first, or use its staff panel.`)
      await wait(200)
    }
  }
  // With a full or read-only disk the store need not be damaged.
  if (!(await canWrite(dirname(folder)))) return null
  try {
    await ClassicLevel.repair(folder)
    const database = await openAndLoad()
    repairs.push('The counts were damaged and have been repaired; some may be missing.')
    return database
  } catch {}
  try {
    const renamed = `${folder}-broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
    await rename(folder, renamed)
    const database = await openAndLoad()
    repairs.push(`The counts were damaged and start again at 0; the damaged ones are in “${renamed}”.`)
    return database
  } catch {
    return null
  }
}

async function* readValueBatches(database: Database, prefix: string): AsyncIterable<string[]> {
  const values = database.values({ gte: prefix, lt: `${prefix}\uffff` })
  try {
    for (;;) {
      const batch = await values.nextv(500)
      if (batch.length === 0) return
      yield batch
    }
  } finally {
    await values.close()
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
