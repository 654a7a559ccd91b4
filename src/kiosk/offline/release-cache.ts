import type { Release, ReleaseFile } from './release-files.ts'
import { noVersions, parseVersions, type Versions } from './release-state.ts'

/** The files of the versions on this device: a cache each, and one for which of them is shown. */
export type Shelf = Pick<CacheStorage, 'open' | 'keys' | 'delete'>

const PREFIX = 'songwalk-'
const STATE = 'songwalk'
const STATE_KEY = '/versions'
/** Beside each file, so that the next version knows it without reading it. */
const HASH = 'X-Songwalk-Sha256'
/** They are for the bytes as they traveled. */
const TRAVEL = ['content-encoding', 'content-length', 'transfer-encoding']

const cacheOf = (shelf: Shelf, version: string) => shelf.open(PREFIX + version)

/** `away`: the network; `broken`: what came is not what was promised; `full`: the disk. */
export type Outcome = 'whole' | 'away' | 'broken' | 'full'

/**
 * Gets all files of a release that are not there yet; each is kept only if it is as promised, so that whoever comes back
 * after an interruption goes on where it was.
 * @param get a file from the server
 * @param rest called after each download
 */
export async function hold(
  { version, files }: Release,
  shelf: Shelf,
  base: string,
  get: (url: string) => Promise<Response>,
  rest: () => Promise<void> = () => Promise.resolve(),
): Promise<Outcome> {
  try {
    const cache = await cacheOf(shelf, version)
    const others = await otherCaches(shelf, version)
    for (const file of files) {
      const url = new URL(file.path, base).href
      if (isSame(await cache.match(url, lenient), file)) continue
      const known = await lent(others, url, file)
      if (known) await cache.put(url, known)
      else {
        const fetched = await fetchFile(url, file, get)
        if (typeof fetched === 'string') return fetched
        await cache.put(url, fetched)
        await rest()
      }
    }
    return 'whole'
  } catch (error) {
    return isFull(error) ? 'full' : 'away'
  }
}

/** Headers may have told caches apart by what travels; here there is one of each. */
const lenient: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true }

const isSame = (response: Response | undefined, { sha256 }: ReleaseFile): boolean =>
  response?.headers.get(HASH) === sha256

async function otherCaches(shelf: Shelf, version: string): Promise<Cache[]> {
  const names = (await shelf.keys()).filter((name) => name.startsWith(PREFIX) && name !== PREFIX + version)
  return Promise.all(names.map((name) => shelf.open(name)))
}

/** A song need not be downloaded again. Pages and scripts are: what the server says of them (isolation, policy) counts. */
async function lent(others: Cache[], url: string, file: ReleaseFile): Promise<Response | null> {
  if (/\.(html|m?js)$/.test(file.path)) return null
  for (const cache of others) {
    const response = await cache.match(url, lenient)
    if (response && isSame(response, file)) return response
  }
  return null
}

async function fetchFile(
  url: string,
  { bytes, sha256 }: ReleaseFile,
  get: (url: string) => Promise<Response>,
): Promise<Response | 'away' | 'broken'> {
  const response = await get(url)
  // A server that is starting, or overloaded, is no broken release.
  if (!response.ok) return response.status >= 500 || response.status === 429 ? 'away' : 'broken'
  const body = await response.arrayBuffer()
  if (body.byteLength !== bytes || (await hashOf(body)) !== sha256) return 'broken'
  const headers = new Headers(response.headers)
  for (const name of TRAVEL) headers.delete(name)
  headers.set(HASH, sha256)
  return new Response(body, { headers })
}

async function hashOf(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The quota of this site or the disk itself. */
const isFull = (error: unknown): boolean => error instanceof Error && error.name === 'QuotaExceededError'

/** A file of the first of these versions that holds it. */
export async function find(shelf: Shelf, versions: (string | null)[], url: string): Promise<Response | undefined> {
  for (const version of versions) {
    const response = version === null ? undefined : await (await cacheOf(shelf, version)).match(url, lenient)
    if (response) return response
  }
  return undefined
}

/** Throws away all versions but these. */
export async function tidy(shelf: Shelf, kept: string[]): Promise<void> {
  const names = await shelf.keys()
  const old = names.filter((name) => name.startsWith(PREFIX) && !kept.includes(name.slice(PREFIX.length)))
  await Promise.all(old.map((name) => shelf.delete(name)))
}

export async function readVersions(shelf: Shelf): Promise<Versions> {
  const kept = await (await shelf.open(STATE)).match(STATE_KEY).catch(() => undefined)
  return kept ? parseVersions(await kept.text()) : noVersions
}

/** @throws {Error} where nothing can be written */
export async function writeVersions(shelf: Shelf, versions: Versions): Promise<void> {
  await (await shelf.open(STATE)).put(STATE_KEY, new Response(JSON.stringify(versions)))
}
