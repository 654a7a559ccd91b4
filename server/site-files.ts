import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join } from 'node:path'
import * as v from 'valibot'
import { type BuiltExhibitConfig, BuiltExhibitConfigSchema, EXHIBIT_FILE_NAME } from '../protocol/exhibit-config.ts'
import { parseRelease, RELEASE_FILE_NAME } from '../protocol/release.ts'
import { isInside } from './is-inside.ts'

/** A site that is replaced by another build is served within this time. */
const RECHECK_INTERVAL_MS = 250
const ENTITY_TAG_DIGITS = 20

/** What release.json and exhibit.json say; null where they are missing. */
export type SiteIndex = {
  version: string | null
  title: string | null
  songs: { key: string; title: string; chunks: number; duration: number }[]
  /** Empty: all that songwalk has. */
  languages: readonly string[]
  hours: BuiltExhibitConfig['hours']
  timeZone: string | undefined
  /** By path. */
  entityTags: Map<string, string> | null
}

/** A file of the site: the site's folder, the path in it, and a tag that changes with the content. */
export type ServedFile = { root: string; path: string; entityTag: string }

const MIME_TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.glb': 'model/gltf-binary',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.mp3': 'audio/mpeg',
  '.png': 'image/png',
  '.songwalk': 'application/zip',
  '.svg': 'image/svg+xml; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.woff2': 'font/woff2',
}

export const getMimeType = (path: string) => MIME_TYPES[extname(path).toLowerCase()] ?? 'application/octet-stream'

/** Names of these files contain a hash of their content. */
export const isImmutable = (path: string) => /^(assets|songs)\//.test(path)

/** The path of a file from a URL's path; null for hidden files, paths out of the site and other spellings of a path. */
export function normalizePath(path: string): string | null {
  if (path === '') return 'index.html'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are refused
  if (path.length > 500 || /[\u0000-\u001f\u007f\\:]/.test(path)) return null
  return path.split('/').some((part) => part === '' || part.startsWith('.')) ? null : path
}

/** @param sha256 of the content, in hex */
const toEntityTag = (sha256: string) => sha256.slice(0, ENTITY_TAG_DIGITS)
const computeEntityTag = (data: string) => toEntityTag(createHash('sha256').update(data).digest('hex'))

/** The built site in a folder, which another build may replace at any time. */
export function createSiteFiles(siteFolder: string) {
  let checkedAt = -Infinity
  let last: { fingerprint: string; index: Promise<SiteIndex> } | null = null

  async function readIndex(): Promise<SiteIndex> {
    const now = performance.now()
    if (!last || now - checkedAt > RECHECK_INTERVAL_MS) {
      checkedAt = now
      const names = [RELEASE_FILE_NAME, EXHIBIT_FILE_NAME]
      const fingerprint = (await Promise.all(names.map((name) => fingerprintFile(join(siteFolder, name))))).join()
      if (last?.fingerprint !== fingerprint) last = { fingerprint, index: readSiteIndex(siteFolder) }
    }
    return last?.index ?? readSiteIndex(siteFolder)
  }

  /** @returns null for a path that is no file of the site */
  async function find(urlPath: string): Promise<ServedFile | null> {
    const path = normalizePath(urlPath)
    if (path === null) return null
    const { entityTags } = await readIndex()
    const listedTag = entityTags?.get(path)
    if (entityTags && !listedTag) return null
    try {
      // The site's folder may be a link; links inside it must not lead out.
      const root = await realpath(siteFolder)
      const file = await realpath(join(root, path))
      if (!isInside(root, file)) return null
      const stats = await stat(file)
      if (!stats.isFile()) return null
      return { root, path, entityTag: listedTag ?? computeEntityTag(`${stats.mtimeMs} ${stats.size} ${stats.ino}`) }
    } catch {
      return null
    }
  }

  return { readIndex, find }
}

export type SiteFiles = ReturnType<typeof createSiteFiles>

const fingerprintFile = (path: string) =>
  stat(path).then(
    ({ mtimeMs, ino, size }) => `${mtimeMs} ${ino} ${size}`,
    () => '',
  )

async function readSiteIndex(siteFolder: string): Promise<SiteIndex> {
  const readText = (name: string) => readFile(join(siteFolder, name), 'utf8').catch(() => '')
  const [releaseText, exhibitText] = await Promise.all([readText(RELEASE_FILE_NAME), readText(EXHIBIT_FILE_NAME)])
  const release = parseRelease(releaseText)
  const parsed = v.safeParse(BuiltExhibitConfigSchema, parseJson(exhibitText))
  const exhibit = parsed.success ? parsed.output : null
  return {
    version: release?.version ?? exhibit?.version ?? null,
    title: typeof exhibit?.title === 'string' ? exhibit.title : (Object.values(exhibit?.title ?? {})[0] ?? null),
    songs: exhibit?.songs.map(({ key, title, chunks, duration }) => ({ key, title, chunks, duration })) ?? [],
    languages: exhibit?.languages ?? [],
    hours: exhibit?.hours,
    timeZone: exhibit?.timeZone,
    entityTags: release
      ? new Map([
          ...release.files.map(({ path, sha256 }) => [path, toEntityTag(sha256)] as const),
          [RELEASE_FILE_NAME, computeEntityTag(releaseText)],
        ])
      : null,
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
