import { type Counts, formatHour, type TouchCounts } from './counts.ts'
import { locomotionModes } from './locomotion-modes.ts'
import { roundToMilliseconds, type Visit } from './visit.ts'

type SongTotals = { visits: number; seconds: number }

/** Sums over some visits. */
export type VisitSums = {
  visits: number
  headsetVisits: number
  /** Seconds. */
  visitSeconds: number
  modes: Counts['modes']
  languages: Map<string, number>
  songs: Map<string, SongTotals>
}

/** Sums over all visits, from which a visit can be taken away again. No single visit can be read from it. */
export type VisitTotals = {
  all: VisitSums
  /** Of the visits that began in an hour, as formatHour names it. */
  hours: Map<string, VisitSums>
  /** By song key, then by chunk index. */
  touched: Map<string, Map<number, number>>
}

export function createVisitTotals(visits: Iterable<Visit> = []): VisitTotals {
  const totals: VisitTotals = { all: createVisitSums(), hours: new Map(), touched: new Map() }
  for (const visit of visits) addVisit(totals, visit)
  return totals
}

export const addVisit = (totals: VisitTotals, visit: Visit): void => applyVisit(totals, visit, 1)
export const removeVisit = (totals: VisitTotals, visit: Visit): void => applyVisit(totals, visit, -1)

function applyVisit({ all, hours, touched }: VisitTotals, visit: Visit, sign: 1 | -1): void {
  applyToSums(all, visit, sign)
  applyToSums(getOrCreate(hours, formatHour(visit.began), createVisitSums), visit, sign)
  for (const song of visit.songs) {
    const touches = getOrCreate(touched, song.key, () => new Map<number, number>())
    for (const [chunk, count] of song.touched) touches.set(chunk, (touches.get(chunk) ?? 0) + sign * count)
  }
}

function applyToSums(sums: VisitSums, visit: Visit, sign: 1 | -1): void {
  sums.visits += sign
  sums.headsetVisits += visit.headset ? sign : 0
  sums.visitSeconds += sign * visit.length
  for (const mode of locomotionModes) sums.modes[mode] += sign * visit.modes[mode]
  sums.languages.set(visit.language, (sums.languages.get(visit.language) ?? 0) + sign)
  // A song that was opened twice in a visit counts once.
  for (const key of new Set(visit.songs.map((song) => song.key)))
    getOrCreate(sums.songs, key, createSongTotals).visits += sign
  for (const { key, seconds } of visit.songs) getOrCreate(sums.songs, key, createSongTotals).seconds += sign * seconds
}

/** Adds sums to others. */
export function addSums(to: VisitSums, sums: VisitSums): void {
  to.visits += sums.visits
  to.headsetVisits += sums.headsetVisits
  to.visitSeconds += sums.visitSeconds
  for (const mode of locomotionModes) to.modes[mode] += sums.modes[mode]
  for (const [language, visits] of sums.languages)
    to.languages.set(language, (to.languages.get(language) ?? 0) + visits)
  for (const [key, { visits, seconds }] of sums.songs) {
    const song = getOrCreate(to.songs, key, createSongTotals)
    song.visits += visits
    song.seconds += seconds
  }
}

/** The same sums without the hours' details. */
export function toCounts(totals: VisitTotals): Counts {
  const keys = listSongs(totals)
  return {
    ...toCountsWithoutSongs(totals),
    songs: Object.fromEntries(keys.map((key) => [key, countSong(totals, key)])),
  }
}

export function toCountsWithoutSongs({ all, hours }: VisitTotals): Omit<Counts, 'songs'> {
  const { ride, walk, roam } = all.modes
  return {
    visits: all.visits,
    length: roundToMilliseconds(all.visitSeconds),
    modes: { ride: roundToMilliseconds(ride), walk: roundToMilliseconds(walk), roam: roundToMilliseconds(roam) },
    languages: Object.fromEntries([...all.languages].filter(([, visits]) => visits > 0)),
    hours: sortHours(hours).map(([hour, { visits }]) => ({ hour, visits })),
  }
}

/** The keys of songs in at least one visit. */
export const listSongs = ({ all }: VisitTotals): string[] =>
  [...all.songs].filter(([, { visits }]) => visits > 0).map(([key]) => key)

export const countSong = ({ all, touched }: VisitTotals, key: string): Counts['songs'][string] => ({
  visits: all.songs.get(key)?.visits ?? 0,
  seconds: roundToMilliseconds(all.songs.get(key)?.seconds ?? 0),
  touched: sortTouches(touched.get(key)),
})

/** Hours with at least one visit, ascending. */
export const sortHours = (hours: VisitTotals['hours']) =>
  [...hours].filter(([, { visits }]) => visits > 0).sort(([a], [b]) => (a < b ? -1 : 1))

export const sortTouches = (touches: ReadonlyMap<number, number> = new Map()): TouchCounts =>
  [...touches].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)

export const createVisitSums = (): VisitSums => ({
  visits: 0,
  headsetVisits: 0,
  visitSeconds: 0,
  modes: { ride: 0, walk: 0, roam: 0 },
  languages: new Map(),
  songs: new Map(),
})
const createSongTotals = (): SongTotals => ({ visits: 0, seconds: 0 })

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const created = create()
  map.set(key, created)
  return created
}
