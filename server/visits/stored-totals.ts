import { formatHour } from '../../protocol/counts.ts'
import type { Visit } from '../../protocol/visit.ts'
import { addSums, createVisitSums, sortTouches, type VisitSums, type VisitTotals } from '../../protocol/visit-totals.ts'
import { createYielder } from '../yield-to-others.ts'
import type { Change } from './level-store.ts'

/** The sums of each hour, and the touches of each song, stand beside the visits, so that opening need not read those. */
const HOUR_PREFIX = 'hour!'
const TOUCHED_PREFIX = 'touched!'
export const DERIVED_PREFIXES = [HOUR_PREFIX, TOUCHED_PREFIX]

/** Whether an entry can be computed from the visits. */
export const isDerived = (key: string): boolean => DERIVED_PREFIXES.some((prefix) => key.startsWith(prefix))

type StoredSums = Omit<VisitSums, 'languages' | 'songs'> & {
  languages: [string, number][]
  songs: [key: string, visits: number, seconds: number][]
}

/** The entries of all totals that some visits belong to. */
export function* formatDirtySums(totals: VisitTotals, visits: Iterable<Visit>): Generator<Change> {
  const hours = new Set<string>()
  const songs = new Set<string>()
  for (const visit of visits) {
    hours.add(formatHour(visit.began))
    for (const { key, touched } of visit.songs) if (touched.length > 0) songs.add(key)
  }
  for (const hour of hours) yield [HOUR_PREFIX + hour, formatSums(totals.hours.get(hour))]
  for (const key of songs) yield [TOUCHED_PREFIX + key, formatTouches(totals, key)]
}

/** The entries of all totals. */
export function* formatAllSums(totals: VisitTotals): Generator<Change> {
  for (const [hour, sums] of totals.hours) yield [HOUR_PREFIX + hour, formatSums(sums)]
  for (const key of totals.touched.keys()) yield [TOUCHED_PREFIX + key, formatTouches(totals, key)]
}

function formatSums(sums: VisitSums | undefined): string | null {
  if (!sums || sums.visits <= 0) return null
  const { languages, songs, ...rest } = sums
  const stored: StoredSums = {
    ...rest,
    languages: [...languages].filter(([, visits]) => visits > 0),
    songs: [...songs].flatMap(([key, { visits, seconds }]) => (visits > 0 ? [[key, visits, seconds]] : [])),
  }
  return JSON.stringify(stored)
}

const formatTouches = (totals: VisitTotals, key: string): string => JSON.stringify(sortTouches(totals.touched.get(key)))

/**
 * Adds a stored text to totals.
 * @throws if it is damaged
 */
export function loadSums(totals: VisitTotals, key: string, text: string): void {
  if (key.startsWith(TOUCHED_PREFIX)) {
    totals.touched.set(key.slice(TOUCHED_PREFIX.length), new Map(JSON.parse(text) as [number, number][]))
    return
  }
  const { languages, songs, ...rest } = JSON.parse(text) as StoredSums
  const sums: VisitSums = {
    ...rest,
    languages: new Map(languages),
    songs: new Map(songs.map(([song, visits, seconds]) => [song, { visits, seconds }])),
  }
  totals.hours.set(key.slice(HOUR_PREFIX.length), sums)
  addSums(totals.all, sums)
}

/** Seconds may differ by the noise of binary fractions. */
const MAX_NOISE_S = 0.01

/** Whether two totals count the same visits, as far as sums can tell. */
export const areSameTotals = async (a: VisitTotals, b: VisitTotals): Promise<boolean> =>
  (await areWithin(a, b)) && (await areWithin(b, a))

/** Whether all that is in `a` is the same in `b`. */
async function areWithin(a: VisitTotals, b: VisitTotals): Promise<boolean> {
  const yieldToOthers = createYielder()
  if (!haveSameSums(a.all, b.all)) return false
  for (const [hour, sums] of a.hours) {
    if (!haveSameSums(sums, b.hours.get(hour) ?? createVisitSums())) return false
    await yieldToOthers()
  }
  for (const [key, touches] of a.touched) {
    for (const [chunk, count] of touches) if (count !== (b.touched.get(key)?.get(chunk) ?? 0)) return false
    await yieldToOthers()
  }
  return true
}

const isClose = (one: number, other: number) => Math.abs(one - other) <= MAX_NOISE_S

const haveSameSums = (one: VisitSums, other: VisitSums): boolean =>
  one.visits === other.visits &&
  one.headsetVisits === other.headsetVisits &&
  isClose(one.visitSeconds, other.visitSeconds) &&
  [...one.languages].every(([language, visits]) => visits === (other.languages.get(language) ?? 0)) &&
  [...one.songs].every(([key, { visits, seconds }]) => {
    const song = other.songs.get(key) ?? { visits: 0, seconds: 0 }
    return visits === song.visits && isClose(seconds, song.seconds)
  })
