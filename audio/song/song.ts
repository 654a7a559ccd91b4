import * as v from 'valibot'
import { SongError } from '../song-error.ts'
import { createYielder } from '../yield-to-main.ts'

/** A Song's file name inside a .songwalk. */
export const SONG_JSON_NAME = 'song.json'

/**
 * The one document of songwalk: plain data, versioned, the same in the browser, the CLI,
 * a cache and a file. Everything else (colors, layout on the floor) is derived from it.
 */
const finite = v.pipe(v.number(), v.finite())
const nonNegative = v.pipe(finite, v.minValue(0))

/** Files from outside are held to these; far beyond any real song, small enough to be shown. */
const MAX_TEXT_LENGTH = 1000
export const MAX_CHUNKS = 50_000
export const MAX_FEATURES = 200
/** Unit RMS radius: even one outlier among 50,000 stays within 224. */
const MAX_COORDINATE = 1000
const text = v.pipe(v.string(), v.maxLength(MAX_TEXT_LENGTH, `The text is longer than ${MAX_TEXT_LENGTH} characters.`))
const coordinate = v.pipe(finite, v.minValue(-MAX_COORDINATE), v.maxValue(MAX_COORDINATE))
/** Squares of features, and sums of those, must stay finite. */
const feature = v.pipe(finite, v.minValue(-1e9), v.maxValue(1e9))

/** Its length is looked at before its items. */
const boundedArray = <T extends v.GenericSchema>(item: T, most: number, what: string) =>
  v.pipe(v.array(v.unknown()), v.maxLength(most, `There are more than ${most} ${what}.`), v.array(item))

const ChunkSchema = v.object({
  /** Seconds from the beginning of the song; equal to the previous chunk's end. */
  start: nonNegative,
  /** Seconds from the beginning of the song; equal to the next chunk's start. */
  end: nonNegative,
  /** The preset's numbers, e.g. 26 for `original`. */
  features: boundedArray(feature, MAX_FEATURES, 'features'),
  /** 3D t-SNE, centered, scaled to unit RMS radius. */
  position: v.tuple([coordinate, coordinate, coordinate]),
  /** 2D t-SNE, centered, scaled to unit RMS radius. */
  map: v.tuple([coordinate, coordinate]),
  /** RMS level in dBFS, floored at -120. */
  loudness: v.pipe(finite, v.minValue(-120), v.maxValue(200)),
  /** 0-1: the share of its nearest neighbors in feature space still its neighbors in the room. */
  trust: v.pipe(finite, v.minValue(0), v.maxValue(1)),
})

/** Where the song is cut. */
export const slicings = ['onsets', 'early', 'backtracked', 'superflux', 'beats', 'grid'] as const
/** Which numbers describe a chunk. */
export const presets = ['original', 'ml4a', 'timbre', 'timbre-no-loudness', 'harmony'] as const
/** What lets like float to like. */
export const engines = ['exact', 'classic', 'pca'] as const

const SettingsSchema = v.object({
  slicing: v.picklist(slicings),
  /** Seconds; shorter chunks are joined to a neighbor. 0 keeps all. */
  minChunk: v.optional(v.pipe(finite, v.minValue(0), v.maxValue(2)), 0),
  preset: v.picklist(presets),
  engine: v.picklist(engines),
  /** As asked for; short songs use min(perplexity, (N - 1) / 3). */
  perplexity: v.pipe(finite, v.minValue(1), v.maxValue(100)),
})

/** How well the form tells the truth about the features. */
const QualitySchema = v.object({
  /** KL divergence of the 3D form, nats; what t-SNE minimizes. */
  divergence: nonNegative,
  /** Venna & Kaski 2001, of the 3D form, 12 neighbors. */
  trustworthiness: v.pipe(finite, v.minValue(0), v.maxValue(1)),
  /** So many chunks ran through all of t-SNE's iterations, the others joined for the last; absent where all did. */
  landmarks: v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(1))),
})

const SourceSchema = v.object({
  /** File name as it was given. */
  name: text,
  bytes: v.pipe(nonNegative, v.safeInteger()),
  /** Lowercase hex of the file's bytes. */
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Seconds. */
  duration: v.pipe(finite, v.gtValue(0), v.maxValue(604_800)),
  /** Hertz, the file's own. */
  sampleRate: v.pipe(finite, v.gtValue(0), v.maxValue(10_000_000)),
  channels: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535)),
})

const songHeadEntries = {
  format: v.literal('songwalk'),
  version: v.literal(1),
  title: text,
  artist: v.exactOptional(text),
  license: v.exactOptional(text),
  source: SourceSchema,
  settings: SettingsSchema,
  quality: v.exactOptional(QualitySchema),
}

const SongObjectSchema = v.object({
  ...songHeadEntries,
  chunks: v.pipe(boundedArray(ChunkSchema, MAX_CHUNKS, 'chunks'), v.minLength(1)),
})

export type Song = v.InferOutput<typeof SongObjectSchema>

const isPartition = ({ chunks, source }: Song): boolean =>
  chunks[0]?.start === 0 &&
  chunks.at(-1)?.end === source.duration &&
  chunks.every((chunk, i) => chunk.end > chunk.start && (i === 0 || chunks[i - 1]?.end === chunk.start))

const hasEqualFeatureCounts = ({ chunks }: Song): boolean =>
  chunks.every(({ features }) => features.length === chunks[0]?.features.length)

const songChecks = [
  v.check(isPartition, 'The chunks must partition the song: no gap, no overlap.'),
  v.check(hasEqualFeatureCounts, 'The chunks must have the same number of features.'),
] as const

const SongSchema = v.pipe(SongObjectSchema, ...songChecks)

/** The same where each chunk has been looked at already. */
const CheckedChunksSongSchema = v.pipe(
  v.object({ ...songHeadEntries, chunks: v.custom<SongChunk[]>(Array.isArray) }),
  ...songChecks,
)

export type SongChunk = v.InferOutput<typeof ChunkSchema>
export { SettingsSchema }
export type SongSettings = v.InferOutput<typeof SettingsSchema>
export type SongSource = v.InferOutput<typeof SourceSchema>

export type SongQuality = v.InferOutput<typeof QualitySchema>

export const defaultSettings: SongSettings = {
  slicing: 'onsets',
  minChunk: 0,
  preset: 'original',
  engine: 'exact',
  perplexity: 30,
}

/**
 * Validates a document from outside.
 * @param name file name, for the error
 * @throws {SongError} naming the first invalid place
 */
export function parseSong(value: unknown, name = SONG_JSON_NAME): Song {
  const result = v.safeParse(SongSchema, value, { abortEarly: true })
  if (result.success) return result.output
  throw createParseError(result.issues[0], name)
}

/**
 * The same in short turns, for pages: ten thousand chunks are a quarter of a second at once.
 * @throws {SongError} as parseSong does
 */
export async function parseSongAsync(value: unknown): Promise<Song> {
  const chunks: unknown = (value as Partial<Song> | null)?.chunks
  // What is wrong as a whole is named by the whole.
  if (!Array.isArray(chunks) || chunks.length === 0 || chunks.length > MAX_CHUNKS) return parseSong(value)
  const breathe = createYielder()
  const parsed: SongChunk[] = []
  for (const [i, chunk] of chunks.entries()) {
    const result = v.safeParse(ChunkSchema, chunk, { abortEarly: true })
    if (!result.success) throw createParseError(result.issues[0], SONG_JSON_NAME, `chunks.${i}.`)
    parsed.push(result.output)
    await breathe()
  }
  const result = v.safeParse(CheckedChunksSongSchema, { ...(value as object), chunks: parsed }, { abortEarly: true })
  if (result.success) return result.output
  throw createParseError(result.issues[0], SONG_JSON_NAME)
}

/** @param parent dot path of the value that was validated, with a trailing dot */
function createParseError(issue: v.BaseIssue<unknown>, name: string, parent = ''): SongError {
  const place = `${parent}${v.getDotPath(issue) ?? (parent ? '' : 'the document')}`
  // A message quotes the value it refuses, which can have megabytes.
  const reason = issue.message.length > 200 ? `${issue.message.slice(0, 200)}…` : issue.message.replace(/\.?$/, '.')
  return new SongError('songInvalid', { name, place, reason })
}
