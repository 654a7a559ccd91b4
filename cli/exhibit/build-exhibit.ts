import { mkdir, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { ExhibitConfig } from '../../protocol/curator-config.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { getCacheFolder, getCachePath, readCachedSong, removePartialFiles } from './analysis-cache.ts'
import { ensureAppBuilt } from './build-app.ts'
import { type CheckedExhibit, checkExhibit, describeFailure, listSongNotes } from './check-exhibit.ts'
import { lockFolders } from './folder-lock.ts'
import { recordBuild } from './last-build.ts'
import { joinProblems, quote } from './phrasing.ts'
import { planSite, type SongToBuild } from './plan-site.ts'
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
  alarm: ExhibitConfig['alarm'] | undefined
  control: ExhibitConfig['control'] | undefined
  analyzedCount: number
  bytes: number
  changed: boolean
}

/** Gets the progress of a build, and notes for the curator. */
export type BuildReporter = Omit<SongProgressBars, 'stop'> & { printNote: (sentence: string) => void }

/**
 * Analyzes the songs of an exhibit that are not analyzed yet, and writes its site beside `out`, which is replaced at the
 * end. A build that was killed continues where it was, and gives the same bytes.
 * @throws {OperatorError} all problems, one a line
 * @throws the signal's reason once it is aborted
 */
export async function buildExhibit(
  folder: string,
  out: string,
  reporter: BuildReporter,
  signal: AbortSignal,
  ensureApp = ensureAppBuilt,
): Promise<BuildResult> {
  const checked = await checkExhibit(folder, signal)
  checked.notes.forEach(reporter.printNote)
  const home = await realpath(folder)
  const { site, unlock } = await lockOutput(home, out).catch((error: unknown) => {
    throw explainWriteError(error)
  })
  try {
    await removePartialFiles(home)
    await recoverSite(site)
    await assertReplaceable(site)
    const analyzedCount = await analyzeSongs(home, checked, reporter, signal)
    const app = await ensureApp(() => reporter.startStep('Building songwalk itself'), signal)
    const { files, release } = await planSite(app, checked.exhibit, listSongsToBuild(home, checked), checked.ears)
    const before = await readRelease(site)
    const changed = before?.version !== release.version || !(await isSiteComplete(site, before))
    if (changed) reporter.startStep('Writing the site')
    if (changed) await writeSite(site, files, release, signal)
    const bytes = release.files.reduce((sum, file) => sum + file.bytes, 0)
    const { staff, alarm, control } = checked.exhibit
    const pinHash = staff?.pinHash
    await recordBuild(home, checked.exhibit)
    return { ...checked, site, version: release.version, pinHash, alarm, control, analyzedCount, bytes, changed }
  } catch (error) {
    await removePartialFiles(home).catch(() => {})
    throw explainWriteError(error)
  } finally {
    await unlock()
  }
}

/** Creates the folders that a build writes to, and locks them. */
async function lockOutput(home: string, out: string) {
  const cacheFolder = getCacheFolder(home)
  await mkdir(cacheFolder, { recursive: true })
  await mkdir(dirname(out), { recursive: true })
  const site = await resolveSiteFolder(out)
  return { site, unlock: await lockFolders([cacheFolder, site]) }
}

/** @returns how many songs were not analyzed before */
async function analyzeSongs(
  home: string,
  { songs, formatProblem }: CheckedExhibit,
  reporter: BuildReporter,
  signal: AbortSignal,
): Promise<number> {
  const jobs: (SongJob & { index: number })[] = []
  for (const [index, song] of songs.entries())
    if (!(await readCachedSong(home, song))) jobs.push({ ...song, index, outputPath: getCachePath(home, song) })
  const nameOf = (i: number) => jobs[i]?.name ?? ''
  const results = await runInProcessPool(
    jobs,
    {
      onStart: (i) => reporter.startSong(nameOf(i)),
      onPercent: (i, percent) => reporter.updateSong(nameOf(i), percent),
      onDone: (i) => reporter.finishSong(nameOf(i)),
    },
    signal,
  )
  const problems = jobs.flatMap(({ index, name }, i) => {
    const sentence = describeFailure(name, results[i])
    return sentence === null ? [] : [formatProblem({ field: ['songs', index, 'file'], sentence })]
  })
  if (problems.length > 0) throw new OperatorError(joinProblems(problems))
  for (const [i, { index, name }] of jobs.entries())
    for (const sentence of listSongNotes(name, results[i]))
      reporter.printNote(formatProblem({ field: ['songs', index, 'file'], sentence }))
  return jobs.length
}

const listSongsToBuild = (home: string, { exhibit, songs }: CheckedExhibit): SongToBuild[] =>
  songs.map((file, i) => ({
    entry: exhibit.songs[i] as SongToBuild['entry'],
    file,
    load: async () => {
      const bundle = await readCachedSong(home, file)
      if (!bundle)
        throw new OperatorError(`The analysis of ${quote(file.name)} was removed during the build; start again.`)
      return bundle
    },
  }))

const ERRNO_REASONS: Record<string, string> = {
  EACCES: 'writing is not allowed there',
  EPERM: 'writing is not allowed there',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk is full',
  ENOTDIR: 'there is a file in place of a folder',
  EEXIST: 'there is a file in place of a folder',
  EMFILE: 'too many files are open',
  EIO: 'the disk is failing',
}

/** A file system error becomes a sentence; other errors are returned unchanged. */
function explainWriteError(error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  const reason = ERRNO_REASONS[code ?? '']
  return reason ? new OperatorError(`${path ? `“${path}”` : 'The site'} cannot be written: ${reason}.`) : error
}
