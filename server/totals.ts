import type { Counts, Visit } from '../protocol/live-messages.ts'

type SongTotals = { visits: number; seconds: number }

/** What is counted of the visits that began in one hour. */
export type HourTotals = {
  visits: number
  headset: number
  /** Seconds. */
  length: number
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

export const emptyTotals = (): Totals => ({ visits: 0, hours: new Map(), touched: new Map() })

/**
 * Adds a visit to the totals, or takes it away again.
 * @param sign 1 or -1
 */
export function addVisit(totals: Totals, visit: Visit, sign: 1 | -1): void {
  totals.visits += sign
  const hour = getOr(totals.hours, hourOf(visit.began), emptyHour)
  hour.visits += sign
  hour.headset += visit.headset ? sign : 0
  hour.length += sign * visit.length
  for (const mode of ['ride', 'walk', 'roam'] as const) hour.modes[mode] += sign * visit.modes[mode]
  hour.languages.set(visit.language, (hour.languages.get(visit.language) ?? 0) + sign)
  // A song that was heard twice in a visit is one song of it.
  for (const key of new Set(visit.songs.map((song) => song.key))) getOr(hour.songs, key, noSong).visits += sign
  for (const { key, seconds, touched } of visit.songs) {
    getOr(hour.songs, key, noSong).seconds += sign * seconds
    const times = getOr(totals.touched, key, () => new Map<number, number>())
    for (const [chunk, count] of touched) times.set(chunk, (times.get(chunk) ?? 0) + sign * count)
  }
}

/** What GET /api/counts answers. */
export function countsOf({ visits, hours, touched }: Totals): Counts {
  const counts: Counts = {
    visits,
    length: 0,
    songs: {},
    modes: { ride: 0, walk: 0, roam: 0 },
    languages: {},
    hours: sortedHours(hours).map(([hour, { visits }]) => ({ hour, visits })),
  }
  for (const hour of hours.values()) {
    counts.length += hour.length
    for (const mode of ['ride', 'walk', 'roam'] as const) counts.modes[mode] += hour.modes[mode]
    for (const [language, times] of hour.languages)
      if (times > 0) counts.languages[language] = (counts.languages[language] ?? 0) + times
    for (const [key, { visits, seconds }] of hour.songs) {
      if (visits === 0) continue
      counts.songs[key] ??= { visits: 0, seconds: 0, touched: touchesOf(touched.get(key)) }
      counts.songs[key].visits += visits
      counts.songs[key].seconds += seconds
    }
  }
  counts.length = rounded(counts.length)
  for (const mode of ['ride', 'walk', 'roam'] as const) counts.modes[mode] = rounded(counts.modes[mode])
  for (const song of Object.values(counts.songs)) song.seconds = rounded(song.seconds)
  return counts
}

/** Hours in which somebody was there, the earliest first. */
export const sortedHours = (hours: Totals['hours']) =>
  [...hours].filter(([, { visits }]) => visits > 0).sort(([a], [b]) => (a < b ? -1 : 1))

/** Sums of seconds keep no noise of their binary fractions. */
export const rounded = (seconds: number) => Math.round(seconds * 1000) / 1000

const touchesOf = (times: Map<number, number> = new Map()) =>
  [...times].filter(([, count]) => count > 0).sort(([a], [b]) => a - b)

const emptyHour = (): HourTotals => ({
  visits: 0,
  headset: 0,
  length: 0,
  modes: { ride: 0, walk: 0, roam: 0 },
  languages: new Map(),
  songs: new Map(),
})
const noSong = (): SongTotals => ({ visits: 0, seconds: 0 })

function getOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const two = (n: number) => String(n).padStart(2, '0')

/** By the clock on the wall of the museum: `2027-03-01T14:00`. */
function hourOf(milliseconds: number): string {
  const date = new Date(milliseconds)
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:00`
}
