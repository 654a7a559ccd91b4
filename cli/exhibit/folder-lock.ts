import { type FileHandle, open, rm, stat } from 'node:fs/promises'
import { tryLock } from 'fs-native-extensions'
import { OperatorError } from '../../server/operator-error.ts'

const LOCK_FILE_SUFFIX = '.songwalk-lock'

/**
 * Locks folders for this process, each by a file beside it. The operating system unlocks the file when the process ends,
 * even if it is killed; a file that was left behind locks nothing.
 * @param folders absolute paths without links; they need not exist
 * @returns unlocks them
 * @throws {OperatorError} one sentence if another process has locked one of them
 */
export async function lockFolders(folders: readonly string[]): Promise<() => Promise<void>> {
  const releases: (() => Promise<void>)[] = []
  const releaseAll = async () => {
    for (const release of releases) await release()
  }
  try {
    for (const folder of new Set(folders)) releases.push(await lockFolder(folder))
  } catch (error) {
    await releaseAll()
    throw error
  }
  return releaseAll
}

async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = folder + LOCK_FILE_SUFFIX
  for (;;) {
    const file = await open(path, 'a+')
    if (!tryLock(file.fd)) {
      await file.close()
      throw new OperatorError(`Another songwalk is building in “${folder}”; wait until it has ended.`)
    }
    if (await isFileAt(path, file))
      return async () => {
        await rm(path, { force: true })
        await file.close()
      }
    // Its holder removed the file after it was opened here.
    await file.close()
  }
}

async function isFileAt(path: string, file: FileHandle): Promise<boolean> {
  const [opened, present] = await Promise.all([file.stat(), stat(path).catch(() => null)])
  return present !== null && present.ino === opened.ino && present.dev === opened.dev
}
