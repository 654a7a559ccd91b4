import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'
import { readTags } from '../../audio/decoding/tags.ts'
import type { SongBundle } from '../../audio/song/song-file.ts'
import { writeSongFile } from '../../audio/song/song-file.ts'
import { titleFromName } from '../../audio/song/song-source.ts'
import type { ExhibitConfig } from '../../protocol/curator-config.ts'
import { EXHIBIT_FILE_NAME, type ExhibitSong } from '../../protocol/exhibit-config.ts'
import type { Release } from '../../protocol/release.ts'
import { getSongKey } from '../../protocol/song-key.ts'
import type { EarsFile } from './find-ears.ts'
import type { ExhibitSongFile } from './find-song.ts'
import { computeSha256, listFiles, type SiteFile } from './site-folder.ts'

/** A song's entry in exhibit.json, its file, and a function that loads it: all songs together do not fit in memory. */
export type SongToBuild = {
  entry: ExhibitConfig['songs'][number]
  file: ExhibitSongFile
  load: () => Promise<SongBundle>
}

/** The exhibit's pages and what they need; not the app's page and its songs, nor hidden files. */
const isExhibitFile = (path: string) => !/^(index\.html|songs\/|\.)/.test(path)

/** Of the installed app, which bears the exhibit's title. */
const MANIFEST_FILE_NAME = 'exhibit.webmanifest'

function nameManifest(content: Buffer, { title, languages }: ExhibitConfig): Buffer {
  const name = typeof title === 'string' ? title : (title[languages[0] ?? ''] ?? Object.values(title)[0])
  return Buffer.from(`${JSON.stringify({ ...JSON.parse(content.toString()), name, short_name: name }, null, 2)}\n`)
}

const compareByPath = (a: { path: string }, b: { path: string }) => (a.path < b.path ? -1 : 1)

/**
 * Lists the files of a site and computes its release. The same exhibit, songs and app give the same bytes.
 * @param app the built app, dist/
 * @returns files in the order of the release
 */
export async function planSite(
  app: string,
  exhibit: ExhibitConfig,
  songs: readonly SongToBuild[],
  ears: EarsFile | null = null,
): Promise<{ files: SiteFile[]; release: Release }> {
  const appFiles = (await listFiles(app)).filter(isExhibitFile).map((path) => ({
    path: path.replace(/^exhibit\.html/, 'index.html'),
    read: async () => {
      const content = await readFile(join(app, path))
      return [path === MANIFEST_FILE_NAME ? nameManifest(content, exhibit) : content]
    },
  }))
  const songFiles: SiteFile[] = []
  const checksums = await computeChecksums(appFiles)
  const builtSongs: ExhibitSong[] = []
  for (const { entry, file, load } of songs) {
    const loadCredited = async () => applyCredits(entry, file, await load())
    const { song, audio } = await loadCredited()
    const [checksum] = await computeChecksums([{ path: '', read: async () => writeSongFile({ song, audio }) }])
    if (!checksum) continue
    const key = getSongKey(file.sha256)
    // The path depends on the content, because servers and browsers cache songs without revalidation.
    const path = `songs/${key}.${checksum.sha256.slice(0, 8)}.songwalk`
    const shippedFile = `songs/${key}.${checksum.sha256.slice(0, 8)}.v${ANALYSIS_VERSION}.song.json`
    const readSong = async () => [Buffer.from(`${JSON.stringify((await loadCredited()).song)}\n`)]
    songFiles.push(
      { path, read: async () => writeSongFile(await loadCredited()) },
      { path: shippedFile, read: readSong },
    )
    checksums.push({ ...checksum, path }, ...(await computeChecksums([{ path: shippedFile, read: readSong }])))
    const { title, artist = '' } = song
    const { duration } = song.source
    const shipped = { file: shippedFile, version: ANALYSIS_VERSION }
    builtSongs.push({
      ...{ title, artist, credit: entry.credit, key, file: path, shipped, duration },
      chunks: song.chunks.length,
    })
  }
  // As songs: another table has another address.
  const earsFiles: SiteFile[] = ears
    ? [{ path: `ears.${ears.sha256.slice(0, 8)}.bin`, read: async () => [Buffer.from(ears.bytes)] }]
    : []
  checksums.push(...(await computeChecksums(earsFiles)))
  const builtEars = earsFiles[0] ? { ears: earsFiles[0].path } : {}
  // The hash of the PIN and addresses of the house must not be served.
  const { staff: _, alarm: __, control: ___, songs: ____, ears: _____, ...rest } = exhibit
  const timeZone = exhibit.timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  const createExhibitFile = (version: object): SiteFile => ({
    path: EXHIBIT_FILE_NAME,
    read: async () => [
      Buffer.from(`${JSON.stringify({ ...version, ...rest, timeZone, ...builtEars, songs: builtSongs }, null, 1)}\n`),
    ],
  })
  const unversioned = [...checksums, ...(await computeChecksums([createExhibitFile({})]))].sort(compareByPath)
  const version = computeSha256([Buffer.from(JSON.stringify(unversioned))]).slice(0, 16)
  const exhibitFile = createExhibitFile({ version })
  return {
    files: [...appFiles, ...songFiles, ...earsFiles, exhibitFile].sort(compareByPath),
    release: {
      version,
      files: [...checksums, ...(await computeChecksums([exhibitFile]))].sort(compareByPath),
    },
  }
}

async function computeChecksums(files: readonly SiteFile[]): Promise<Release['files']> {
  const checksums: Release['files'] = []
  for (const { path, read } of files) {
    const content = await read()
    const bytes = content.reduce((sum, { length }) => sum + length, 0)
    checksums.push({ path, bytes, sha256: computeSha256(content) })
  }
  return checksums
}

/** Title and artist from exhibit.json, else from the file's tags, else from its present name. */
async function applyCredits(
  { title, artist, credit }: SongToBuild['entry'],
  { name }: ExhibitSongFile,
  { song, audio }: SongBundle,
): Promise<SongBundle> {
  const { cover: _, ...tags } = await readTags(audio, name, 30_000)
  const { artist: __, ...uncredited } = song
  const shownArtist = artist ?? tags.artist ?? ''
  return {
    song: {
      ...uncredited,
      title: title ?? tags.title ?? titleFromName(name),
      ...(shownArtist === '' ? {} : { artist: shownArtist }),
      ...(credit === '' ? {} : { license: credit }),
      source: { ...song.source, name },
    },
    audio,
  }
}
