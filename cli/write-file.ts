import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { OperatorError } from '../server/operator-error.ts'

const ERRNO_REASONS: Record<string, string> = {
  ENOENT: 'does not exist',
  EACCES: 'may not be accessed',
  EPERM: 'may not be accessed',
  EISDIR: 'is a folder',
  ENOTDIR: 'does not exist',
  ENOSPC: 'does not fit on the disk',
  EROFS: 'is on a read-only disk',
}

export const describeErrno = (error: unknown): string =>
  ERRNO_REASONS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''] ?? 'cannot be used'

/**
 * Reads a whole file.
 * @throws {OperatorError} one sentence if that is impossible
 */
export async function readAudioFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw new OperatorError(`“${path}” ${describeErrno(error)}; give the path of an audio file.`)
  })
  return new Uint8Array(bytes)
}

/** Writes a new file and flushes it to the disk: otherwise a power failure could leave it empty. */
export async function writeNewFile(path: string, content: readonly (string | Uint8Array)[]): Promise<void> {
  const file = await open(path, 'wx')
  try {
    for (const part of content) await file.writeFile(part)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Writes or replaces a file completely or not at all: a new file beside it is renamed. */
export async function replaceFile(path: string, content: readonly (string | Uint8Array)[]): Promise<void> {
  const partPath = `${path}.${process.pid}.part`
  try {
    await rm(partPath, { force: true })
    await writeNewFile(partPath, content)
    await rename(partPath, path)
  } catch (error) {
    await rm(partPath, { force: true }).catch(() => {})
    throw error
  }
}

/**
 * Replaces the file that the user has named.
 * @throws {OperatorError} one sentence if that is impossible
 */
export async function writeOutputFile(path: string, content: readonly (string | Uint8Array)[]): Promise<void> {
  await replaceFile(path, content).catch((error: unknown) => {
    throw createWriteError(path, error)
  })
}

/**
 * Checks before the analysis that its result can be written; an existing file is replaced.
 * @throws {OperatorError} one sentence if not
 */
export async function checkWritable(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isDirectory()) throw createWriteError(path, { code: 'EISDIR' })
  // A device such as /dev/null must not be replaced by a file.
  if (found && !found.isFile()) throw createWriteError(path, undefined)
  const partPath = `${path}.${process.pid}.part`
  try {
    await writeFile(partPath, '')
    await rm(partPath)
  } catch (error) {
    throw createWriteError(path, error)
  }
}

export const createWriteError = (path: string, error: unknown): OperatorError => {
  const reason = describeErrno(error)
  const place = reason === 'does not exist' ? 'its folder does not exist' : `it ${reason}`
  return new OperatorError(`“${path}” cannot be written: ${place}; give another path.`)
}
