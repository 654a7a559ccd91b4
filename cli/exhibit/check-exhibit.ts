import type { Seconds } from '../../audio/units.ts'
import type { ExhibitConfig } from '../../protocol/curator-config.ts'
import { OperatorError } from '../../server/operator-error.ts'
import { readCachedSong } from './analysis-cache.ts'
import { type EarsFile, findEars } from './find-ears.ts'
import { type ExhibitSongFile, findSong } from './find-song.ts'
import { formatOrdinal, joinProblems, quote } from './phrasing.ts'
import { runInProcessPool, type SongFailure, type SongJob, type SongResult } from './process-pool.ts'
import { type ParsedExhibit, readExhibit } from './read-exhibit.ts'
import type { SongProgressBars } from './song-progress-bars.ts'

/** A valid exhibit, its songs in order, and its ears. */
export type CheckedExhibit = {
  exhibit: ExhibitConfig
  notes: string[]
  songs: ExhibitSongFile[]
  ears: EarsFile | null
  formatProblem: ParsedExhibit['formatProblem']
}

/**
 * Checks an exhibit without decoding its songs.
 * @throws {OperatorError} all problems, one a line
 */
export async function checkExhibit(folder: string, signal: AbortSignal): Promise<CheckedExhibit> {
  return checkSongs(folder, signal, async () => [])
}

/**
 * Checks an exhibit, and decodes every song that is not analyzed yet.
 * @throws {OperatorError} all problems, one a line
 */
export async function checkExhibitAudio(
  folder: string,
  bars: Pick<SongProgressBars, 'startSong' | 'finishSong'>,
  signal: AbortSignal,
): Promise<CheckedExhibit & { duration: Seconds }> {
  let duration = 0
  const checked = await checkSongs(folder, signal, async (found) => {
    const jobs: (SongJob & FoundSong)[] = []
    for (const song of found) {
      const cached = await readCachedSong(folder, song.file)
      if (cached) duration += cached.song.source.duration
      else jobs.push({ ...song, ...song.file, outputPath: null })
    }
    const nameOf = (i: number) => jobs[i]?.name ?? ''
    const results = await runInProcessPool(
      jobs,
      { onStart: (i) => bars.startSong(nameOf(i)), onDone: (i) => bars.finishSong(nameOf(i)) },
      signal,
    )
    for (const result of results) if ('duration' in result) duration += result.duration
    return results.map((result, i) => ({
      index: jobs[i]?.index ?? 0,
      sentence: describeFailure(nameOf(i), result),
      notes: listSongNotes(nameOf(i), result),
    }))
  })
  return { ...checked, duration }
}

type FoundSong = { index: number; file: ExhibitSongFile }
/** Decodes songs; `sentence` is null for a song without a problem. */
type AudioChecker = (found: FoundSong[]) => Promise<{ index: number; sentence: string | null; notes: string[] }[]>

async function checkSongs(folder: string, signal: AbortSignal, checkAudio: AudioChecker): Promise<CheckedExhibit> {
  const { exhibit, problems, notes, songs, formatProblem } = await readExhibit(folder)
  const found: FoundSong[] = []
  const songProblems: { index: number; sentence: string }[] = []
  for (const { index, file } of songs) {
    signal.throwIfAborted()
    const song = await findSong(folder, file)
    if ('sentence' in song) {
      songProblems.push({ index, sentence: `${quote(file)} ${song.sentence}` })
      continue
    }
    const first = found.find((other) => other.file.sha256 === song.sha256)
    if (first) {
      const ordinal = formatOrdinal(first.index + 1)
      songProblems.push({ index, sentence: `${quote(file)} is the same file as the ${ordinal} song’s; remove one.` })
    } else found.push({ index, file: song })
  }
  for (const { index, sentence, notes: songNotes } of await checkAudio(found)) {
    if (sentence !== null) songProblems.push({ index, sentence })
    for (const note of songNotes) notes.push(formatProblem({ field: ['songs', index, 'file'], sentence: note }))
  }
  songProblems.sort((a, b) => a.index - b.index)
  const ears = exhibit?.ears === undefined ? null : await findEars(folder, exhibit.ears)
  const earsProblem = ears && 'sentence' in ears ? `${quote(exhibit?.ears ?? '')} ${ears.sentence}` : null
  const allProblems = [
    ...problems,
    ...(earsProblem ? [formatProblem({ field: ['ears'], sentence: earsProblem })] : []),
    ...songProblems.map(({ index, sentence }) => formatProblem({ field: ['songs', index, 'file'], sentence })),
  ]
  if (!exhibit || allProblems.length > 0) throw new OperatorError(joinProblems(allProblems))
  return {
    exhibit,
    notes,
    songs: found.map(({ file }) => file),
    ears: ears && 'bytes' in ears ? ears : null,
    formatProblem,
  }
}

/** What is noted of a song that was read, a sentence each. */
export const listSongNotes = (name: string, result: SongResult | SongFailure | undefined): string[] =>
  result && 'notes' in result ? result.notes.map((note) => `${quote(name)} ${note}`) : []

/** A failed job as a sentence for the curator; null for a job that succeeded. */
export function describeFailure(name: string, result: SongResult | SongFailure | undefined): string | null {
  if (result && 'duration' in result) return null
  const { sentence, code } = result ?? { sentence: 'was not read; try again.', code: null }
  // The sentences of the decoders contain the name already.
  if (code === null) return sentence.includes('“') ? sentence : `${quote(name)} ${sentence}`
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The analysis of ${quote(name)} does not fit on the disk; make room there and start again.`
  if (['EACCES', 'EPERM', 'EROFS'].includes(code))
    return `${quote(name)} cannot be read, or “.songwalk” cannot be written; change the permissions.`
  return `${quote(name)} failed because of a bug in songwalk; please report it: ${sentence}`
}
