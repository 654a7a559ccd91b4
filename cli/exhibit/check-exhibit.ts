import type { Seconds } from '../../audio/units.ts'
import type { ExhibitConfig } from '../../protocol/exhibit-config.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { readCachedSong } from './analysis-cache.ts'
import { type ExhibitSongFile, findSong } from './find-song.ts'
import { formatOrdinal, quote } from './phrasing.ts'
import { runInProcessPool, type SongFailure, type SongJob, type SongResult } from './process-pool.ts'
import { type ParsedExhibit, readExhibit } from './read-exhibit.ts'
import type { SongProgressBars } from './song-progress-bars.ts'

/** An exhibit in which nothing is wrong, and its songs in order. */
export type CheckedExhibit = {
  exhibit: ExhibitConfig
  notes: string[]
  songs: ExhibitSongFile[]
  formatProblem: ParsedExhibit['formatProblem']
}

/**
 * Everything that can be said without decoding a song.
 * @throws {OperatorError} all problems, one a line
 */
export async function checkExhibit(folder: string, signal: AbortSignal): Promise<CheckedExhibit> {
  return checkSongs(folder, signal, async () => [])
}

/**
 * The same, and every song is decoded to its end, unless it was analyzed before.
 * @throws {OperatorError} all problems, one a line
 */
export async function checkExhibitAudio(
  folder: string,
  events: Pick<SongProgressBars, 'startSong' | 'finishSong'>,
  signal: AbortSignal,
): Promise<CheckedExhibit & { duration: Seconds }> {
  let duration = 0
  const checked = await checkSongs(folder, signal, async (found) => {
    const jobs: (SongJob & FoundSong)[] = []
    for (const one of found) {
      const kept = await readCachedSong(folder, one.file)
      if (kept) duration += kept.song.source.duration
      else jobs.push({ ...one, ...one.file, outputPath: null })
    }
    const nameOf = (i: number) => jobs[i]?.name ?? ''
    const heard = await runInProcessPool(
      jobs,
      { onStart: (i) => events.startSong(nameOf(i)), onDone: (i) => events.finishSong(nameOf(i)) },
      signal,
    )
    for (const one of heard) if ('duration' in one) duration += one.duration
    return heard.map((one, i) => ({ index: jobs[i]?.index ?? 0, sentence: describeFailure(nameOf(i), one) }))
  })
  return { ...checked, duration }
}

type FoundSong = { index: number; file: ExhibitSongFile }
type AudioChecker = (found: FoundSong[]) => Promise<{ index: number; sentence: string | null }[]>

async function checkSongs(folder: string, signal: AbortSignal, listen: AudioChecker): Promise<CheckedExhibit> {
  const { exhibit, problems, notes, songs, formatProblem: say } = await readExhibit(folder)
  const found: FoundSong[] = []
  const wrong: { index: number; sentence: string }[] = []
  for (const { index, file } of songs) {
    signal.throwIfAborted()
    const song = await findSong(folder, file)
    if ('sentence' in song) {
      wrong.push({ index, sentence: `${quote(file)} ${song.sentence}` })
      continue
    }
    const first = found.find((one) => one.file.sha256 === song.sha256)
    if (first)
      wrong.push({
        index,
        sentence: `${quote(file)} is the same sound as the ${formatOrdinal(first.index + 1)} song’s.`,
      })
    else found.push({ index, file: song })
  }
  for (const { index, sentence } of await listen(found)) if (sentence !== null) wrong.push({ index, sentence })
  wrong.sort((a, b) => a.index - b.index)
  const all = [...problems, ...wrong.map(({ index, sentence }) => say({ field: ['songs', index, 'file'], sentence }))]
  if (!exhibit || all.length > 0) throw new OperatorError(all.join('\n'))
  return { exhibit, notes, songs: found.map(({ file }) => file), formatProblem: say }
}

/** What a process of the crew could not do, for people; null where it could. */
export function describeFailure(name: string, result: SongResult | SongFailure | undefined): string | null {
  if (result && 'duration' in result) return null
  const { sentence, code } = result ?? { sentence: 'was not read.', code: null }
  // The decoder's own sentences name the file.
  if (code === null) return sentence.includes('“') ? sentence : `${quote(name)} ${sentence}`
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `${quote(name)} does not fit on the disk once it is analyzed; make room there and start again.`
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return `${quote(name)} may not be read, or not be kept in “.songwalk”.`
  return `${quote(name)} failed, which should not have happened: ${sentence}`
}
