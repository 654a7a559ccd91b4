import { setImmediate } from 'node:timers/promises'
import { countSong, listSongs, toCountsWithoutSongs, type VisitTotals } from '../../protocol/visit-totals.ts'
import { listCsvLines } from '../../protocol/visits-csv.ts'
import { createYielder } from '../yield-to-others.ts'

const LINES_PER_PIECE = 50

/** The counts of totals as JSON, in pieces: other requests are answered between them. */
export async function* streamCounts(totals: VisitTotals): AsyncIterable<string> {
  const { hours, ...counts } = toCountsWithoutSongs(totals)
  yield `${JSON.stringify(counts).slice(0, -1)},"hours":`
  await setImmediate()
  yield `${JSON.stringify(hours)},"songs":{`
  for (const [i, key] of listSongs(totals).entries()) {
    await setImmediate()
    yield `${i > 0 ? ',' : ''}${JSON.stringify(key)}:${JSON.stringify(countSong(totals, key))}`
  }
  yield '}}'
}

/** The table of totals as CSV, in pieces. */
export async function* streamCsv(
  totals: VisitTotals,
  songs: readonly { key: string; title: string }[],
): AsyncIterable<string> {
  const yieldToOthers = createYielder()
  let lines: string[] = []
  for (const line of listCsvLines(totals, songs)) {
    lines.push(line)
    await yieldToOthers()
    if (lines.length < LINES_PER_PIECE) continue
    yield lines.join('')
    lines = []
  }
  yield lines.join('')
}
