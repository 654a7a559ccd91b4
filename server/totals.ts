import type { Counts, Visit } from '../protocol/live-messages.ts'

type SongTotals = { visits: number; seconds: number }

/** What is counted of the visits that began in one hour. */
export type HourTotals = {
  visits: number
  headsetVisits: number
  /** Seconds. */
  visitSeconds: number
  modes: Counts['modes']
  languages: Map<string, number>
  songs: Map<string, SongTotals>
}

/** Sums of all visits; nothing of a single one is in it. */
export type Totals = {
  visits: number
  hours: Map<string, HourTotals>
  /** By song, then by chunk. */
  touched: Map<string, Map<number, number>>
}

export const createTotals = (): Totals => ({ visits: 0, hours: new Map(), touched: new Map() })

/**
 * Adds a visit to the totals, or takes it away again.
 * @param sign 1 or -1
 */
export function addVisit(totals: Totals, visit: Visit, sign: 1 | -1): void {
  totals.visits += sign
  const hour = getOrCreate(totals.hours, formatHour(visit.began), createHourTotals)
  hour.visits += sign
  hour.headsetVisits += visit.headset ? sign : 0
  hour.visitSeconds += sign * visit.length
  for (const mode of ['ride', 'walk', 'roam'] as const) hour.modes[mode] += sign * visit.modes[mode]
  hour.languages.set(visit.language, (hour.languages.get(visit.language) ?? 0) + sign)
  // A song that was heard twice in a visit is one song of it.
  for (const key of new Set(visit.songs.map((song) => song.key)))
    getOrCreate(hour.songs, key, createSongTotals).visits += sign
  for (const { key, seconds, touched } of visit.songs) {
    getOrCreate(hour.songs, key, createSongTotals).seconds += sign * seconds
    const times = getOrCreate(totals.touched, key, () => new Map<number, number>())
    for (const [chunk, count] of touched) times.set(chunk, (times.get(chunk) ?? 0) + sign * count)
  }
}

/** What GET /api/counts answers. */
export function toCounts({ visits, hours, touched }: Totals): Counts {
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
    for (const mode of ['ride', 'walk', 'roam'] as const) counts.modes[mode] += hour.modes[mode]
    for (const [language, times] of hour.languages)
      if (times > 0) counts.languages[language] = (counts.languages[language] ?? 0) + times
    for (const [key, { visits, seconds }] of hour.songs) {
      if (visits === 0) continue
      counts.songs[key] ??= { visits: 0, seconds: 0, touched: sortTouches(touched.get(key)) }
      counts.songs[key].visits += visits
      counts.songs[key].seconds += seconds
    }
  }
  counts.length = roundToMilliseconds(counts.length)
  for (const mode of ['ride', 'walk', 'roam'] as const) counts.modes[mode] = roundToMilliseconds(counts.modes[mode])
  for (const song of Object.values(counts.songs)) song.seconds = roundToMilliseconds(song.seconds)
  return counts
}

/** Hours in which somebody was there, the earliest first. */
export const sortHours = (hours: Totals['hours']) =>
  [...hours].filter(([, { visits }]) => visits > 0).sort(([a], [b]) => (a < b ? -1 : 1))

/** Sums of seconds keep no noise of their binary fractions. */
export const roundToMilliseconds = (seconds: number) => Math.round(seconds * 1000) / 1000

const sortTouches = (times: Map<number, number> = new Map()) =>
  [...times].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)

const createHourTotals = (): HourTotals => ({
  visits: 0,
  headsetVisits: 0,
  visitSeconds: 0,
  modes: { ride: 0, walk: 0, roam: 0 },
  languages: new Map(),
  songs: new Map(),
})
const createSongTotals = (): SongTotals => ({ visits: 0, seconds: 0 })

function getOrCreate<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const padTwoDigits = (n: number) => String(n).padStart(2, '0')

/** By the clock on the wall of the museum: `2027-03-01T14:00`. */
function formatHour(milliseconds: number): string {
  const date = new Date(milliseconds)
  return `${date.getFullYear()}-${padTwoDigits(date.getMonth() + 1)}-${padTwoDigits(date.getDate())}T${padTwoDigits(date.getHours())}:00`
}
