import * as v from 'valibot'
import { locomotionModes } from './locomotion-modes.ts'

/** GET /api/counts, and what a device keeps of its oldest visits: sums over all visits. */
export const CountsSchema = v.object({
  visits: v.number(),
  /** Seconds. */
  length: v.number(),
  songs: v.record(
    v.string(),
    v.object({
      visits: v.number(),
      seconds: v.number(),
      /** By chunk index, ascending. */
      touched: v.array(v.tuple([v.number(), v.number()])),
    }),
  ),
  /** Seconds. */
  modes: v.object(v.entriesFromList(locomotionModes, v.number())),
  languages: v.record(v.string(), v.number()),
  /** Visits that began in an hour, ascending; `hour` as formatHour gives it. */
  hours: v.array(v.object({ hour: v.string(), visits: v.number() })),
})
export type Counts = v.InferOutput<typeof CountsSchema>
export type TouchCounts = Counts['songs'][string]['touched']

export const createEmptyCounts = (): Counts => ({
  visits: 0,
  length: 0,
  songs: {},
  modes: { ride: 0, walk: 0, roam: 0 },
  languages: {},
  hours: [],
})

/** The local hour of a time (milliseconds since 1970): `2027-03-01T14:00`. */
export function formatHour(milliseconds: number): string {
  const date = new Date(milliseconds)
  const padTwoDigits = (n: number) => String(n).padStart(2, '0')
  return `${date.getFullYear()}-${padTwoDigits(date.getMonth() + 1)}-${padTwoDigits(date.getDate())}T${padTwoDigits(date.getHours())}:00`
}

/** The sums of two sets of visits. */
export function mergeCounts(a: Counts, b: Counts): Counts {
  const [{ ride, walk, roam }, more] = [a.modes, b.modes]
  const songs = { ...a.songs }
  for (const [key, { visits, seconds, touched }] of Object.entries(b.songs)) {
    const known = songs[key]
    songs[key] = known
      ? { visits: known.visits + visits, seconds: known.seconds + seconds, touched: mergePairs(known.touched, touched) }
      : { visits, seconds, touched }
  }
  return {
    visits: a.visits + b.visits,
    length: a.length + b.length,
    songs,
    modes: { ride: ride + more.ride, walk: walk + more.walk, roam: roam + more.roam },
    languages: Object.fromEntries(mergePairs(Object.entries(a.languages), Object.entries(b.languages))),
    hours: mergePairs(listHours(a), listHours(b)).map(([hour, visits]) => ({ hour, visits })),
  }
}

/** Devices of an earlier version have stored hours without minutes. */
const listHours = ({ hours }: Counts): [string, number][] =>
  hours.map(({ hour, visits }) => [`${hour.slice(0, 13)}:00`, visits])

function mergePairs<K extends string | number>(a: readonly [K, number][], b: readonly [K, number][]): [K, number][] {
  const sums = new Map(a)
  for (const [key, value] of b) sums.set(key, (sums.get(key) ?? 0) + value)
  return [...sums].sort(([one], [other]) => (one < other ? -1 : 1))
}
