import type { Release, ReleaseFile } from '../../../protocol/release.ts'
import { isQuotaExceeded } from '../../session/is-quota-exceeded.ts'
import { emptyReleaseState, parseReleaseState, type ReleaseState } from './release-state.ts'

/** The files of the versions on this device: a cache each, and one for which of them is shown. */
export type ReleaseCacheStorage = Pick<CacheStorage, 'open' | 'keys' | 'delete'>

const CACHE_NAME_PREFIX = 'songwalk-'
const STATE_CACHE_NAME = 'songwalk'
const STATE_CACHE_KEY = '/versions'
/** Beside each file, so that the next version knows it without reading it. */
const HASH_HEADER = 'X-Songwalk-Sha256'
/** They are for the bytes as they traveled. */
const TRANSFER_HEADERS = ['content-encoding', 'content-length', 'transfer-encoding']

const openReleaseCache = (shelf: ReleaseCacheStorage, version: string) => shelf.open(CACHE_NAME_PREFIX + version)

/** `away`: the network; `broken`: what came is not what was promised; `full`: the disk. */
export type DownloadResult = 'whole' | 'away' | 'broken' | 'full'

/**
 * Gets all files of a release that are not there yet; each is kept only if it is as promised, so that whoever comes back
 * after an interruption goes on where it was.
 * @param get a file from the server
 * @param rest called after each download
 */
export async function downloadRelease(
  { version, files }: Release,
  shelf: ReleaseCacheStorage,
  base: string,
  get: (url: string) => Promise<Response>,
  rest: () => Promise<void> = () => Promise.resolve(),
): Promise<DownloadResult> {
  try {
    const cache = await openReleaseCache(shelf, version)
    const others = await openOtherCaches(shelf, version)
    for (const file of files) {
      const url = new URL(file.path, base).href
      if (matchesHash(await cache.match(url, MATCH_OPTIONS), file)) continue
      const known = await findInOtherCaches(others, url, file)
      if (known) await cache.put(url, known)
      else {
        const fetched = await downloadFile(url, file, get)
        if (typeof fetched === 'string') return fetched
        await cache.put(url, fetched)
        await rest()
      }
    }
    return 'whole'
  } catch (error) {
    return isQuotaExceeded(error) ? 'full' : 'away'
  }
}

/** Headers may have told caches apart by what travels; here there is one of each. */
const MATCH_OPTIONS: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true }

const matchesHash = (response: Response | undefined, { sha256 }: ReleaseFile): boolean =>
  response?.headers.get(HASH_HEADER) === sha256

async function openOtherCaches(shelf: ReleaseCacheStorage, version: string): Promise<Cache[]> {
  const names = (await shelf.keys()).filter(
    (name) => name.startsWith(CACHE_NAME_PREFIX) && name !== CACHE_NAME_PREFIX + version,
  )
  return Promise.all(names.map((name) => shelf.open(name)))
}

/** A song need not be downloaded again. Pages and scripts are: what the server says of them (isolation, policy) counts. */
async function findInOtherCaches(others: Cache[], url: string, file: ReleaseFile): Promise<Response | null> {
  if (/\.(html|m?js)$/.test(file.path)) return null
  for (const cache of others) {
    const response = await cache.match(url, MATCH_OPTIONS)
    if (response && matchesHash(response, file)) return response
  }
  return null
}

async function downloadFile(
  url: string,
  { bytes, sha256 }: ReleaseFile,
  get: (url: string) => Promise<Response>,
): Promise<Response | 'away' | 'broken'> {
  const response = await get(url)
  // A server that is starting, or overloaded, is no broken release.
  if (!response.ok) return response.status >= 500 || response.status === 429 ? 'away' : 'broken'
  const body = await response.arrayBuffer()
  if (body.byteLength !== bytes || (await computeSha256(body)) !== sha256) return 'broken'
  const headers = new Headers(response.headers)
  for (const name of TRANSFER_HEADERS) headers.delete(name)
  headers.set(HASH_HEADER, sha256)
  return new Response(body, { headers })
}

async function computeSha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** A file of the first of these versions that holds it. */
export async function findCachedFile(
  shelf: ReleaseCacheStorage,
  versions: (string | null)[],
  url: string,
): Promise<Response | undefined> {
  for (const version of versions) {
    const response =
      version === null ? undefined : await (await openReleaseCache(shelf, version)).match(url, MATCH_OPTIONS)
    if (response) return response
  }
  return undefined
}

/** Throws away all versions but these. */
export async function pruneReleases(shelf: ReleaseCacheStorage, kept: string[]): Promise<void> {
  const names = await shelf.keys()
  const old = names.filter(
    (name) => name.startsWith(CACHE_NAME_PREFIX) && !kept.includes(name.slice(CACHE_NAME_PREFIX.length)),
  )
  await Promise.all(old.map((name) => shelf.delete(name)))
}

export async function readReleaseState(shelf: ReleaseCacheStorage): Promise<ReleaseState> {
  const kept = await (await shelf.open(STATE_CACHE_NAME)).match(STATE_CACHE_KEY).catch(() => undefined)
  return kept ? parseReleaseState(await kept.text()) : emptyReleaseState
}

/** @throws {Error} where nothing can be written */
export async function writeReleaseState(shelf: ReleaseCacheStorage, versions: ReleaseState): Promise<void> {
  await (await shelf.open(STATE_CACHE_NAME)).put(STATE_CACHE_KEY, new Response(JSON.stringify(versions)))
}
