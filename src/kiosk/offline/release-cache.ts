import { computeSha256 } from '../../../audio/song/sha256.ts'
import type { Release, ReleaseFile } from '../../../protocol/release.ts'
import { isQuotaExceeded } from '../../session/is-quota-exceeded.ts'
import { emptyReleaseState, parseReleaseState, type ReleaseState } from './release-state.ts'

/** A cache for each version of the site, and one for the release state. */
export type ReleaseCacheStorage = Pick<CacheStorage, 'open' | 'keys' | 'delete'>

const CACHE_NAME_PREFIX = 'songwalk-'
const STATE_CACHE_NAME = 'songwalk'
const STATE_CACHE_KEY = '/versions'
/** Stored with each file, so that it can be compared without reading it. */
const HASH_HEADER = 'X-Songwalk-Sha256'
/** They describe the transfer, not the stored file. */
const TRANSFER_HEADERS = ['content-encoding', 'content-length', 'transfer-encoding']

const openReleaseCache = (storage: ReleaseCacheStorage, version: string) => storage.open(CACHE_NAME_PREFIX + version)

/** `away`: no server or network; `broken`: a file does not match the release; `full`: no space on the disk. */
export type DownloadResult = 'whole' | 'away' | 'broken' | 'full'

/**
 * Downloads the missing files of a release. A file is stored only if its hash matches, so that an interrupted download
 * can continue.
 * @param get fetches a file from the server
 * @param throttle awaited after each download
 */
export async function downloadRelease(
  { version, files }: Release,
  storage: ReleaseCacheStorage,
  base: string,
  get: (url: string) => Promise<Response>,
  throttle: () => Promise<void> = () => Promise.resolve(),
): Promise<DownloadResult> {
  try {
    const cache = await openReleaseCache(storage, version)
    const others = await openOtherCaches(storage, version)
    for (const file of files) {
      const url = new URL(file.path, base).href
      if (matchesHash(await cache.match(url, MATCH_OPTIONS), file)) continue
      const known = await findInOtherCaches(others, url, file)
      if (known) await cache.put(url, known)
      else {
        const downloaded = await downloadFile(url, file, get)
        if (typeof downloaded === 'string') return downloaded
        await cache.put(url, downloaded)
        await throttle()
      }
    }
    return 'whole'
  } catch (error) {
    return isQuotaExceeded(error) ? 'full' : 'away'
  }
}

/** Each file is stored once, whatever its Vary header says. */
const MATCH_OPTIONS: CacheQueryOptions = { ignoreVary: true, ignoreSearch: true }

const matchesHash = (response: Response | undefined, { sha256 }: ReleaseFile): boolean =>
  response?.headers.get(HASH_HEADER) === sha256

async function openOtherCaches(storage: ReleaseCacheStorage, version: string): Promise<Cache[]> {
  const names = (await storage.keys()).filter(
    (name) => name.startsWith(CACHE_NAME_PREFIX) && name !== CACHE_NAME_PREFIX + version,
  )
  return Promise.all(names.map((name) => storage.open(name)))
}

/** Finds an unchanged file; pages and scripts are downloaded again, because their security headers may have changed. */
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
  // These answers come from a server that is starting or overloaded.
  if (!response.ok) return response.status >= 500 || response.status === 429 ? 'away' : 'broken'
  const body = await response.arrayBuffer()
  if (body.byteLength !== bytes || (await computeSha256(body)) !== sha256) return 'broken'
  const headers = new Headers(response.headers)
  for (const name of TRANSFER_HEADERS) headers.delete(name)
  headers.set(HASH_HEADER, sha256)
  return new Response(body, { headers })
}

/** Finds a file in the first of these versions that contains it. */
export async function findCachedFile(
  storage: ReleaseCacheStorage,
  versions: (string | null)[],
  url: string,
): Promise<Response | undefined> {
  for (const version of versions) {
    const response =
      version === null ? undefined : await (await openReleaseCache(storage, version)).match(url, MATCH_OPTIONS)
    if (response) return response
  }
  return undefined
}

/** Deletes all versions except these. */
export async function pruneReleases(storage: ReleaseCacheStorage, kept: string[]): Promise<void> {
  const names = await storage.keys()
  const old = names.filter(
    (name) => name.startsWith(CACHE_NAME_PREFIX) && !kept.includes(name.slice(CACHE_NAME_PREFIX.length)),
  )
  await Promise.all(old.map((name) => storage.delete(name)))
}

export async function readReleaseState(storage: ReleaseCacheStorage): Promise<ReleaseState> {
  const kept = await (await storage.open(STATE_CACHE_NAME)).match(STATE_CACHE_KEY).catch(() => undefined)
  return kept ? parseReleaseState(await kept.text()) : emptyReleaseState
}

/** @throws {Error} if nothing can be written */
export async function writeReleaseState(storage: ReleaseCacheStorage, versions: ReleaseState): Promise<void> {
  await (await storage.open(STATE_CACHE_NAME)).put(STATE_CACHE_KEY, new Response(JSON.stringify(versions)))
}
