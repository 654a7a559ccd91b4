import { createHash } from 'node:crypto'
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { swap } from 'fs-native-extensions'
import * as v from 'valibot'
import { BuiltExhibitConfigSchema, EXHIBIT_FILE_NAME } from '../../protocol/exhibit-config.ts'
import { parseRelease, RELEASE_FILE_NAME, type Release } from '../../protocol/release.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { writeNewFile } from '../write-file.ts'

const getPartFolder = (site: string) => `${site}.songwalk-part`
const getPreviousFolder = (site: string) => `${site}.songwalk-former`

/** The absolute path of a site, with links resolved. */
export async function resolveSiteFolder(out: string): Promise<string> {
  const path = resolve(out)
  const resolved = await realpath(path).catch(() => null)
  if (resolved !== null) return resolved
  const parent = await realpath(dirname(path)).catch(() => null)
  return parent === null ? path : join(parent, basename(path))
}

/** Cleans up after a build that was killed; if it had not put the new site in place, the previous one is restored. */
export async function recoverSite(site: string): Promise<void> {
  await rm(getPartFolder(site), { recursive: true, force: true })
  if (!(await exists(getPreviousFolder(site)))) return
  if (await exists(site)) await rm(getPreviousFolder(site), { recursive: true, force: true })
  else await rename(getPreviousFolder(site), site)
}

/**
 * Checks before a build that the site's folder contains only files that songwalk wrote, because they are deleted.
 * @throws {OperatorError} one sentence if it contains other files
 */
export async function assertReplaceable(site: string): Promise<void> {
  const found = await lstat(site).catch(() => null)
  if (!found) return
  if (!found.isDirectory()) throw new OperatorError(`“${site}” is a file; give a new or empty folder after --out.`)
  const files = await listFiles(site)
  if (files.length === 0) return
  const release = await readRelease(site)
  const written = new Set(release?.files.map(({ path }) => path))
  const other = files.find((path) => path !== RELEASE_FILE_NAME && !written.has(path))
  if (!release || other !== undefined)
    throw new OperatorError(
      `“${join(site, other ?? '')}” is not of songwalk’s making, and would be lost; give a new or empty folder after --out.`,
    )
}

/** The release.json of a site; null without a valid one. */
export const readRelease = async (site: string): Promise<Release | null> =>
  parseRelease(await readFile(join(site, RELEASE_FILE_NAME), 'utf8').catch(() => ''))

/** The songs of a site, for their titles; none without a site. */
export async function readBuiltSongs(site: string): Promise<readonly { key: string; title: string }[]> {
  try {
    return v.parse(BuiltExhibitConfigSchema, JSON.parse(await readFile(join(site, EXHIBIT_FILE_NAME), 'utf8'))).songs
  } catch {
    return []
  }
}

/** Whether a site contains every file of its release unchanged, and no others. */
export async function isSiteComplete(site: string, release: Release | null): Promise<boolean> {
  if (!release) return false
  const files = await listFiles(site).catch(() => [])
  if (files.length !== release.files.length + 1) return false
  for (const { path, sha256 } of release.files) {
    const content = await readFile(join(site, ...path.split('/'))).catch(() => null)
    if (!content || computeSha256([content]) !== sha256) return false
  }
  return true
}

/** A file of a site; it is read when it is written. */
export type SiteFile = { path: string; read: () => Promise<Uint8Array[]> }

/**
 * Writes a site beside its folder and exchanges the two, in one step where the file system has one; otherwise by two
 * renames, and if the process is killed between them, recoverSite restores the previous site.
 * @param release its hashes are compared with the files
 * @throws the signal's reason if it is aborted before the folder is replaced
 */
export async function writeSite(
  site: string,
  files: readonly SiteFile[],
  release: Release,
  signal: AbortSignal,
): Promise<void> {
  const partFolder = getPartFolder(site)
  try {
    await mkdir(partFolder, { recursive: true })
    for (const [i, { path, read }] of files.entries()) {
      signal.throwIfAborted()
      const content = await read()
      if (computeSha256(content) !== release.files[i]?.sha256)
        throw new OperatorError('A file was changed while the site was written; start again.')
      const target = join(partFolder, ...path.split('/'))
      await mkdir(dirname(target), { recursive: true })
      await writeNewFile(target, content)
    }
    await writeNewFile(join(partFolder, RELEASE_FILE_NAME), [`${JSON.stringify(release, null, 1)}\n`])
    signal.throwIfAborted()
  } catch (error) {
    await rm(partFolder, { recursive: true, force: true })
    throw error
  }
  await replaceFolder(partFolder, site)
  await syncFolder(dirname(site))
  for (const path of [partFolder, getPreviousFolder(site)]) await rm(path, { recursive: true, force: true })
}

/** In one step: whoever reads the site finds one build or the other. */
async function replaceFolder(partFolder: string, site: string): Promise<void> {
  if (await exists(site)) {
    const isSwapped = await swap(partFolder, site).then(
      () => true,
      () => false,
    )
    if (isSwapped) return
    // A file system without such a step.
    await rename(site, getPreviousFolder(site))
  }
  await rename(partFolder, site)
}

export function computeSha256(content: readonly Uint8Array[]): string {
  const sha256 = createHash('sha256')
  for (const part of content) sha256.update(part)
  return sha256.digest('hex')
}

/** Flushes renames to the disk; Windows does not support it. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path).catch(() => null)
  await folder?.sync().catch(() => {})
  await folder?.close()
}

const exists = (path: string): Promise<boolean> =>
  lstat(path).then(
    () => true,
    () => false,
  )

/** Relative paths of all files in a folder, with “/”. */
export async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true })
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .split(sep)
        .join('/'),
    )
}
