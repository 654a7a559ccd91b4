import { createYielder } from '../yield-to-main.ts'
import type { Song, SongChunk } from './song.ts'
import type { SongForm } from './song-form.ts'

/**
 * The chunks of a Song in one array, N rows of 9 + features numbers. Ten thousand chunks are half a million objects and
 * numbers, slow to post or to store; an array is transferred or copied at once.
 */
export type ChunkTable = { features: number; rows: Float64Array<ArrayBuffer> }

/** start, end, position (3), map (2), loudness, trust; the features follow. */
const FIXED_COLUMNS = 9

/** @param chunks all with the same number of features */
function toChunkTable(chunks: readonly SongChunk[]): ChunkTable {
  const features = chunks[0]?.features.length ?? 0
  const rows = new Float64Array(chunks.length * (FIXED_COLUMNS + features))
  let at = 0
  const put = (value: number): void => {
    rows[at++] = value
  }
  for (const { start, end, position, map, loudness, trust, features: chunkFeatures } of chunks) {
    put(start)
    put(end)
    position.forEach(put)
    map.forEach(put)
    put(loudness)
    put(trust)
    chunkFeatures.forEach(put)
  }
  return { features, rows }
}

function readChunk({ features, rows }: ChunkTable, at: number): SongChunk {
  const number = (k: number): number => rows[at + k]!
  return {
    start: number(0),
    end: number(1),
    features: Array.from({ length: features }, (_, d) => number(FIXED_COLUMNS + d)),
    position: [number(2), number(3), number(4)],
    map: [number(5), number(6)],
    loudness: number(7),
    trust: number(8),
  }
}

/**
 * The chunks of a table, without blocking the thread. The numbers are not validated.
 * @throws {Error} if the table is malformed
 */
async function readChunks(table: ChunkTable): Promise<SongChunk[]> {
  const { features, rows } = table
  const width = FIXED_COLUMNS + features
  const fits = Number.isInteger(features) && features >= 0 && rows instanceof Float64Array && rows.length % width === 0
  if (!fits) throw new Error('Malformed table of chunks.')
  const yieldIfDue = createYielder()
  const chunks: SongChunk[] = []
  for (let at = 0; at < rows.length; at += width) {
    chunks.push(readChunk(table, at))
    await yieldIfDue()
  }
  return chunks
}

/** The form in a table, without its chunks one by one. */
export function readForm({ features, rows }: ChunkTable): SongForm {
  const width = FIXED_COLUMNS + features
  const count = Math.floor(rows.length / width)
  const positions = new Float32Array(3 * count)
  const durations = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    durations[i] = rows[i * width + 1]! - rows[i * width]!
    for (let axis = 0; axis < 3; axis++) positions[3 * i + axis] = rows[i * width + 2 + axis]!
  }
  return { positions, durations }
}

/** A Song with its chunks as a table. */
export type PackedSong = { song: Omit<Song, 'chunks'>; table: ChunkTable }

export function packSong({ chunks, ...song }: Song): PackedSong {
  return { song, table: toChunkTable(chunks) }
}

/**
 * The Song of {@link packSong}, without blocking the thread.
 * @throws {Error} if the table is malformed
 */
export const unpackSong = async ({ song, table }: PackedSong): Promise<Song> => ({
  ...song,
  chunks: await readChunks(table),
})
