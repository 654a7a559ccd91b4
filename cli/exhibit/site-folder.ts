import { createHash } from 'node:crypto'
import { lstat, mkdir, open, readdir, readFile, realpath, rename, rm } from 'node:fs/promises'
import { basename, dirname, join, resolve, sep } from 'node:path'
import * as v from 'valibot'
import { BuiltExhibitConfigSchema, EXHIBIT_FILE_NAME } from '../../protocol/exhibit-config.ts'
import { parseRelease, RELEASE_FILE_NAME, type Release } from '../../protocol/release.ts'
import { OperatorError } from '../../server/operator-error.ts'

const getPartFolder = (site: string) => `${site}.songwalk-part`
const getPreviousFolder = (site: string) => `${site}.songwalk-former`

/** Where a site goes: absolute, a link followed. */
export async function resolveSiteFolder(out: string): Promise<string> {
  const path = resolve(out)
  const there = await realpath(path).catch(() => null)
  if (there !== null) return there
  const folder = await realpath(dirname(path)).catch(() => null)
  return folder === null ? path : join(folder, basename(path))
}

/** Puts right what a build left that was killed: the former site comes back if no new one is there. */
export async function recoverSite(site: string): Promise<void> {
  await rm(getPartFolder(site), { recursive: true, force: true })
  if (!(await exists(getPreviousFolder(site)))) return
  if (await exists(site)) await rm(getPreviousFolder(site), { recursive: true, force: true })
  else await rename(getPreviousFolder(site), site)
}

/**
 * Looks before the work whether a site may take this place: nothing is ever deleted that songwalk has not made.
 * @throws {OperatorError} one sentence if there is something else
 */
export async function assertReplaceable(site: string): Promise<void> {
  const found = await lstat(site).catch(() => null)
  if (!found) return
  if (!found.isDirectory()) throw new OperatorError(`“${site}” is a file; give a new or empty folder after --out.`)
  const files = await listFiles(site)
  if (files.length === 0) return
  const release = await readRelease(site)
  const known = new Set(release?.files.map(({ path }) => path))
  const other = files.find((path) => path !== RELEASE_FILE_NAME && !known.has(path))
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

/** Whether every file of a site is there as it was written, and no other. */
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

/** A file of a site, read when it is needed. */
export type SiteFile = { path: string; read: () => Promise<Uint8Array[]> }

/**
 * Writes a site beside its place and swaps it in, so that there is a whole one at every moment but that between two
 * renames; recoverSite knows of that one.
 * @param release what the files must come to
 * @throws the signal's reason once it is aborted, before anything was swapped
 */
export async function writeSite(
  site: string,
  files: readonly SiteFile[],
  release: Release,
  signal: AbortSignal,
): Promise<void> {
  const part = getPartFolder(site)
  try {
    await mkdir(part, { recursive: true })
    for (const [i, { path, read }] of files.entries()) {
      signal.throwIfAborted()
      const content = await read()
      if (computeSha256(content) !== release.files[i]?.sha256)
        throw new OperatorError('Something was changed while the site was written; start again.')
      await writeFileSynced(join(part, ...path.split('/')), content)
    }
    await writeFileSynced(join(part, RELEASE_FILE_NAME), [formatRelease(release)])
    signal.throwIfAborted()
  } catch (error) {
    await rm(part, { recursive: true, force: true })
    throw error
  }
  if (await exists(site)) await rename(site, getPreviousFolder(site))
  await rename(part, site)
  await syncFolder(dirname(site))
  await rm(getPreviousFolder(site), { recursive: true, force: true })
}

const formatRelease = (release: Release): Uint8Array => Buffer.from(`${JSON.stringify(release, null, 1)}\n`)

export function computeSha256(pieces: readonly Uint8Array[]): string {
  const sha256 = createHash('sha256')
  for (const piece of pieces) sha256.update(piece)
  return sha256.digest('hex')
}

/** On the disk before the folder is renamed: a name without its content would be what a power cut leaves. */
async function writeFileSynced(path: string, content: readonly Uint8Array[]): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = await open(path, 'wx')
  try {
    for (const piece of content) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Windows has no such thing. */
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

/** Paths of everything but folders, with “/”. */
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
