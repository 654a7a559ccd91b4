import { OTHER, roundToMilliseconds } from './visit.ts'
import { listSongs, sortHours, type VisitTotals } from './visit-totals.ts'

/** Spreadsheets read a text that begins with it as UTF-8. */
const BYTE_ORDER_MARK = '\ufeff'

/**
 * The visits as CSV (RFC 4180 with LF), line by line: a row for each hour in which visits began, times in seconds. No
 * row describes a single visit.
 * @param songs whose titles head their columns; other songs that were heard are named by their keys
 */
export function* listCsvLines(
  { all, hours, touched }: VisitTotals,
  songs: readonly { key: string; title: string }[] = [],
): Generator<string> {
  const rows = sortHours(hours)
  const languages = [...all.languages.keys()].filter((language) => (all.languages.get(language) ?? 0) > 0).sort()
  const titles = new Map([[OTHER, 'other songs'], ...songs.map(({ key, title }) => [key, title] as const)])
  const keys = [...new Set([...songs.map(({ key }) => key), ...listSongs({ all, hours, touched })])]
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
  yield BYTE_ORDER_MARK + formatRow(header)
  for (const [name, hour] of rows)
    yield formatRow([
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
}

export const formatVisitsCsv = (totals: VisitTotals, songs?: readonly { key: string; title: string }[]): string =>
  [...listCsvLines(totals, songs)].join('')

/** Spreadsheets take a text that begins with one of these characters for a formula (OWASP, CSV Injection). */
const FORMULA_START = /^\s*[=+\-@|\uff0b\uff0d\uff1d\uff20]|^[\t\r\n]/

const formatRow = (fields: readonly (string | number)[]): string => `${fields.map(formatField).join(',')}\n`

function formatField(value: string | number): string {
  if (typeof value === 'number') return String(value)
  const text = FORMULA_START.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
