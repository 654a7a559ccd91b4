import { SongError } from '../../audio/errors.ts'
import type { Seconds } from '../../audio/units.ts'
import type { Exhibit } from '../../protocol/exhibit-config.ts'
import { readKept } from './analysis-cache.ts'
import { ordinal, quote } from './phrasing.ts'
import { type Heard, type Refusal, type SongJob, workTogether } from './process-pool.ts'
import { type ReadExhibit, readExhibit } from './read-exhibit.ts'
import { findSong, type SongFile } from './song-path.ts'
import type { SongBars } from './song-progress-bars.ts'

/** An exhibit in which nothing is wrong, and its songs in order. */
export type Checked = { exhibit: Exhibit; notes: string[]; songs: SongFile[]; say: ReadExhibit['say'] }

/**
 * Everything that can be said without decoding a song.
 * @throws {SongError} all problems, one a line
 */
export async function checkExhibit(folder: string, signal: AbortSignal): Promise<Checked> {
  return check(folder, signal, async () => [])
}

/**
 * The same, and every song is decoded to its end, unless it was analyzed before.
 * @throws {SongError} all problems, one a line
 */
export async function listenToExhibit(
  folder: string,
  events: Pick<SongBars, 'begun' | 'done'>,
  signal: AbortSignal,
): Promise<Checked & { duration: Seconds }> {
  let duration = 0
  const checked = await check(folder, signal, async (found) => {
    const jobs: (SongJob & Found)[] = []
    for (const one of found) {
      const kept = await readKept(folder, one.file)
      if (kept) duration += kept.song.source.duration
      else jobs.push({ ...one, ...one.file, keep: null })
    }
    const nameOf = (i: number) => jobs[i]?.name ?? ''
    const heard = await workTogether(
      jobs,
      { begun: (i) => events.begun(nameOf(i)), done: (i) => events.done(nameOf(i)) },
      signal,
    )
    for (const one of heard) if ('duration' in one) duration += one.duration
    return heard.map((one, i) => ({ index: jobs[i]?.index ?? 0, sentence: refusalOf(nameOf(i), one) }))
  })
  return { ...checked, duration }
}

type Found = { index: number; file: SongFile }
type Listen = (found: Found[]) => Promise<{ index: number; sentence: string | null }[]>

async function check(folder: string, signal: AbortSignal, listen: Listen): Promise<Checked> {
  const { exhibit, problems, notes, songs, say } = await readExhibit(folder)
  const found: Found[] = []
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
      wrong.push({ index, sentence: `${quote(file)} is the same sound as the ${ordinal(first.index + 1)} song’s.` })
    else found.push({ index, file: song })
  }
  for (const { index, sentence } of await listen(found)) if (sentence !== null) wrong.push({ index, sentence })
  wrong.sort((a, b) => a.index - b.index)
  const all = [...problems, ...wrong.map(({ index, sentence }) => say({ place: ['songs', index, 'file'], sentence }))]
  if (!exhibit || all.length > 0) throw new SongError(all.join('\n'))
  return { exhibit, notes, songs: found.map(({ file }) => file), say }
}

/** What a process of the crew could not do, for people; null where it could. */
export function refusalOf(name: string, result: Heard | Refusal | undefined): string | null {
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
