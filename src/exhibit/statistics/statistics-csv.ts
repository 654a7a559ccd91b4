import type { Visit } from '../../../protocol/live-messages.ts'
import { formatHour } from './statistics-totals.ts'

/**
 * Visits as a table (RFC 4180), one row a visit and song, so that sums over columns are right: a visit's own numbers stand
 * in its first row. Nothing in it was written by a visitor.
 */
export function formatVisitsCsv(visits: readonly Visit[]): string {
  const header = [
    'hour',
    'visit seconds',
    'language',
    'headset',
    'ride',
    'walk',
    'roam',
    'song',
    'song seconds',
    'touches',
  ]
  const rows = visits.flatMap(({ began, length, language, headset, modes, songs }) => {
    const own = [formatHour(began), length, language, headset ? 1 : 0, modes.ride, modes.walk, modes.roam]
    const [first = ['', '', ''], ...others] = songs.map(({ key, seconds, touched }) => [
      key,
      seconds,
      touched.reduce((sum, [, times]) => sum + times, 0),
    ])
    return [[...own, ...first], ...others.map((song) => [formatHour(began), '', '', '', '', '', '', ...song])]
  })
  return [header, ...rows].map((row) => `${row.join(',')}\r\n`).join('')
}
