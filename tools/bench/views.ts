import { measureArrival, measureFilm, measureRide, measureTimeBehind } from './measure-views.ts'
import { readViewSongs } from './view-songs.ts'
import before from './views-before.json' with { type: 'json' }

/** What is measured, with the limit that every song must keep. */
const MEASURES = {
  soundingInMiddle: { what: 'sounds in the middle', least: 0.85 },
  enoughInView: { what: '30 boxes in view', least: 0.95 },
  fastestTurn: { what: 'fastest turn, °/s', most: 20 },
  ahead: { what: 'boxes ahead at arrival', least: 0.4 },
  largestBox: { what: 'largest box at arrival, °', most: 25 },
  formInView: { what: 'form in the attract film', least: 0.3 },
  filmTurn: { what: 'fastest turn of the film, °/s', most: 20 },
  behind: { what: 'form behind in a headset, s', most: 10 },
} as const
type MeasureName = keyof typeof MEASURES

const round = (value: number): number => Number(value.toPrecision(3))

/**
 * Measures what is seen of twelve songs in both layouts, by geometry alone, and prints it behind the values of the commit in
 * views-before.json.
 */
export async function benchmarkViews(): Promise<void> {
  const table: Record<string, Record<string, string>> = {}
  const misses: string[] = []
  for (const [name, song] of await readViewSongs())
    for (const layout of ['spiral', 'line'] as const) {
      const key = `${name}, ${layout}`
      const film = measureFilm(song, layout)
      const now: Record<MeasureName, number> = {
        ...measureRide(song, layout),
        ...measureArrival(song, layout),
        formInView: film.formInView,
        filmTurn: film.fastestTurn,
        behind: measureTimeBehind(song, layout),
      }
      const old: Partial<Record<MeasureName, number>> = (before.rows as Record<string, object>)[key] ?? {}
      table[key] = { chunks: String(song.chunks.length) }
      for (const measure of Object.keys(MEASURES) as MeasureName[]) {
        const { what, ...limit } = MEASURES[measure]
        table[key][what] = `${old[measure] ?? '–'} → ${round(now[measure])}`
        const isMissed = 'least' in limit ? now[measure] < limit.least : now[measure] > limit.most
        if (isMissed) misses.push(`${key}: ${what} ${now[measure]}`)
      }
    }
  console.table(table)
  console.log(misses.length === 0 ? 'Every song keeps every limit.' : `Beyond the limits:\n${misses.join('\n')}`)
}
