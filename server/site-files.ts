import { createHash } from 'node:crypto'
import { readFile, realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import * as v from 'valibot'
import { BuiltExhibitConfigSchema, EXHIBIT_FILE_NAME } from '../protocol/exhibit-config.ts'
import { parseRelease, RELEASE_FILE_NAME } from '../protocol/release.ts'

/** How long a look at the folder is good for: a build that is swapped in is served within this time. Milliseconds. */
const RECHECK_INTERVAL_MS = 250

/** What is known of the site without its files: the list of them (null: there is none), and how each is recognized. */
export type SiteIndex = {
  version: string | null
  title: string | null
  songs: { key: string; title: string }[]
  /** Path to entity tag. */
  entityTags: Map<string, string> | null
}

/** A file of the site: its folder and path in it, its size in bytes, and a tag that changes with what is in it. */
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

/** These are named after what is in them, and never change. */
export const isImmutable = (path: string) => /^(assets|songs)\//.test(path)

/** A path inside the site as a file is named, or null: nothing hidden, nothing outside, no second name for one file. */
export function normalizePath(path: string): string | null {
  if (path === '') return 'index.html'
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused
  if (path.length > 500 || /[\u0000-\u001f\u007f\\:]/.test(path)) return null
  return path.split('/').some((part) => part === '' || part.startsWith('.')) ? null : path
}

/** As a tag of a file: of what is in it. */
export const computeEntityTag = (data: string | Buffer) => createHash('sha256').update(data).digest('hex').slice(0, 20)

/**
 * The built site in a folder that may be swapped for another one at any time.
 * @returns `release`: what is there now; `find`: a file's place and entity tag, or null where it is not of the site
 */
export function createSiteFiles(site: string) {
  let looked = -Infinity
  let last: { of: string; release: Promise<SiteIndex> } | null = null

  async function readIndex(): Promise<SiteIndex> {
    const now = performance.now()
    if (!last || now - looked > RECHECK_INTERVAL_MS) {
      looked = now
      const of = (
        await Promise.all([RELEASE_FILE_NAME, EXHIBIT_FILE_NAME].map((name) => fingerprintFile(join(site, name))))
      ).join()
      if (last?.of !== of) last = { of, release: readSiteIndex(site) }
    }
    return last?.release ?? readSiteIndex(site)
  }

  async function find(path: string): Promise<ServedFile | null> {
    const plain = normalizePath(path)
    if (plain === null) return null
    const { entityTags: tags } = await readIndex()
    const listed = tags?.get(plain)
    if (tags && !listed) return null
    try {
      // A link in the site may lead out of it; the site itself may be one.
      const root = await realpath(site)
      const file = await realpath(join(root, plain))
      if (!file.startsWith(root + sep)) return null
      const found = await stat(file)
      if (!found.isFile()) return null
      const { mtimeMs, size, ino } = found
      return { root, path: plain, entityTag: listed ?? computeEntityTag(`${mtimeMs} ${size} ${ino}`) }
    } catch {
      return null
    }
  }

  return { release: readIndex, find }
}

export type SiteFiles = ReturnType<typeof createSiteFiles>

const fingerprintFile = (path: string) =>
  stat(path).then(
    ({ mtimeMs, ino, size }) => `${mtimeMs} ${ino} ${size}`,
    () => '',
  )

async function readSiteIndex(site: string): Promise<SiteIndex> {
  const [releaseText, exhibitText] = await Promise.all(
    [RELEASE_FILE_NAME, EXHIBIT_FILE_NAME].map((name) => readFile(join(site, name), 'utf8').catch(() => '')),
  )
  const release = parseRelease(releaseText ?? '')
  const exhibit = v.safeParse(BuiltExhibitConfigSchema, parseJson(exhibitText ?? ''))
  const title = exhibit.success ? exhibit.output.title : null
  return {
    version: release?.version ?? (exhibit.success ? exhibit.output.version : null),
    title: typeof title === 'string' ? title : (Object.values(title ?? {})[0] ?? null),
    songs: exhibit.success ? exhibit.output.songs.map(({ key, title }) => ({ key, title })) : [],
    entityTags: release
      ? new Map([
          ...release.files.map(({ path, sha256 }) => [path, sha256.slice(0, 20)] as const),
          [RELEASE_FILE_NAME, computeEntityTag(releaseText ?? '')],
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
