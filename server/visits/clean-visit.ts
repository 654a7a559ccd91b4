import { EARLIEST_TIME_MS, isClockSet } from '../../protocol/clock.ts'
import { MAX_VISIT_S, OTHER, roundToMinute, type Visit } from '../../protocol/visit.ts'

/** What visits are compared with. */
export type KnownExhibit = {
  /** How many chunks each song has, by its key; Infinity: not known any more. */
  songs: ReadonlyMap<string, number>
  /** Null: all. */
  languages: ReadonlySet<string> | null
}

const DAY_MS = 24 * 60 * 60 * 1000
const LATEST_MS = Date.UTC(2100)
/** Devices keep visits as long as no server answers. */
const MAX_AGE_MS = 400 * DAY_MS
/** Clocks of devices are set by hand, and their time zone may be wrong. */
const MAX_AHEAD_MS = DAY_MS
/** No visitor hears more songs that are not in the exhibit any more. */
const MAX_UNKNOWN_SONGS = 20

/** Whether a visit can have begun at a time, by this computer's clock. */
function isPlausibleBeginning(began: number, now: number): boolean {
  if (!(isClockSet(began) && began < LATEST_MS)) return false
  return !isClockSet(now) || (began <= now + MAX_AHEAD_MS && began >= now - MAX_AGE_MS)
}

/**
 * A visit as it is counted: with songs and chunks of the exhibit, times that fit into a visit, and a beginning that this
 * computer's clock allows; otherwise it counts in the hour in which its first record arrived.
 */
export function cleanVisit(
  visit: Visit,
  began: number | undefined,
  { songs, languages }: KnownExhibit,
  now: number,
): Visit {
  const { ride, walk, roam } = visit.modes
  const known = visit.songs.filter(({ key }) => songs.has(key))
  const unknown = visit.songs.filter(({ key }) => !songs.has(key))
  const unknownSeconds = unknown.reduce((sum, { seconds }) => sum + clampSeconds(seconds), 0)
  const others = unknown.length > 0 ? [{ key: OTHER, seconds: clampSeconds(unknownSeconds), touched: [] }] : []
  return {
    ...visit,
    began: began ?? (isPlausibleBeginning(visit.began, now) ? visit.began : roundToMinute(now)),
    language: !languages || languages.has(visit.language) ? visit.language : OTHER,
    modes: { ride: clampSeconds(ride), walk: clampSeconds(walk), roam: clampSeconds(roam) },
    songs: [
      ...known.map(({ key, seconds, touched }) => {
        const chunks = songs.get(key) ?? 0
        return {
          key,
          seconds: clampSeconds(seconds),
          touched: touched
            .filter(([chunk]) => chunk < chunks)
            .map(([chunk, count]): [number, number] => [chunk, Math.min(count, MAX_VISIT_S)]),
        }
      }),
      ...others,
    ],
  }
}

/** Whether a stored visit cannot be a visitor's; versions before counted whatever came. */
export const isMadeUp = ({ began, songs }: Visit, known: KnownExhibit, now: number): boolean =>
  began < EARLIEST_TIME_MS ||
  began > (!isClockSet(now) ? LATEST_MS : now + MAX_AHEAD_MS) ||
  songs.filter(({ key }) => key !== OTHER && !known.songs.has(key)).length > MAX_UNKNOWN_SONGS

const clampSeconds = (seconds: number) => Math.min(MAX_VISIT_S, Math.max(0, seconds))
