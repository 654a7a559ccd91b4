import { roundToMilliseconds } from './visit.ts'
import { sortHours, type VisitTotals } from './visit-totals.ts'

/** Spreadsheets read a text that begins with it as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * The visits as CSV (RFC 4180 with LF): a row for each hour in which visits began, times in seconds. No row describes a
 * single visit.
 * @param songs whose titles head their columns; other songs that were heard are named by their keys
 */
export function formatVisitsCsv({ hours }: VisitTotals, songs: readonly { key: string; title: string }[] = []): string {
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
  return BYTE_ORDER_MARK + [header, ...lines].map((row) => `${row.map(formatField).join(',')}\n`).join('')
}

/** Spreadsheets take a text that begins with one of these characters for a formula (OWASP, CSV Injection). */
const FORMULA_START = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/

function formatField(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA_START.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
