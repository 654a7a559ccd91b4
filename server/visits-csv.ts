import { stringify } from 'csv-stringify/sync'
import { roundToMilliseconds, sortHours, type Totals } from './totals.ts'

/**
 * A row an hour in which visits began; times in seconds. Nothing of a single visit is in it.
 * @param songs those that get their titles; others that were heard are named by their keys
 */
export function formatVisitsCsv({ hours }: Totals, songs: readonly { key: string; title: string }[] = []): string {
  const rows = sortHours(hours)
  const languages = [...new Set(rows.flatMap(([, hour]) => [...hour.languages.keys()]))].sort()
  const titles = new Map(songs.map(({ key, title }) => [key, title]))
  const keys = [...new Set([...titles.keys(), ...rows.flatMap(([, hour]) => [...hour.songs.keys()])])]
  const header = [
    'hour',
    'visits',
    'visits with headset',
    'mean length (s)',
    'ride (s)',
    'walk (s)',
    'roam (s)',
    ...languages.map((language) => `visits in ${language}`),
    ...keys.flatMap((key) => [`${titles.get(key) ?? key}: visits`, `${titles.get(key) ?? key}: heard (s)`]),
  ]
  const lines = rows.map(([name, hour]) => [
    name,
    hour.visits,
    hour.headsetVisits,
    Math.round((hour.visitSeconds / hour.visits) * 10) / 10,
    ...[hour.modes.ride, hour.modes.walk, hour.modes.roam].map(roundToMilliseconds),
    ...languages.map((language) => hour.languages.get(language) ?? 0),
    ...keys.flatMap((key) => [
      hour.songs.get(key)?.visits ?? 0,
      roundToMilliseconds(hour.songs.get(key)?.seconds ?? 0),
    ]),
  ])
  // Spreadsheets take a text with this mark for UTF-8, and one that begins with “=” for a formula.
  return stringify([header, ...lines], { bom: true, escape_formulas: true })
}
