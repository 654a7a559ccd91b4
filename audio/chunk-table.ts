import { createBreather } from './breathe.ts'
import type { Song, SongChunk } from './song.ts'

/**
 * The chunks of a Song as rows of one array, N × (9 + features): ten thousand chunks are half a million objects and
 * numbers, which a page would need long to receive or to store in one go, while an array is moved or copied at once.
 */
export type ChunkTable = { features: number; rows: Float64Array<ArrayBuffer> }

/** start, end, position, map, loudness, trust; the features follow. */
const OTHERS = 9

/** @param chunks all with the same number of features */
function tableOf(chunks: readonly SongChunk[]): ChunkTable {
  const features = chunks[0]?.features.length ?? 0
  const width = OTHERS + features
  const rows = new Float64Array(chunks.length * width)
  chunks.forEach(({ start, end, position, map, loudness, trust, features: own }, i) => {
    rows.set([start, end, ...position, ...map, loudness, trust], i * width)
    rows.set(own, i * width + OTHERS)
  })
  return { features, rows }
}

const chunkIn = ({ features, rows }: ChunkTable, at: number): SongChunk => {
  const [start, end, x, y, z, mapX, mapY, loudness, trust] = rows.subarray(at, at + OTHERS) as unknown as number[]
  return {
    start: start as number,
    end: end as number,
    features: Array.from(rows.subarray(at + OTHERS, at + OTHERS + features)),
    position: [x as number, y as number, z as number],
    map: [mapX as number, mapY as number],
    loudness: loudness as number,
    trust: trust as number,
  }
}

/**
 * The chunks again, in short turns: the page does not wait.
 * @throws {Error} if it is no such table; its numbers are taken as they are
 */
async function chunksOf(table: ChunkTable): Promise<SongChunk[]> {
  const { features, rows } = table
  const width = OTHERS + features
  const fits = Number.isInteger(features) && features >= 0 && rows instanceof Float64Array && rows.length % width === 0
  if (!fits) throw new Error('This is no table of chunks.')
  const breathe = createBreather()
  const chunks: SongChunk[] = []
  for (let at = 0; at < rows.length; at += width) {
    chunks.push(chunkIn(table, at))
    await breathe()
  }
  return chunks
}

export type SongInRows = { song: Omit<Song, 'chunks'>; table: ChunkTable }

/** A Song with its chunks as a table. */
export function inRows({ chunks, ...song }: Song): SongInRows {
  return { song, table: tableOf(chunks) }
}

/**
 * The Song again; the page does not wait.
 * @throws {Error} if it is none
 */
export const fromRows = async ({ song, table }: SongInRows): Promise<Song> => ({
  ...song,
  chunks: await chunksOf(table),
})
