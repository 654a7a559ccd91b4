import { createHash } from 'node:crypto'
import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ANALYSIS_VERSION } from '../../audio/analysis/analysis-types.ts'
import { defaultSettings } from '../../audio/song/song.ts'
import { readSongFile, type SongBundle } from '../../audio/song/song-file.ts'
import type { ExhibitSongFile } from './find-song.ts'

/** Everything songwalk keeps beside a curator's files. */
export const getDataFolder = (exhibit: string): string => join(exhibit, '.songwalk')
/** Where a site goes if nobody says otherwise. */
export const getDefaultSiteFolder = (exhibit: string): string => join(getDataFolder(exhibit), 'site')

export const getCacheFolder = (exhibit: string) => join(getDataFolder(exhibit), 'songs')
const settingsHash = createHash('sha256').update(JSON.stringify(defaultSettings)).digest('hex').slice(0, 8)

/** Where a song is kept as analyzed, by its sound, the settings and the version of the analysis. */
export const getCachePath = (exhibit: string, song: ExhibitSongFile): string =>
  join(getCacheFolder(exhibit), `${song.sha256}-${settingsHash}-v${ANALYSIS_VERSION}.songwalk`)

/** Clears away what an ended build has left half. */
export async function removePartialFiles(exhibit: string): Promise<void> {
  const folder = getCacheFolder(exhibit)
  const half = (await readdir(folder)).filter((name) => name.endsWith('.part'))
  await Promise.all(half.map((name) => rm(join(folder, name), { force: true })))
}

/** A song that was analyzed before; null where there is none, or a broken one. */
export async function readCachedSong(exhibit: string, song: ExhibitSongFile): Promise<SongBundle | null> {
  const bytes = await readFile(getCachePath(exhibit, song)).catch(() => null)
  const packed = bytes && (await readSongFile(new Uint8Array(bytes), song.name).catch(() => null))
  return packed && packed.song.source.sha256 === song.sha256 ? packed : null
}
