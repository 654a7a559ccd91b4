import type { Counts, Visit } from '../../../protocol/live-messages.ts'

export const createEmptyCounts = (): Counts => ({
  visits: 0,
  length: 0,
  songs: {},
  modes: { ride: 0, walk: 0, roam: 0 },
  languages: {},
  hours: [],
})

/** The hour in which a visit began, by the clock of the house: "2026-11-23T09". */
export function formatHour(began: number): string {
  const at = new Date(began)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}T${two(at.getHours())}`
}

/** Adds one visit to the totals. */
export function addVisit(counts: Counts, { began, length, language, modes, songs }: Visit): void {
  counts.visits++
  counts.length += length
  counts.languages[language] = (counts.languages[language] ?? 0) + 1
  for (const mode of ['ride', 'walk', 'roam'] as const) counts.modes[mode] += modes[mode]
  const hour = formatHour(began)
  const known = counts.hours.find((one) => one.hour === hour)
  if (known) known.visits++
  else counts.hours.push({ hour, visits: 1 })
  for (const { key, seconds, touched } of songs) {
    const song = counts.songs[key] ?? { visits: 0, seconds: 0, touched: [] }
    counts.songs[key] = {
      visits: song.visits + 1,
      seconds: song.seconds + seconds,
      touched: mergeTouchCounts(song.touched, touched),
    }
  }
}

type TouchCounts = Counts['songs'][string]['touched']

const mergeTouchCounts = (a: TouchCounts, b: TouchCounts): TouchCounts => {
  const times = new Map(a)
  for (const [chunk, more] of b) times.set(chunk, (times.get(chunk) ?? 0) + more)
  return [...times].sort(([one], [other]) => one - other)
}

/**
 * How warm each chunk is, 0-1: 0 for those nobody touched, 1 for the one touched most. By the square root, because a few
 * are touched far more often than all others.
 */
export function computeHeat(touched: TouchCounts, chunks: number): number[] {
  const heat = new Array<number>(chunks).fill(0)
  for (const [chunk, times] of touched) if (chunk < chunks) heat[chunk] = times
  const most = heat.reduce((one, other) => Math.max(one, other), 1)
  return heat.map((times) => Math.sqrt(times / most))
}
