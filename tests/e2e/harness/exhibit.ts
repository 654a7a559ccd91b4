import { cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { preview } from 'vite'
import type { BuiltExhibit } from '../../../exhibit/exhibit.ts'
import { manyChunks } from './many-chunks.ts'
import { type OpenPage, openAt, type PageOptions } from './pages.ts'

const root = join(import.meta.dirname, '../../..')

export interface Site {
  url: string
  folder: string
  close(): Promise<void>
}

/** Songs of the test exhibit, by their numbers of chunks. */
const SONGS = [30, 60, 90]
const keyOf = (chunks: number) => String(chunks).padStart(16, '0')

/** A built exhibit of three short songs with the app in dist/, served as files alone. */
export async function serveExhibit(change: Partial<BuiltExhibit> = {}): Promise<Site> {
  const folder = await mkdtemp(join(tmpdir(), 'exhibit-'))
  await cp(join(root, 'dist'), folder, { recursive: true, filter: (path) => !/\/dist\/songs|index\.html$/.test(path) })
  await rename(join(folder, 'exhibit.html'), join(folder, 'index.html'))
  await mkdir(join(folder, 'songs'))
  for (const chunks of SONGS)
    await writeFile(join(folder, `songs/${keyOf(chunks)}.songwalk`), manyChunks(chunks).buffer)
  const exhibit = {
    title: 'Test exhibit',
    version: '1',
    songs: SONGS.map((chunks) => {
      const key = keyOf(chunks)
      return { key, file: `songs/${key}.songwalk`, title: `Song of ${chunks}`, duration: chunks / 10, chunks }
    }),
    ...change,
  }
  await writeFile(join(folder, 'exhibit.json'), JSON.stringify(exhibit))
  const server = await preview({
    root,
    logLevel: 'warn',
    build: { outDir: folder },
    preview: { port: 4600, host: 'localhost' },
  })
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    folder,
    close: async () => {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** The piece itself, as it starts in the morning. */
export const openExhibit = ({ url }: Site, { search = '', ...options }: PageOptions & { search?: string } = {}) =>
  openAt(url + search, options) satisfies Promise<OpenPage>
