import { type Counts, formatHour } from './counts.ts'
import { locomotionModes } from './locomotion-modes.ts'
import { roundToMilliseconds, type Visit } from './visit.ts'

type SongTotals = { visits: number; seconds: number }

/** Sums over the visits that began in one hour. */
export type HourTotals = {
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
  visits: number
  hours: Map<string, HourTotals>
  /** By song key, then by chunk index. */
  touched: Map<string, Map<number, number>>
}

export function createVisitTotals(visits: Iterable<Visit> = []): VisitTotals {
  const totals: VisitTotals = { visits: 0, hours: new Map(), touched: new Map() }
  for (const visit of visits) addVisit(totals, visit)
  return totals
}

export const addVisit = (totals: VisitTotals, visit: Visit): void => applyVisit(totals, visit, 1)
export const removeVisit = (totals: VisitTotals, visit: Visit): void => applyVisit(totals, visit, -1)

function applyVisit(totals: VisitTotals, visit: Visit, sign: 1 | -1): void {
  totals.visits += sign
  const hour = getOrCreate(totals.hours, formatHour(visit.began), createHourTotals)
  hour.visits += sign
  hour.headsetVisits += visit.headset ? sign : 0
  hour.visitSeconds += sign * visit.length
  for (const mode of locomotionModes) hour.modes[mode] += sign * visit.modes[mode]
  hour.languages.set(visit.language, (hour.languages.get(visit.language) ?? 0) + sign)
  // A song that was opened twice in a visit counts once.
  for (const key of new Set(visit.songs.map((song) => song.key)))
    getOrCreate(hour.songs, key, createSongTotals).visits += sign
  for (const { key, seconds, touched } of visit.songs) {
    getOrCreate(hour.songs, key, createSongTotals).seconds += sign * seconds
    const touches = getOrCreate(totals.touched, key, () => new Map<number, number>())
    for (const [chunk, count] of touched) touches.set(chunk, (touches.get(chunk) ?? 0) + sign * count)
  }
}

/** The same sums without the hours' details. */
export function toCounts({ visits, hours, touched }: VisitTotals): Counts {
  const counts: Counts = {
    visits,
    length: 0,
    songs: {},
    modes: { ride: 0, walk: 0, roam: 0 },
    languages: {},
    hours: sortHours(hours).map(([hour, { visits }]) => ({ hour, visits })),
  }
  for (const hour of hours.values()) {
    counts.length += hour.visitSeconds
    for (const mode of locomotionModes) counts.modes[mode] += hour.modes[mode]
    for (const [language, visits] of hour.languages)
      if (visits > 0) counts.languages[language] = (counts.languages[language] ?? 0) + visits
    for (const [key, { visits, seconds }] of hour.songs) {
      if (visits === 0) continue
      counts.songs[key] ??= { visits: 0, seconds: 0, touched: sortTouches(touched.get(key)) }
      counts.songs[key].visits += visits
      counts.songs[key].seconds += seconds
    }
  }
  counts.length = roundToMilliseconds(counts.length)
  for (const mode of locomotionModes) counts.modes[mode] = roundToMilliseconds(counts.modes[mode])
  for (const song of Object.values(counts.songs)) song.seconds = roundToMilliseconds(song.seconds)
  return counts
}

/** Hours with at least one visit, ascending. */
export const sortHours = (hours: VisitTotals['hours']) =>
  [...hours].filter(([, { visits }]) => visits > 0).sort(([a], [b]) => (a < b ? -1 : 1))

const sortTouches = (touches: Map<number, number> = new Map()) =>
  [...touches].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)

const createHourTotals = (): HourTotals => ({
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
