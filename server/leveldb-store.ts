import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ClassicLevel } from 'classic-level'
import { OperatorError } from './operator-error.ts'

/** A server that is ending may hold the store for so long. Milliseconds. */
const LOCK_TIMEOUT_MS = 6000
/** A store that failed is opened again at most so often. Milliseconds. */
const REOPEN_INTERVAL_MS = 2000

type Database = ClassicLevel<string, string>
export type ValueReader = (prefix: string) => AsyncIterable<string[]>

/** Texts by key in LevelDB (a log on disk, so that a kill at any moment leaves whole writes). */
export type LevelStore = {
  get: (keys: string[]) => Promise<(string | undefined)[]>
  /** All or nothing, and on the disk before it resolves. */
  write: (pairs: (readonly [key: string, value: string])[]) => Promise<void>
  /** Why nothing can be kept, or null. */
  lastError: () => string | null
  /** What had to be done to open it; empty as a rule. */
  repairs: readonly string[]
  close: () => Promise<void>
}

/**
 * Opens the store in a folder. One that is broken is repaired, or put aside and begun anew; where nothing can be kept
 * (a full disk) it says so in `trouble()`, refuses to write, and tries again.
 * @param load is given all values whenever the store was opened
 * @throws {OperatorError} one sentence if another server has it
 */
export async function openLevelStore(
  folder: string,
  patience = LOCK_TIMEOUT_MS,
  load: (values: ValueReader) => Promise<void>,
): Promise<LevelStore> {
  const mended: string[] = []
  let level: Database | null = null
  let trouble: string | null = null
  let tried = Date.now()
  let closed = false

  async function open(): Promise<void> {
    tried = Date.now()
    level = await openDatabase(folder, patience, load, mended)
    trouble = level ? null : 'The counts cannot be kept: is the disk full, or the folder not writable?'
  }

  /** LevelDB writes nothing more after a write has failed, until it is opened again. */
  async function recovered(): Promise<Database> {
    if (trouble && !closed && Date.now() - tried >= REOPEN_INTERVAL_MS) {
      await level?.close().catch(() => {})
      level = null
      await open()
    }
    if (!level || trouble || closed) throw new Error(trouble ?? 'The counts are closed.')
    return level
  }

  await open()
  return {
    repairs: mended,
    lastError: () => trouble,
    get: async (keys) => (await recovered()).getMany(keys),
    write: async (pairs) => {
      const db = await recovered()
      try {
        await db.batch(
          pairs.map(([key, value]) => ({ type: 'put', key, value })),
          { sync: true },
        )
      } catch (error) {
        trouble = `The counts could not be written: ${(error as Error).message}`
        throw error
      }
    },
    close: async () => {
      closed = true
      await level?.close()
    },
  }
}

async function openDatabase(
  folder: string,
  patience: number,
  load: (values: ValueReader) => Promise<void>,
  mended: string[],
): Promise<Database | null> {
  const attempt = async (): Promise<Database> => {
    const level: Database = new ClassicLevel(folder)
    try {
      await level.open()
      await load((prefix) => readValueBatches(level, prefix))
      return level
    } catch (error) {
      await level.close().catch(() => {})
      throw error
    }
  }
  const from = Date.now()
  for (;;) {
    try {
      await mkdir(folder, { recursive: true }).catch(() => {})
      return await attempt()
    } catch (error) {
      if (!isLocked(error)) break
      if (Date.now() - from > patience)
        throw new OperatorError(
          `A server is counting in “${folder}” already; end it first, or ask it (in the staff’s panel).`,
        )
      await wait(200)
    }
  }
  // It is not to blame if nothing can be written at all.
  if (!(await canWrite(dirname(folder)))) return null
  try {
    await ClassicLevel.repair(folder)
    const level = await attempt()
    mended.push('The counts were broken and have been repaired; some may be missing.')
    return level
  } catch {}
  try {
    const aside = `${folder}-broken-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
    await rename(folder, aside)
    const level = await attempt()
    mended.push(`The counts were broken and have been begun anew; the old ones are in “${aside}”.`)
    return level
  } catch {
    return null
  }
}

async function* readValueBatches(level: Database, prefix: string): AsyncIterable<string[]> {
  const values = level.values({ gte: prefix, lt: `${prefix}\uffff` })
  try {
    for (;;) {
      const some = await values.nextv(500)
      if (some.length === 0) return
      yield some
    }
  } finally {
    await values.close()
  }
}

const isLocked = (error: unknown) => (error as { cause?: { code?: string } }).cause?.code === 'LEVEL_LOCKED'

async function canWrite(folder: string): Promise<boolean> {
  const probe = `${folder}/.probe-${process.pid}`
  try {
    await writeFile(probe, new Uint8Array(1 << 16))
    return true
  } catch {
    return false
  } finally {
    await rm(probe, { force: true }).catch(() => {})
  }
}
