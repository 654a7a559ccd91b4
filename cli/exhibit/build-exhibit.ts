import { mkdir, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { OperatorError } from '../../server/operator-error.ts'
import { getCacheFolder, getCachePath, readCachedSong, removePartialFiles } from './analysis-cache.ts'
import { ensureAppBuilt } from './build-app.ts'
import { type CheckedExhibit, checkExhibit, describeFailure } from './check-exhibit.ts'
import { lockFolders } from './folder-lock.ts'
import { quote } from './phrasing.ts'
import { planSite } from './plan-site.ts'
import { runInProcessPool, type SongJob } from './process-pool.ts'
import {
  assertReplaceable,
  isSiteComplete,
  readRelease,
  recoverSite,
  resolveSiteFolder,
  writeSite,
} from './site-folder.ts'
import type { SongProgressBars } from './song-progress-bars.ts'

export type BuildResult = CheckedExhibit & {
  site: string
  version: string
  pinHash: string | undefined
  analyzedCount: number
  bytes: number
  changed: boolean
}

/** What a build tells while it works. */
export type BuildReporter = Omit<SongProgressBars, 'stop'> & { printNote: (sentence: string) => void }

/**
 * Makes the site of an exhibit: its songs, as far as they are not analyzed yet, in processes of their own; then all files
 * beside `out`, swapped in at the end. Killed at any moment, it goes on where it was and gives the same bytes.
 * @throws {OperatorError} all problems, one a line
 * @throws the signal's reason once it is aborted
 */
export async function buildExhibit(
  folder: string,
  out: string,
  events: BuildReporter,
  signal: AbortSignal,
  app = ensureAppBuilt,
): Promise<BuildResult> {
  const checked = await checkExhibit(folder, signal)
  checked.notes.forEach(events.printNote)
  const home = await realpath(folder)
  try {
    await mkdir(getCacheFolder(home), { recursive: true })
    await mkdir(dirname(out), { recursive: true })
  } catch (error) {
    throw explainWriteError(error)
  }
  const site = await resolveSiteFolder(out)
  const letGo = await lockFolders([home, site])
  try {
    await removePartialFiles(home)
    await recoverSite(site)
    await assertReplaceable(site)
    const analyzed = await analyzeSongs(home, checked, events, signal)
    const dist = await app(() => events.startStep('Building songwalk itself'), signal)
    const { files, release } = await planSite(dist, checked.exhibit, listSongsToBuild(home, checked))
    const before = await readRelease(site)
    const changed = before?.version !== release.version || !(await isSiteComplete(site, before))
    if (changed) events.startStep('Writing the site')
    if (changed) await writeSite(site, files, release, signal)
    const bytes = release.files.reduce((sum, file) => sum + file.bytes, 0)
    return {
      ...checked,
      site,
      version: release.version,
      pinHash: checked.exhibit.staff?.pinHash,
      analyzedCount: analyzed,
      bytes,
      changed,
    }
  } catch (error) {
    await removePartialFiles(home).catch(() => {})
    throw explainWriteError(error)
  } finally {
    letGo()
  }
}

/** @returns how many were not analyzed before */
async function analyzeSongs(
  home: string,
  { songs, formatProblem: say }: CheckedExhibit,
  events: BuildReporter,
  signal: AbortSignal,
): Promise<number> {
  const jobs: (SongJob & { index: number })[] = []
  for (const [index, song] of songs.entries())
    if (!(await readCachedSong(home, song))) jobs.push({ ...song, index, outputPath: getCachePath(home, song) })
  const nameOf = (i: number) => jobs[i]?.name ?? ''
  const results = await runInProcessPool(
    jobs,
    {
      onStart: (i) => events.startSong(nameOf(i)),
      onPercent: (i, percent) => events.updateSong(nameOf(i), percent),
      onDone: (i) => events.finishSong(nameOf(i)),
    },
    signal,
  )
  const refused = jobs.flatMap(({ index, name }, i) => {
    const sentence = describeFailure(name, results[i])
    return sentence === null ? [] : [say({ field: ['songs', index, 'file'], sentence })]
  })
  if (refused.length > 0) throw new OperatorError(refused.join('\n'))
  return jobs.length
}

const listSongsToBuild = (home: string, { exhibit, songs }: CheckedExhibit) =>
  songs.map((file, i) => ({
    entry: exhibit.songs[i] as (typeof exhibit.songs)[number],
    file,
    load: async () => {
      const packed = await readCachedSong(home, file)
      if (!packed) throw new OperatorError(`${quote(file.name)} was lost after it was analyzed; start again.`)
      return packed
    },
  }))

const ERRNO_REASONS: Record<string, string> = {
  EACCES: 'it may not be written there',
  EPERM: 'it may not be written there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'a file is where a folder should be',
  EEXIST: 'a file is where a folder should be',
  EMFILE: 'too many files are open',
  EIO: 'the disk is failing',
}

/** An error of the file system as a sentence; any other one as it is. */
function explainWriteError(error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  const reason = ERRNO_REASONS[code ?? '']
  return reason ? new OperatorError(`${path ? `“${path}”` : 'The site'} cannot be written: ${reason}.`) : error
}
