import * as v from 'valibot'
import { ANALYSIS_VERSION, type SpectrogramImage } from '../../../audio/analysis/analysis-types.ts'
import { packSong, unpackSong } from '../../../audio/song/chunk-table.ts'
import { parseSongAsync, type SongSettings } from '../../../audio/song/song.ts'
import type { Analysis, SongAudio } from '../loaded-song.ts'
import type { AnalysisRecord, SongRecord } from './library-database.ts'

/** As many stills as the unfolding needs to look the same. */
const MAX_STORED_SNAPSHOTS = 12

export const createSpectrumKey = (sha256: string) => `${sha256}/${ANALYSIS_VERSION}`

/** The same settings, in whatever order they are written, have the same key. */
export function createAnalysisKey(sha256: string, settings: SongSettings): string {
  const sorted = Object.entries(settings).sort(([a], [b]) => (a < b ? -1 : 1))
  return `${sha256}/${ANALYSIS_VERSION}/${JSON.stringify(sorted)}`
}

export const toAnalysisRecord = ({ song, snapshots: stills, mapSnapshots: mapStills }: Analysis): AnalysisRecord => ({
  ...packSong(song),
  stills: sampleSnapshots(stills),
  mapStills: sampleSnapshots(mapStills),
})

/** At most STILLS of them, evenly, with the first and the last. */
export function sampleSnapshots<T>(stills: readonly T[]): T[] {
  if (stills.length <= MAX_STORED_SNAPSHOTS) return [...stills]
  return Array.from(
    { length: MAX_STORED_SNAPSHOTS },
    (_, k) => stills[Math.round((k * (stills.length - 1)) / (MAX_STORED_SNAPSHOTS - 1))] as T,
  )
}

/** Bytes of an analysis, about. */
export function estimateAnalysisBytes({
  snapshots: stills,
  mapSnapshots: mapStills,
  song,
  spectrum,
}: Analysis): number {
  const floats = [...sampleSnapshots(stills), ...sampleSnapshots(mapStills)].reduce(
    (sum, { byteLength }) => sum + byteLength,
    0,
  )
  const numbers = (song.chunks[0]?.features.length ?? 0) + 12
  return floats + song.chunks.length * numbers * 8 + (spectrum?.pixels.byteLength ?? 0)
}

export function toSongRecord(sound: SongAudio, chunks: number, picture: Blob | null, bytes: number): SongRecord {
  const { title, artist, license } = sound.file
  return {
    sha256: sound.source.sha256,
    name: sound.file.name,
    title: sound.title,
    artist: sound.artist ?? '',
    given: {
      ...(title === undefined ? {} : { title }),
      ...(artist === undefined ? {} : { artist }),
      ...(license === undefined ? {} : { license }),
    },
    tags: sound.tags,
    chunks,
    picture,
    opened: Date.now(),
    bytes,
  }
}

const OptionalStringSchema = v.exactOptional(v.string())
const SongRecordSchema = v.object({
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  name: v.string(),
  title: v.string(),
  artist: v.string(),
  given: v.object({ title: OptionalStringSchema, artist: OptionalStringSchema, license: OptionalStringSchema }),
  tags: v.object({
    title: OptionalStringSchema,
    artist: OptionalStringSchema,
    cover: v.exactOptional(v.instance(Blob)),
  }),
  chunks: v.number(),
  picture: v.nullable(v.instance(Blob)),
  opened: v.number(),
  bytes: v.number(),
})

export const isSongRecord = (value: unknown): value is SongRecord => v.is(SongRecordSchema, value)

/**
 * An analysis as it was, or an error: what comes from a disk is trusted no more than a file.
 * @throws {Error} where anything is missing, of the wrong length, or not a number
 */
export async function parseAnalysisRecord(
  form: unknown,
  image: unknown,
  sha256: string,
  settings: SongSettings,
): Promise<Analysis> {
  const { song: head, table, stills, mapStills } = form as AnalysisRecord
  const song = await parseSongAsync(await unpackSong({ song: head, table }))
  const asked = createAnalysisKey(sha256, settings)
  if (createAnalysisKey(song.source.sha256, song.settings) !== asked) throw new Error('another song')
  assertSnapshots(stills, song.chunks.length * 3)
  assertSnapshots(mapStills, song.chunks.length * 2)
  return { song, snapshots: stills, mapSnapshots: mapStills, spectrum: parseSpectrum(image) }
}

function assertSnapshots(stills: unknown, length: number): void {
  const right = (still: unknown) =>
    still instanceof Float32Array && still.length === length && still.every(Number.isFinite)
  if (!Array.isArray(stills) || stills.length === 0 || !stills.every(right)) throw new Error('broken stills')
}

function parseSpectrum(image: unknown): SpectrogramImage {
  const { frames, bands, pixels } = image as SpectrogramImage
  if (!(pixels instanceof Uint8Array) || pixels.length !== frames * bands) throw new Error('a broken spectrum')
  return { frames, bands, pixels }
}
