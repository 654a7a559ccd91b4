import { lstat, open, readdir, realpath, rename, rm } from 'node:fs/promises'
import { join, posix, sep } from 'node:path'
import { OperatorError } from '../../server/operator-error.ts'
import { readSongwalkVersion } from '../../server/songwalk-version.ts'
import { createDailyCopies } from '../../server/visits/daily-copies.ts'
import { createWriteError } from '../write-file.ts'
import { getDataFolder } from './analysis-cache.ts'
import { ARCHIVE_FORMAT } from './archive-format.ts'
import { checkExhibit } from './check-exhibit.ts'
import { copyVisits, countStoredVisits, listStoreFiles } from './copy-visits.ts'
import { readArchive } from './read-archive.ts'
import { type FileToArchive, writeArchive } from './write-archive.ts'

/** In the data folder: what is made anew, or is copied as the store of visits. */
const isLeftOut = (name: string): boolean =>
  /^(logs|visits|visits-(reading|new)|site(\.songwalk-.*)?)$|\.(part|songwalk-lock)$/.test(name)

export type ExportResult = { songs: number; visits: number; bytes: number }

/**
 * Writes an exhibit with all that it keeps into one file, for its owner alone, and reads it back. A server may run
 * meanwhile.
 * @throws {OperatorError} one sentence, or all problems of the exhibit, one a line
 */
export async function exportExhibit(folder: string, path: string, signal: AbortSignal): Promise<ExportResult> {
  const { exhibit, songs } = await checkExhibit(folder, signal)
  const home = await realpath(folder)
  const isThere = await lstat(path).then(
    () => true,
    () => false,
  )
  if (isThere) throw new OperatorError(`“${path}” exists already; give another name.`)
  const [partPath, visitsFolder] = [`${path}.part`, `${path}.visits-part`]
  try {
    const visits = await takeVisits(getDataFolder(home), visitsFolder)
    const files: FileToArchive[] = [
      { path: 'exhibit.json', source: join(home, 'exhibit.json') },
      ...exhibit.songs.map(({ file }, i) => ({ path: posix.normalize(file.trim()), source: songs[i]?.path ?? '' })),
      ...(exhibit.ears === undefined
        ? []
        : [{ path: posix.normalize(exhibit.ears), source: await realpath(join(home, exhibit.ears)) }]),
      ...(await listKeptFiles(getDataFolder(home))),
      ...visits.files,
    ]
    await rm(partPath, { force: true })
    const file = await open(partPath, 'wx', 0o600)
    const header = {
      format: ARCHIVE_FORMAT,
      songwalk: readSongwalkVersion(),
      created: new Date().toISOString(),
      visits: visits.count,
    } as const
    try {
      await writeArchive(file, header, files)
    } finally {
      await file.close()
    }
    await readArchive(partPath, async (_, __, content) => {
      for await (const _piece of content) signal.throwIfAborted()
    })
    await rename(partPath, path)
    return { songs: songs.length, visits: visits.count, bytes: (await lstat(path)).size }
  } catch (error) {
    if (error instanceof OperatorError || signal.aborted) throw error
    throw createWriteError(path, error)
  } finally {
    await rm(partPath, { force: true }).catch(() => {})
    await rm(visitsFolder, { recursive: true, force: true }).catch(() => {})
  }
}

/** A copy of the visits at one moment, which can be read and has lost none. */
async function takeVisits(dataFolder: string, to: string): Promise<{ count: number; files: FileToArchive[] }> {
  const from = join(dataFolder, 'visits')
  const names = await readdir(from).catch(() => [])
  if (names.length === 0) return { count: 0, files: [] }
  const expected = await createDailyCopies(`${from}-copies`).readCount()
  await copyVisits(from, to)
  const count = await countStoredVisits(to)
  if (count < expected)
    throw new OperatorError('Visits are missing; start the server once, which mends the counts, and start again.')
  const files = (await listStoreFiles(to)).map((name) => ({
    path: `.songwalk/visits/${name}`,
    source: join(to, name),
  }))
  return { count, files }
}

async function listKeptFiles(dataFolder: string): Promise<FileToArchive[]> {
  const files: FileToArchive[] = []
  const addFolder = async (folder: string, path: string) => {
    const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const entry of entries) {
      if (isLeftOut(entry.name)) continue
      const [source, inArchive] = [`${folder}${sep}${entry.name}`, `${path}/${entry.name}`]
      if (entry.isDirectory()) await addFolder(source, inArchive)
      else if (entry.isFile()) files.push({ path: inArchive, source })
    }
  }
  await addFolder(dataFolder, '.songwalk')
  return files
}
