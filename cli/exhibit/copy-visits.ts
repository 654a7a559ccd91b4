import { copyFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { ClassicLevel } from 'classic-level'
import { OperatorError } from '../../server/operator-error.ts'
import { parseVisit, VISIT_PREFIX } from '../../server/visits/stored-visit.ts'

const MAX_ATTEMPTS = 50
/** Files of LevelDB that hold nothing of the store. */
const isIdle = (name: string) => /^(LOCK|LOG|LOG\.old)$/.test(name)

export const listStoreFiles = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => !isIdle(name)).sort()

/**
 * Copies the store of visits as it is at one moment, also while a server writes to it: the index first, then what it
 * names, until no file has come or gone meanwhile. Logs only grow, and what is half written at their end is left out.
 * @throws {OperatorError} one sentence if the store never stands still
 */
export async function copyVisits(from: string, to: string): Promise<void> {
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
    await rm(to, { recursive: true, force: true })
    await mkdir(to, { recursive: true, mode: 0o700 })
    const names = await listStoreFiles(from)
    const isIndex = (name: string) => name === 'CURRENT' || name.startsWith('MANIFEST-')
    try {
      for (const name of [...names.filter(isIndex), ...names.filter((other) => !isIndex(other))])
        await copyFile(join(from, name), join(to, name))
      if ((await listStoreFiles(from)).join() === names.join()) return
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    }
    await wait(100)
  }
  throw new OperatorError('The counts are written without a pause; stop the server, and start again.')
}

/**
 * Opens a store that no server has open, and counts its visits.
 * @throws {OperatorError} one sentence if it cannot be read
 */
export async function countStoredVisits(folder: string): Promise<number> {
  const store = new ClassicLevel<string, string>(folder, { createIfMissing: false })
  let count = 0
  try {
    await store.open()
    for await (const text of store.values({ gte: VISIT_PREFIX, lt: `${VISIT_PREFIX}\uffff` })) {
      if (!parseVisit(text)) throw new Error('A visit is damaged.')
      count++
    }
  } catch {
    throw new OperatorError('The counts are damaged; start the server once, which mends them, and start again.')
  } finally {
    await store.close().catch(() => {})
  }
  return count
}
