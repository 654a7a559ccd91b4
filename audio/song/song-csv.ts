import type { Song } from './song.ts'

/**
 * A Song's chunks as a table (RFC 4180: commas, CRLF, a header row), one row a chunk. Numbers only: nothing in it
 * that a spreadsheet could take for a formula.
 */
export function formatSongCsv({ chunks }: Song): string {
  const features = chunks[0]?.features.map((_, i) => `f${i + 1}`) ?? []
  const header = [
    'number',
    'start',
    'end',
    'duration',
    'loudness',
    'trust',
    'x',
    'y',
    'z',
    'map x',
    'map y',
    ...features,
  ]
  const rows = chunks.map(({ start, end, loudness, trust, position, map, features }, i) =>
    // The difference of two times has more digits than either means.
    [i + 1, start, end, Number((end - start).toFixed(9)), loudness, trust, ...position, ...map, ...features].join(','),
  )
  return [header.join(','), ...rows, ''].join('\r\n')
}
