import type { Song } from './song.ts'

/**
 * A Song's chunks as CSV (RFC 4180: commas, CRLF, a header row), one row a chunk. All cells are numbers, which no
 * spreadsheet reads as formulas.
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
    // Removes the rounding error of the difference.
    [i + 1, start, end, Number((end - start).toFixed(9)), loudness, trust, ...position, ...map, ...features].join(','),
  )
  return [header.join(','), ...rows, ''].join('\r\n')
}
