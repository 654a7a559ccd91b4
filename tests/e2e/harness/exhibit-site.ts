import { createHash } from 'node:crypto'
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import type * as v from 'valibot'
import { type Plugin, type PreviewServer, preview } from 'vite'
import type { BuiltExhibitConfigSchema } from '../../../protocol/exhibit-config.ts'
import type { Heartbeat } from '../../../protocol/health.ts'
import { findFreePort } from './free-port.ts'
import { type OpenPage, openUrl, type PageOptions } from './pages.ts'
import { createSyntheticSong } from './synthetic-song.ts'

const root = join(import.meta.dirname, '../../..')

export interface ExhibitSite {
  url: string
  folder: string
  /** All heartbeats that pages have sent. */
  heartbeats: Heartbeat[]
  /** Writes release.json for the files in the folder, and the version into exhibit.json. */
  publishRelease(version: string): Promise<void>
  /** A stopped server starts again at the same address. */
  stopServer(): Promise<void>
  startServer(): Promise<void>
  close(): Promise<void>
}

/** Chunk counts of the songs of the test exhibit. */
const SONG_CHUNK_COUNTS = [30, 60, 90]
export const createSongKey = (chunks: number) => String(chunks).padStart(16, '0')

/** Builds an exhibit of three short songs with the app in dist/, and serves it as static files. */
export async function serveExhibit(
  change: Partial<v.InferInput<typeof BuiltExhibitConfigSchema>> = {},
): Promise<ExhibitSite> {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-'))
  await cp(join(root, 'dist'), folder, { recursive: true, filter: (path) => !/\/dist\/songs|index\.html/.test(path) })
  await rename(join(folder, 'exhibit.html'), join(folder, 'index.html'))
  await mkdir(join(folder, 'songs'))
  for (const chunks of SONG_CHUNK_COUNTS)
    await writeFile(join(folder, `songs/${createSongKey(chunks)}.songwalk`), createSyntheticSong(chunks).buffer)
  const exhibit = {
    title: 'Test exhibit',
    version: '1',
    songs: SONG_CHUNK_COUNTS.map((chunks) => {
      const key = createSongKey(chunks)
      return { key, file: `songs/${key}.songwalk`, title: `Song of ${chunks}`, duration: chunks / 10, chunks }
    }),
    ...change,
  }
  const release = async (version: string) => {
    await writeFile(join(folder, 'exhibit.json'), JSON.stringify({ ...exhibit, version }))
    await writeRelease(folder, version)
  }
  await release(exhibit.version)
  const heartbeats: Heartbeat[] = []
  const port = await findFreePort()
  const serve = () =>
    preview({
      root,
      logLevel: 'warn',
      plugins: [recordHeartbeats(heartbeats)],
      build: { outDir: folder },
      preview: { port, strictPort: true, host: 'localhost' },
    })
  let server: PreviewServer | null = await serve()
  const url = server.resolvedUrls?.local[0] ?? ''
  const down = async () => {
    await server?.close()
    server = null
  }
  return {
    url,
    folder,
    heartbeats,
    publishRelease: release,
    stopServer: down,
    startServer: async () => {
      server ??= await serve()
    },
    close: async () => {
      await down()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** release.json beside everything it lists. */
async function writeRelease(folder: string, version: string): Promise<void> {
  const all = await readdir(folder, { recursive: true })
  const paths = all.map((path) => path.split(sep).join('/')).filter((path) => !/^(release\.json|\.release)$/.test(path))
  const files = []
  for (const path of paths.sort()) {
    if ((await stat(join(folder, path))).isDirectory()) continue
    const bytes = await readFile(join(folder, path))
    files.push({ path, bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') })
  }
  // Renamed into place: a page must not read half of it.
  await writeFile(join(folder, '.release'), JSON.stringify({ version, files }))
  await rename(join(folder, '.release'), join(folder, 'release.json'))
}

/** Accepts visits and heartbeats like the exhibit's server; visits are not counted. */
const recordHeartbeats = (heard: Heartbeat[]): Plugin => ({
  name: 'hear-heartbeats',
  configurePreviewServer: ({ middlewares }) => {
    middlewares.use('/api/visits', (request, response) => {
      request.on('end', () => response.writeHead(204).end()).resume()
    })
    middlewares.use('/api/heartbeat', (request, response) => {
      let body = ''
      request.on('data', (part) => {
        body += part
      })
      request.on('end', () => {
        heard.push(JSON.parse(body))
        response.writeHead(204).end()
      })
    })
  },
})

/** Opens the exhibit page. */
export const openExhibit = (
  { url }: ExhibitSite,
  { search = '', ...options }: PageOptions & { search?: string } = {},
) => openUrl(url + search, options) satisfies Promise<OpenPage>
