import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { onTestFinished } from 'vitest'
import type { Visit } from '../../protocol/visit.ts'
import { type ServeOptions, serveSite } from '../../server/serve-site.ts'
import { createSampleVisit } from '../protocol/sample-visits.ts'
import { PIN, PIN_HASH } from './test-pin.ts'

export const SECRET_TEXT = 'nobody outside may read this'

const computeSha256 = (data: string) => createHash('sha256').update(data).digest('hex')

/** For `expect.poll` on a busy machine. Milliseconds. */
export const POLL_OPTIONS = { timeout: 20_000, interval: 20 }

/** A temporary folder, removed after the test. */
export async function createTestFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'songwalk-server-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export const SONG_KEY = '00000000000000aa'

/** Writes a built site, and files that must not be served. */
export async function writeSite(folder: string, files: Record<string, string> = {}): Promise<string> {
  const site = join(folder, 'site')
  const all: Record<string, string> = {
    'index.html': '<!doctype html><title>one</title>',
    'spectator.html': '<!doctype html><title>two</title>',
    'sw.js': 'self.x = 1',
    'icon.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'assets/main-1a2b3c.js': `export const long = '${'songwalk '.repeat(1000)}'`,
    'assets/kernel.wasm': '\0asm',
    'site.webmanifest': '{}',
    'xr-profiles/left.glb': 'glTF',
    [`songs/${SONG_KEY}.songwalk`]: 'PK'.repeat(5000),
    'exhibit.json': JSON.stringify({
      title: { de: 'Probe', en: 'Test' },
      version: 'v1',
      songs: [{ key: SONG_KEY, file: `songs/${SONG_KEY}.songwalk`, title: '=Song', duration: 3, chunks: 30 }],
    }),
    ...files,
  }
  for (const [path, data] of Object.entries(all)) {
    await mkdir(dirname(join(site, path)), { recursive: true })
    await writeFile(join(site, path), data)
  }
  await writeRelease(site)
  for (const path of ['secret.txt', 'site/.env', 'site/unlisted.txt', 'site/assets/.hidden.js'])
    await writeFile(join(folder, path), SECRET_TEXT)
  await symlink(join(folder, 'secret.txt'), join(site, 'out.txt'))
  return site
}

export async function writeRelease(site: string): Promise<void> {
  const paths = (await readdir(site, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile() && !/^\.|^(release\.json|unlisted\.txt)$/.test(entry.name))
    .map((entry) => relative(site, join(entry.parentPath, entry.name)))
    .sort()
  const files = await Promise.all(
    paths.map(async (path) => {
      const data = await readFile(join(site, path), 'latin1')
      return { path, bytes: data.length, sha256: computeSha256(data) }
    }),
  )
  // A listed link that leads out of the site.
  files.push({ path: 'out.txt', bytes: SECRET_TEXT.length, sha256: computeSha256(SECRET_TEXT) })
  await writeFile(
    join(site, 'release.json'),
    JSON.stringify({ version: computeSha256(JSON.stringify(files)).slice(0, 16), files }),
  )
}

/** A server of a small site, closed after the test. */
export async function openServer(options: Partial<ServeOptions> = {}) {
  const folder = await createTestFolder()
  const site = options.siteFolder ?? (await writeSite(folder))
  const data = options.dataFolder ?? join(folder, 'data')
  const server = await serveSite({
    siteFolder: site,
    dataFolder: data,
    port: 0,
    logFormat: 'silent',
    handleSignals: false,
    pinHash: PIN_HASH,
    ...options,
  })
  onTestFinished(() => server.close())
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(server.url + path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json', ...headers },
    })
  return {
    ...server,
    folder,
    site,
    data,
    post,
    get: (path: string, init?: RequestInit) => fetch(server.url + path, init),
  }
}

/** What a proxy on this computer adds: the request is another device's. */
export const ELSEWHERE = { 'x-forwarded-for': '192.0.2.7' }

type Post = (path: string, body: unknown, headers?: Record<string, string>) => Promise<Response>

/** Signs in as staff. @returns the header of later requests */
export async function enterPin(post: Post, headers: Record<string, string> = {}): Promise<{ cookie: string }> {
  const answer = await post('api/staff/enter', { pin: PIN }, headers)
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0])
  return { cookie: cookies.join('; ') }
}

export const createVisit = (receipt: number, more: Partial<Visit> = {}): Visit =>
  createSampleVisit({
    receipt: receipt.toString(16).padStart(16, '0'),
    began: Date.UTC(2027, 2, 1, 12, receipt % 60),
    songs: [{ key: SONG_KEY, seconds: 50, touched: [[3, 2]] }],
    ...more,
  })

export const createHeartbeat = (device: string, more: object = {}) => ({
  device,
  role: 'piece',
  version: 'v1',
  scene: 'free',
  song: SONG_KEY,
  fps: 72,
  qualityStep: 2,
  problems: [],
  faults: { 'webgl-lost': 1 },
  ...more,
})
