import { mkdir, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import { SongError } from '../../audio/errors.ts'
import { clearKept, keptFolder, keptPath, readKept } from './analysis-cache.ts'
import { builtApp } from './build-app.ts'
import { type Checked, checkExhibit, refusalOf } from './check-exhibit.ts'
import { holdAlone } from './folder-lock.ts'
import { quote } from './phrasing.ts'
import { planSite } from './plan-site.ts'
import { type SongJob, workTogether } from './process-pool.ts'
import { checkPlace, isWhole, placeOfSite, readRelease, recoverSite, writeSite } from './site-folder.ts'
import type { SongBars } from './song-progress-bars.ts'

export type Built = Checked & {
  site: string
  version: string
  pinHash: string | undefined
  analyzed: number
  bytes: number
  changed: boolean
}

/** What a build tells while it works. */
export type BuildEvents = Omit<SongBars, 'end'> & { note: (sentence: string) => void }

/**
 * Makes the site of an exhibit: its songs, as far as they are not analyzed yet, in processes of their own; then all files
 * beside `out`, swapped in at the end. Killed at any moment, it goes on where it was and gives the same bytes.
 * @throws {SongError} all problems, one a line
 * @throws the signal's reason once it is aborted
 */
export async function buildExhibit(
  folder: string,
  out: string,
  events: BuildEvents,
  signal: AbortSignal,
  app = builtApp,
): Promise<Built> {
  const checked = await checkExhibit(folder, signal)
  checked.notes.forEach(events.note)
  const home = await realpath(folder)
  try {
    await mkdir(keptFolder(home), { recursive: true })
    await mkdir(dirname(out), { recursive: true })
  } catch (error) {
    throw unwritable(error)
  }
  const site = await placeOfSite(out)
  const letGo = await holdAlone([home, site])
  try {
    await clearKept(home)
    await recoverSite(site)
    await checkPlace(site)
    const analyzed = await analyzeSongs(home, checked, events, signal)
    const dist = await app(() => events.step('Building songwalk itself'), signal)
    const { files, release } = await planSite(dist, checked.exhibit, songsToBuild(home, checked))
    const before = await readRelease(site)
    const changed = before?.version !== release.version || !(await isWhole(site, before))
    if (changed) events.step('Writing the site')
    if (changed) await writeSite(site, files, release, signal)
    const bytes = release.files.reduce((sum, file) => sum + file.bytes, 0)
    return {
      ...checked,
      site,
      version: release.version,
      pinHash: checked.exhibit.staff?.pinHash,
      analyzed,
      bytes,
      changed,
    }
  } catch (error) {
    await clearKept(home).catch(() => {})
    throw unwritable(error)
  } finally {
    letGo()
  }
}

/** @returns how many were not analyzed before */
async function analyzeSongs(
  home: string,
  { songs, say }: Checked,
  events: BuildEvents,
  signal: AbortSignal,
): Promise<number> {
  const jobs: (SongJob & { index: number })[] = []
  for (const [index, song] of songs.entries())
    if (!(await readKept(home, song))) jobs.push({ ...song, index, keep: keptPath(home, song) })
  const nameOf = (i: number) => jobs[i]?.name ?? ''
  const results = await workTogether(
    jobs,
    {
      begun: (i) => events.begun(nameOf(i)),
      percent: (i, percent) => events.percent(nameOf(i), percent),
      done: (i) => events.done(nameOf(i)),
    },
    signal,
  )
  const refused = jobs.flatMap(({ index, name }, i) => {
    const sentence = refusalOf(name, results[i])
    return sentence === null ? [] : [say({ place: ['songs', index, 'file'], sentence })]
  })
  if (refused.length > 0) throw new SongError(refused.join('\n'))
  return jobs.length
}

const songsToBuild = (home: string, { exhibit, songs }: Checked) =>
  songs.map((file, i) => ({
    said: exhibit.songs[i] as (typeof exhibit.songs)[number],
    file,
    load: async () => {
      const packed = await readKept(home, file)
      if (!packed) throw new SongError(`${quote(file.name)} was lost after it was analyzed; start again.`)
      return packed
    },
  }))

const reasons: Record<string, string> = {
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
function unwritable(error: unknown): unknown {
  const { code, path } = error as NodeJS.ErrnoException
  const reason = reasons[code ?? '']
  return reason ? new SongError(`${path ? `“${path}”` : 'The site'} cannot be written: ${reason}.`) : error
}
