import * as v from 'valibot'
import { ANALYSIS_VERSION, type SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { packSong, unpackSong } from '../../../audio/song/chunk-table.ts'
import { parseSongAsync, type SongSettings } from '../../../audio/song/song.ts'
import type { Analysis, SongAudio } from '../loaded-song.ts'
import type { AnalysisRecord, SongRecord, StoredSongRecord } from './library-database.ts'
import { type PackBlob, StoredBlobSchema, unpackBlob } from './stored-blob.ts'

/** Enough snapshots for the replayed embedding to look the same. */
const MAX_STORED_SNAPSHOTS = 12

export const createSpectrumKey = (sha256: string) => `${sha256}/${ANALYSIS_VERSION}`

/** Whatever the order of their properties. */
const formatSettings = (settings: SongSettings): string =>
  JSON.stringify(Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1)))

export const isSameSettings = (a: SongSettings, b: SongSettings): boolean => formatSettings(a) === formatSettings(b)

/** Equal settings have equal keys. */
export const createAnalysisKey = (sha256: string, settings: SongSettings): string =>
  `${sha256}/${ANALYSIS_VERSION}/${formatSettings(settings)}`

export const toAnalysisRecord = ({ song, snapshots, mapSnapshots }: Analysis): AnalysisRecord => ({
  ...packSong(song),
  stills: sampleSnapshots(snapshots),
  mapStills: sampleSnapshots(mapSnapshots),
})

/** At most MAX_STORED_SNAPSHOTS, evenly spaced, with the first and the last. */
export function sampleSnapshots<T>(snapshots: readonly T[]): T[] {
  if (snapshots.length <= MAX_STORED_SNAPSHOTS) return [...snapshots]
  return Array.from(
    { length: MAX_STORED_SNAPSHOTS },
    (_, k) => snapshots[Math.round((k * (snapshots.length - 1)) / (MAX_STORED_SNAPSHOTS - 1))] as T,
  )
}

/** Doubles of a chunk besides its features. */
const DOUBLES_PER_CHUNK = 12

export function estimateAnalysisBytes({ snapshots, mapSnapshots, song, spectrum }: Analysis): number {
  const storedSnapshots = [...sampleSnapshots(snapshots), ...sampleSnapshots(mapSnapshots)]
  const snapshotBytes = storedSnapshots.reduce((sum, { byteLength }) => sum + byteLength, 0)
  const chunkDoubles = (song.chunks[0]?.features.length ?? 0) + DOUBLES_PER_CHUNK
  return snapshotBytes + song.chunks.length * chunkDoubles * 8 + (spectrum?.pixels.byteLength ?? 0)
}

export function toSongRecord(audio: SongAudio, chunks: number, bytes: number): SongRecord {
  const { title, artist, license } = audio.file
  return {
    sha256: audio.source.sha256,
    name: audio.file.name,
    title: audio.title,
    artist: audio.artist ?? '',
    given: {
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    },
    tags: audio.tags,
    chunks,
    opened: Date.now(),
    bytes,
  }
}

const OptionalStringSchema = v.exactOptional(v.string())
const StoredSongRecordSchema = v.object({
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  name: v.string(),
  title: v.string(),
  artist: v.string(),
  given: v.object({ title: OptionalStringSchema, artist: OptionalStringSchema, license: OptionalStringSchema }),
  tags: v.object({
    title: OptionalStringSchema,
    artist: OptionalStringSchema,
    cover: v.exactOptional(StoredBlobSchema),
  }),
  chunks: v.number(),
  opened: v.number(),
  bytes: v.number(),
})

/** @returns null if the record is damaged */
export function parseSongRecord(value: unknown): SongRecord | null {
  if (!v.is(StoredSongRecordSchema, value)) return null
  const { cover, ...tags } = value.tags
  return {
    ...value,
    tags: { ...tags, ...(cover ? { cover: unpackBlob(cover) } : {}) },
  }
}

export async function packSongRecord(record: SongRecord, pack: PackBlob): Promise<StoredSongRecord> {
  const { cover, ...tags } = record.tags
  return {
    ...record,
    tags: { ...tags, ...(cover ? { cover: await pack(cover) } : {}) },
  }
}

/**
 * Validates a stored analysis like a file.
 * @throws {Error} if anything is missing, has the wrong length, or is not a number
 */
export async function parseAnalysisRecord(
  record: unknown,
  spectrum: unknown,
  sha256: string,
  settings: SongSettings,
): Promise<Analysis> {
  const { song: songWithoutChunks, table, stills, mapStills } = record as AnalysisRecord
  const song = await parseSongAsync(await unpackSong({ song: songWithoutChunks, table }))
  const key = createAnalysisKey(sha256, settings)
  if (createAnalysisKey(song.source.sha256, song.settings) !== key)
    throw new Error('The stored analysis belongs to another song or other settings.')
  assertSnapshots(stills, song.chunks.length * 3)
  assertSnapshots(mapStills, song.chunks.length * 2)
  return { song, snapshots: stills, mapSnapshots: mapStills, spectrum: parseSpectrum(spectrum) }
}

function assertSnapshots(snapshots: unknown, length: number): void {
  const isSnapshot = (value: unknown) =>
    value instanceof Float32Array && value.length === length && value.every(Number.isFinite)
  if (!Array.isArray(snapshots) || snapshots.length === 0 || !snapshots.every(isSnapshot))
    throw new Error('The stored snapshots are damaged.')
}

function parseSpectrum(spectrum: unknown): SpectrogramImage {
  const { frames, bands, pixels } = spectrum as SpectrogramImage
  if (!(pixels instanceof Uint8Array) || pixels.length !== frames * bands)
    throw new Error('The stored spectrogram is damaged.')
  return { frames, bands, pixels }
}
