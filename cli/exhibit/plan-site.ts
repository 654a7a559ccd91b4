import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { readTags } from '../../audio/decoding/tags.ts'
import type { SongBundle } from '../../audio/song/song-file.ts'
import { writeSongFile } from '../../audio/song/song-file.ts'
import { titleFromName } from '../../audio/song/song-source.ts'
import { EXHIBIT_FILE_NAME, type ExhibitConfig, type ExhibitSong } from '../../protocol/exhibit-config.ts'
import type { Release } from '../../protocol/release.ts'
import { getSongKey } from '../../protocol/song-key.ts'
import { computeSha256, listFiles, type SiteFile } from './site-folder.ts'
import type { ExhibitSongFile } from './song-path.ts'

/** A song with what the curator says of it, and how to get at it: they are too large to be all there at once. */
export type SongToBuild = {
  entry: ExhibitConfig['songs'][number]
  file: ExhibitSongFile
  load: () => Promise<SongBundle>
}

/** Of dist/: the exhibit's page and what it needs, but not the page for any song, its songs or the stamp. */
const isExhibitFile = (path: string) => !/^(index\.html$|songs\/|\.)/.test(path)

const compareByPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)

/**
 * Everything a site is made of. The same exhibit, songs and songwalk give the same bytes.
 * @returns files in the order of the release
 */
export async function planSite(
  app: string,
  exhibit: ExhibitConfig,
  songs: readonly SongToBuild[],
): Promise<{ files: SiteFile[]; release: Release }> {
  const own = (await listFiles(app)).filter(isExhibitFile).map((path) => ({
    path: path === 'exhibit.html' ? 'index.html' : path,
    read: async () => [await readFile(join(app, path))],
  }))
  const packed: SiteFile[] = []
  const sums = await computeChecksums(own)
  const listed: ExhibitSong[] = []
  for (const { entry: said, file, load } of songs) {
    const pack = async () => applyCredits(said, file, await load())
    const { song, audio } = await pack()
    const [sum] = await computeChecksums([{ path: '', read: async () => writeSongFile({ song, audio }) }])
    if (!sum) continue
    const key = getSongKey(file.sha256)
    // Servers and browsers keep songs for good: with other credits it is another file.
    const path = `songs/${key}.${sum.sha256.slice(0, 8)}.songwalk`
    packed.push({ path, read: async () => writeSongFile(await pack()) })
    sums.push({ ...sum, path })
    const { title, artist = '' } = song
    const { duration } = song.source
    listed.push({ title, artist, credit: said.credit, key, file: path, duration, chunks: song.chunks.length })
  }
  // The PIN's hash is for the server alone.
  const { staff: _, songs: __, ...rest } = exhibit
  const textWith = (version: object) => [
    Buffer.from(`${JSON.stringify({ ...version, ...rest, songs: listed }, null, 1)}\n`),
  ]
  const page = (version: object): SiteFile => ({ path: EXHIBIT_FILE_NAME, read: async () => textWith(version) })
  const version = computeSha256([
    Buffer.from(JSON.stringify([...sums, ...(await computeChecksums([page({})]))].sort(compareByPath))),
  ]).slice(0, 16)
  const files = [...own, ...packed, page({ version })].sort(compareByPath)
  const all = [...sums, ...(await computeChecksums([page({ version })]))].sort(compareByPath)
  return { files, release: { version, files: all } }
}

async function computeChecksums(files: readonly SiteFile[]): Promise<Release['files']> {
  const sums: Release['files'] = []
  for (const { path, read } of files) {
    const content = await read()
    const bytes = content.reduce((sum, { length }) => sum + length, 0)
    sums.push({ path, bytes, sha256: computeSha256(content) })
  }
  return sums
}

/** The curator's words first, then the file's tags, then its name, whatever it was called when it was analyzed. */
async function applyCredits(
  { title, artist, credit }: SongToBuild['entry'],
  { name }: ExhibitSongFile,
  { song, audio }: SongBundle,
): Promise<SongBundle> {
  const { cover: _, ...tags } = await readTags(audio, name, 30_000)
  const { artist: __, ...bare } = song
  const words = { title: title ?? tags.title ?? titleFromName(name), artist: artist ?? tags.artist ?? '' }
  return {
    song: {
      ...bare,
      title: words.title,
      ...(words.artist === '' ? {} : { artist: words.artist }),
      ...(credit === '' ? {} : { license: credit }),
      source: { ...song.source, name },
    },
    audio,
  }
}
