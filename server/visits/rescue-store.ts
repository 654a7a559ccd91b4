import { cp, readdir, rename, rm } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'

const getReadingFolder = (folder: string) => `${folder}-reading`
const getNewFolder = (folder: string) => `${folder}-new`

/** Whether a folder has files of LevelDB, but not the one that names them: LevelDB would delete them when it is opened. */
export async function isWithoutIndex(folder: string): Promise<boolean> {
  const names: string[] = await readdir(folder).catch(() => [])
  return names.some((name) => /^MANIFEST-|\.(ldb|sst|log)$/.test(name)) && !names.includes('CURRENT')
}

/** Ends a rescue that was killed between its two renames. */
export async function finishRescue(folder: string): Promise<void> {
  await rename(getNewFolder(folder), folder).catch(() => {})
}

/**
 * Sets a damaged store aside, and puts a store in its place that has every entry of it that can be read. The damaged one
 * is never changed.
 * @param isKept whether an entry is worth keeping
 * @returns where the damaged store is now; null if there was none
 * @throws if the disk cannot be written
 */
export async function rescueStore(folder: string, isKept: (key: string) => boolean): Promise<string | null> {
  const [reading, fresh] = [getReadingFolder(folder), getNewFolder(folder)]
  for (const path of [reading, fresh]) await rm(path, { recursive: true, force: true })
  await cp(folder, reading, { recursive: true }).catch(() => {})
  const rescued = new ClassicLevel<string, string>(fresh)
  try {
    await rescued.open()
    for await (const entries of readAsFarAsPossible(reading)) {
      const kept = entries.filter(([key]) => isKept(key))
      await rescued.batch(kept.map(([key, value]) => ({ type: 'put', key, value })))
    }
  } finally {
    await rescued.close()
    await rm(reading, { recursive: true, force: true })
  }
  const aside = `${folder}-damaged-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`
  const wasThere = await rename(folder, aside).then(
    () => true,
    () => false,
  )
  await rename(fresh, folder)
  return wasThere ? aside : null
}

async function* readAsFarAsPossible(folder: string): AsyncIterable<[string, string][]> {
  const damaged = new ClassicLevel<string, string>(folder, { createIfMissing: false })
  try {
    await ClassicLevel.repair(folder)
    await damaged.open()
  } catch {
    await damaged.close().catch(() => {})
    return
  }
  const iterator = damaged.iterator()
  try {
    for (;;) {
      const entries = await iterator.nextv(500).catch(() => [])
      if (entries.length === 0) return
      yield entries
    }
  } finally {
    await damaged.close().catch(() => {})
  }
}
