import { mkdir, open, readdir, realpath, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { swap, tryLock } from 'fs-native-extensions'
import { OperatorError } from '../../server/operator-error.ts'
import { describeErrno } from '../write-file.ts'
import { getCacheFolder, getDataFolder } from './analysis-cache.ts'
import { countStoredVisits } from './copy-visits.ts'
import { lockFolders } from './folder-lock.ts'
import { readArchive } from './read-archive.ts'
import { readExhibit } from './read-exhibit.ts'

/** There while a folder is being unpacked: without it, a folder of that name is an exhibit that was set aside. */
const UNPACKING_MARK = '.songwalk-unpacking'

export type ImportResult = { exhibit: string; songs: number; visits: number; created: string; aside: string | null }

/**
 * Unpacks an export beside an exhibit's folder, checks it, and exchanges the two in one step; the former exhibit is set
 * aside.
 * @throws {OperatorError} one sentence; then nothing was changed
 */
export async function importExhibit(path: string, folder: string, now = new Date()): Promise<ImportResult> {
  const target = await resolveTarget(folder)
  const fresh = `${target}.songwalk-import`
  const aside = `${target}.before-${now.toISOString().slice(0, 19).replaceAll(':', '-')}`
  await mkdir(dirname(target), { recursive: true }).catch((error) => {
    throw explainError(target, error)
  })
  const unlock = await lockFolders([target]).catch((error) => {
    throw explainError(target, error)
  })
  try {
    await clearLeftover(fresh, aside)
    const isReplacing = await assertReplaceable(target)
    const { visits, created } = await unpack(path, fresh)
    const songs = await checkUnpacked(fresh, visits)
    if (isReplacing) await assertIdle(target)
    await rm(join(target, UNPACKING_MARK), { force: true })
    await exchange(fresh, target, aside)
    await rm(join(target, UNPACKING_MARK))
    return { exhibit: target, songs, visits, created, aside: isReplacing ? aside : null }
  } catch (error) {
    await removeUnpacked(fresh)
    throw explainError(target, error)
  } finally {
    await unlock()
  }
}

/** The absolute path of the exhibit, with links resolved; it need not exist. */
async function resolveTarget(folder: string): Promise<string> {
  const path = resolve(folder)
  const parent = await realpath(dirname(path)).catch(() => dirname(path))
  return realpath(path).catch(() => join(parent, basename(path)))
}

/** After an import that was killed: what was half unpacked goes, an exhibit that was set aside keeps its name. */
async function clearLeftover(fresh: string, aside: string): Promise<void> {
  await removeUnpacked(fresh)
  await rename(fresh, `${aside}-found`).catch(() => {})
}

async function removeUnpacked(fresh: string): Promise<void> {
  const names = await readdir(fresh).catch((): string[] => [])
  if (names.includes(UNPACKING_MARK)) await rm(fresh, { recursive: true, force: true })
}

/** @returns false if there is nothing to set aside */
async function assertReplaceable(target: string): Promise<boolean> {
  const names = await readdir(target).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  if (names.length === 0) {
    await rm(target, { recursive: true, force: true })
    return false
  }
  if (names.includes('exhibit.json') || names.includes('.songwalk')) return true
  throw new OperatorError(`“${target}” has files, but is no exhibit; give the folder of an exhibit, or a new one.`)
}

async function unpack(path: string, fresh: string) {
  await mkdir(fresh, { mode: 0o755 })
  await writeFile(join(fresh, UNPACKING_MARK), '')
  return readArchive(path, async (name, mode, content) => {
    const to = join(fresh, ...name.split('/'))
    await mkdir(dirname(to), { recursive: true })
    const file = await open(to, 'wx', mode)
    try {
      for await (const piece of content) await file.write(piece)
      await file.sync()
    } finally {
      await file.close()
    }
  })
}

/** @returns the number of songs */
async function checkUnpacked(fresh: string, visits: number): Promise<number> {
  const { exhibit, problems } = await readExhibit(fresh)
  if (!exhibit)
    throw new OperatorError(`The exhibit in the export is not valid here; nothing was changed. ${problems.join('\n')}`)
  const visitsFolder = join(getDataFolder(fresh), 'visits')
  const names = await readdir(visitsFolder).catch(() => [])
  const found = names.length === 0 ? 0 : await countStoredVisits(visitsFolder)
  if (found !== visits)
    throw new OperatorError(`${found} of ${visits} visits can be read in the export; nothing was changed.`)
  return exhibit.songs.length
}

/** @throws {OperatorError} if a server or a build is at work in the exhibit */
async function assertIdle(target: string): Promise<void> {
  if (!(await readdir(target)).includes('.songwalk')) return
  const unlock = await lockFolders([getCacheFolder(target)])
  await unlock()
  // LevelDB's own lock.
  const lock = await open(join(getDataFolder(target), 'visits', 'LOCK'), 'r+').catch(() => null)
  const isHeld = lock !== null && !tryLock(lock.fd)
  await lock?.close()
  if (isHeld) throw new OperatorError(`A server has “${target}” open; stop it, and start again. Nothing was changed.`)
}

/** In one step where the file system has one: whoever looks finds one exhibit or the other. */
async function exchange(fresh: string, target: string, aside: string): Promise<void> {
  const isSwapped = await swap(fresh, target).then(
    () => true,
    () => false,
  )
  if (isSwapped) return rename(fresh, aside)
  const wasThere = await rename(target, aside).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
  await rename(fresh, target).catch(async (error) => {
    if (wasThere) await rename(aside, target)
    throw error
  })
}

function explainError(target: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException
  if (error instanceof OperatorError || typeof code !== 'string') return error
  return new OperatorError(`“${target}” cannot be written: it ${describeErrno(error)}. Nothing was changed.`)
}
