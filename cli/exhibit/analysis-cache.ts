import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { readSongFile, type SongBundle } from '../../audio/song/song-file.ts'
import type { ExhibitSongFile } from './find-song.ts'

/** The folder in an exhibit with analyses, site, visits, log and certificate. */
export const getDataFolder = (exhibit: string): string => join(exhibit, '.songwalk')
/** The folder of the site without --out. */
export const getDefaultSiteFolder = (exhibit: string): string => join(getDataFolder(exhibit), 'site')

export const getCacheFolder = (exhibit: string) => join(getDataFolder(exhibit), 'songs')
const settingsHash = createHash('sha256').update(JSON.stringify(defaultSettings)).digest('hex').slice(0, 8)

/** Names an analysis by the hash of the audio, the settings and the version of the analysis. */
export const getCachePath = (exhibit: string, song: ExhibitSongFile): string =>
  join(getCacheFolder(exhibit), `${song.sha256}-${settingsHash}-v${ANALYSIS_VERSION}.songwalk`)

/** Removes files that an interrupted build has not completed. */
export async function removePartialFiles(exhibit: string): Promise<void> {
  const folder = getCacheFolder(exhibit)
  const partial = (await readdir(folder)).filter((name) => name.endsWith('.part'))
  await Promise.all(partial.map((name) => rm(join(folder, name), { force: true })))
}

/** The stored analysis of a song with its audio; null if it is missing or damaged. */
export async function readCachedSong(exhibit: string, song: ExhibitSongFile): Promise<SongBundle | null> {
  const bytes = await readFile(getCachePath(exhibit, song)).catch(() => null)
  const bundle = bytes && (await readSongFile(new Uint8Array(bytes), song.name).catch(() => null))
  return bundle && bundle.song.source.sha256 === song.sha256 ? bundle : null
}
